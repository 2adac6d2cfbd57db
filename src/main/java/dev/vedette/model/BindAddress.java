package dev.vedette.model;

/**
 * An address to listen on, as {@code bind} of redis.conf says it.
 *
 * @param host an IP address; {@code 0.0.0.0} and {@code ::} for all
 * @param optional whether it may be missing on this machine
 */
public record BindAddress(String host, boolean optional) {
    private static final String MINUS = "-";

    /**
     * @param text a leading minus allows the address to be missing, {@code *} is all of IPv4, {@code ::*} all of IPv6
     */
    public static BindAddress of(String text) {
        boolean optional = text.startsWith(MINUS);
        String host = optional ? text.substring(MINUS.length()) : text;
        return new BindAddress(
                switch (host) {
                    case "*" -> "0.0.0.0";
                    case "::*" -> "::";
                    default -> host;
                },
                optional);
    }

    /** Whether nobody but this machine can connect to it. */
    public boolean isLoopback() {
        return host.startsWith("127.") || host.equals("::1");
    }
}
