package dev.vedette.model;

import org.jspecify.annotations.Nullable;

/**
 * Tells host names from IP addresses, and both from what is neither. What looks like a mistyped IP address (digits and
 * dots alone) is neither: a resolver takes {@code 127.1} for an address, and another program for another one.
 */
public final class HostText {
    /** The longest name that DNS knows, and beyond which Redis cuts. */
    public static final int MAX_LENGTH = 253;

    private HostText() {}

    /** The usual form of an IP address, a host name as it was given, or null when {@code text} is neither. */
    public static @Nullable String read(String text) {
        String ip = IpText.canonical(text);
        return ip != null ? ip : isName(text) ? text : null;
    }

    /** Whether it can be the name of a host, which is not to say that there is one. */
    public static boolean isName(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH || text.charAt(0) == '-') {
            return false;
        }
        boolean onlyDigits = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean digit = c >= '0' && c <= '9';
            if (!letter && !digit && c != '-' && c != '_' && c != '.') {
                return false;
            }
            onlyDigits &= digit || c == '.';
        }
        return !onlyDigits;
    }
}
