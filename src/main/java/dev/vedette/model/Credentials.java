package dev.vedette.model;

/**
 * How to log in to an instance. Empty text means unset; a user without a password sends nothing, as in Redis Sentinel.
 */
public record Credentials(String user, String password) {
    public static final Credentials NONE = new Credentials("", "");

    public boolean isSet() {
        return !password.isEmpty();
    }

    /** Never shows the password: this text ends up in logs. */
    @Override
    public String toString() {
        return isSet() ? "Credentials[" + (user.isEmpty() ? "default" : user) + ", ******]" : "Credentials[none]";
    }
}
