package dev.vedette.config;

/** Why a line or a value cannot be taken. Never leaves this package: it becomes a {@link Problem}. */
final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String valid;

    Fault(String message, String valid) {
        super(message, null, false, false);
        this.valid = valid;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    String valid() {
        return valid;
    }
}
