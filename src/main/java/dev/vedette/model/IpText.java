package dev.vedette.model;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the text of IP addresses, and never asks a resolver: what is not a literal is not an address.
 *
 * <p>Addresses are compared as text all over the program, so every text that comes from outside is first brought into
 * the one form that Redis prints ({@code inet_ntop}): {@code ::0:1} becomes {@code ::1}. The JDK's own parser was
 * rejected because it takes {@code 127.1} and {@code 010.0.0.1} for addresses, and a name for a question to DNS.
 */
public final class IpText {
    private static final int GROUPS = 8;
    private static final int HEX = 16;
    private static final int BYTE_MASK = 0xff;
    private static final int V4_MAPPED = 0xffff;

    private IpText() {}

    /** The usual form of a literal, or null when {@code text} is none. */
    public static @Nullable String canonical(String text) {
        byte[] bytes = bytes(text);
        return bytes == null ? null : of(bytes);
    }

    /** The 4 or 16 bytes of a literal, or null when {@code text} is none. */
    public static byte @Nullable [] bytes(String text) {
        return text.indexOf(':') >= 0 ? v6(text) : v4(text);
    }

    /** The usual form of 4 or 16 bytes. */
    public static String of(byte[] bytes) {
        return bytes.length == 4 ? dotted(bytes, 0) : grouped(bytes);
    }

    private static byte @Nullable [] v4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            int value = decimalByte(parts[i]);
            if (value < 0) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    /** A leading zero is refused: some programs read it as octal. */
    private static int decimalByte(String part) {
        if (part.isEmpty() || part.length() > 3 || part.length() > 1 && part.charAt(0) == '0') {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value <= BYTE_MASK ? value : -1;
    }

    private static byte @Nullable [] v6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        int[] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        int[] tail = gap < 0 ? new int[0] : groups(text.substring(gap + 2), true);
        if (head == null || tail == null) {
            return null;
        }
        int given = head.length + tail.length;
        if (gap < 0 ? given != GROUPS : given >= GROUPS) {
            return null;
        }
        byte[] bytes = new byte[2 * GROUPS];
        for (int i = 0; i < head.length; i++) {
            put(bytes, i, head[i]);
        }
        for (int i = 0; i < tail.length; i++) {
            put(bytes, GROUPS - tail.length + i, tail[i]);
        }
        return bytes;
    }

    private static void put(byte[] bytes, int group, int value) {
        bytes[2 * group] = (byte) (value >> Byte.SIZE);
        bytes[2 * group + 1] = (byte) value;
    }

    private static int @Nullable [] groups(String text, boolean mayEndInV4) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] parts = text.split(":", -1);
        byte[] v4 = mayEndInV4 ? v4(parts[parts.length - 1]) : null;
        int plain = v4 == null ? parts.length : parts.length - 1;
        int[] groups = new int[v4 == null ? plain : plain + 2];
        for (int i = 0; i < plain; i++) {
            groups[i] = hexGroup(parts[i]);
            if (groups[i] < 0) {
                return null;
            }
        }
        if (v4 != null) {
            groups[plain] = (v4[0] & BYTE_MASK) << Byte.SIZE | v4[1] & BYTE_MASK;
            groups[plain + 1] = (v4[2] & BYTE_MASK) << Byte.SIZE | v4[3] & BYTE_MASK;
        }
        return groups;
    }

    private static int hexGroup(String part) {
        if (part.isEmpty() || part.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, HEX) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * HEX + digit;
        }
        return value;
    }

    private static String dotted(byte[] bytes, int from) {
        return (bytes[from] & BYTE_MASK) + "." + (bytes[from + 1] & BYTE_MASK) + "." + (bytes[from + 2] & BYTE_MASK)
                + "." + (bytes[from + 3] & BYTE_MASK);
    }

    private static String grouped(byte[] bytes) {
        int[] words = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            words[i] = (bytes[2 * i] & BYTE_MASK) << Byte.SIZE | bytes[2 * i + 1] & BYTE_MASK;
        }
        int best = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zeros(words, i);
            if (run > length) {
                best = i;
                length = run;
            }
        }
        if (best == 0 && (length == 6 || length == 5 && words[5] == V4_MAPPED)) {
            return (length == 6 ? "::" : "::ffff:") + dotted(bytes, 12);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == best) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(words[i]));
        }
        return text.toString();
    }

    private static int zeros(int[] words, int from) {
        int end = from;
        while (end < words.length && words[end] == 0) {
            end++;
        }
        return end - from;
    }
}
