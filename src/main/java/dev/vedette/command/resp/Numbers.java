package dev.vedette.command.resp;

import java.util.OptionalLong;

/** Numbers as Redis reads them: no blanks, no plus sign, no leading zeros, 64 bits. */
public final class Numbers {
    private static final int LONGEST = 20;

    private Numbers() {}

    public static OptionalLong parse(byte[] bytes) {
        return parse(bytes, 0, bytes.length);
    }

    static OptionalLong parse(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length < 1 || length > LONGEST) {
            return OptionalLong.empty();
        }
        if (length == 1 && bytes[from] == '0') {
            return OptionalLong.of(0);
        }
        boolean negative = bytes[from] == '-';
        int at = negative ? from + 1 : from;
        if (at == to || bytes[at] < '1' || bytes[at] > '9') {
            return OptionalLong.empty();
        }
        // Counted below zero, where there is room for one more than above it.
        long value = 0;
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
                return OptionalLong.empty();
            }
            value = value * 10 - digit;
        }
        if (negative) {
            return OptionalLong.of(value);
        }
        return value == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(-value);
    }
}
