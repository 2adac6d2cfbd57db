package dev.vedette.config;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.HostText;
import dev.vedette.model.Limits;
import java.time.Duration;
import java.util.regex.Pattern;

/** Numbers and addresses of a line, taken strictly: Redis reads {@code 5s} as 5 and {@code five} as 0. */
final class Numbers {
    static final String WHOLE_MILLIS =
            "a whole number of milliseconds from 1 to " + Limits.LONGEST_PERIOD.toMillis() + ", for example 5000";
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern UNSIGNED = Pattern.compile("[0-9]{1,20}");

    private Numbers() {}

    static int between(String text, int from, int to, String message, String valid) throws Fault {
        return (int) number(text, from, to, message, valid);
    }

    private static long number(String text, long from, long to, String message, String valid) throws Fault {
        long value = WHOLE.matcher(text).matches() ? Long.parseLong(text) : from - 1;
        if (value < from || value > to) {
            throw new Fault(message, valid);
        }
        return value;
    }

    static int port(String text) throws Fault {
        return between(
                text, 0, Address.MAX_PORT, "Invalid port number.", "a whole number from 0 to " + Address.MAX_PORT);
    }

    static Duration millis(String text) throws Fault {
        return Duration.ofMillis(
                number(text, 1, Limits.LONGEST_PERIOD.toMillis(), "negative or zero time parameter.", WHOLE_MILLIS));
    }

    static Duration millisOrZero(String text) throws Fault {
        return Duration.ofMillis(
                number(text, 0, Limits.LONGEST_PERIOD.toMillis(), "negative time parameter.", "0, or " + WHOLE_MILLIS));
    }

    static Epoch epoch(String text) throws Fault {
        try {
            if (UNSIGNED.matcher(text).matches()) {
                return new Epoch(Long.parseUnsignedLong(text));
            }
        } catch (NumberFormatException e) {
            // Twenty digits can still be too many: the same answer as for letters.
        }
        throw new Fault("Invalid epoch.", "a whole number from 0 to " + Long.toUnsignedString(-1));
    }

    /** @param names host names may stand in the place of IP addresses; whether they resolve shows later */
    static Address address(String host, String port, boolean names) throws Fault {
        int number = port(port);
        return new Address(host(host, names, "Can't resolve instance hostname."), number);
    }

    static String host(String text, boolean names, String message) throws Fault {
        String read = HostText.read(text);
        if (read == null) {
            throw new Fault(
                    message,
                    names
                            ? "an IPv4 or IPv6 address without brackets, or a host name"
                            : "an IPv4 or IPv6 address without brackets");
        }
        if (!names && HostText.isName(read)) {
            throw new Fault(
                    message,
                    "an IPv4 or IPv6 address without brackets; host names only with resolve-hostnames yes"
                            + " (resolveHostnames in JSON)");
        }
        return read;
    }
}
