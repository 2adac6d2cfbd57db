package dev.vedette.command.resp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits a line that a person typed into words, with the quoting of redis-cli: {@code "a\n\x41"}, {@code 'it\'s'}. */
public final class InlineWords {
    private final byte[] line;
    private final int end;
    private int at;

    private InlineWords(byte[] line, int from, int end) {
        this.line = line;
        this.at = from;
        this.end = end;
    }

    /** The words, possibly none; null when quotes are unbalanced. */
    public static @Nullable List<byte[]> split(byte[] line, int from, int end) {
        return new InlineWords(line, from, end).words();
    }

    private @Nullable List<byte[]> words() {
        List<byte[]> words = new ArrayList<>();
        while (true) {
            while (at < end && isSpace(line[at])) {
                at++;
            }
            if (at == end) {
                return words;
            }
            byte[] word = word();
            if (word == null) {
                return null;
            }
            words.add(word);
        }
    }

    private byte @Nullable [] word() {
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        while (at < end && !isSpace(line[at])) {
            byte next = line[at++];
            if (next == '"' || next == '\'') {
                return quoted(word, next) ? word.toByteArray() : null;
            }
            word.write(next);
        }
        return word.toByteArray();
    }

    /** A closing quote ends the word, so that a blank or the end of the line must follow it. */
    private boolean quoted(ByteArrayOutputStream word, byte quote) {
        while (at < end) {
            byte next = line[at++];
            if (next == quote) {
                return at == end || isSpace(line[at]);
            }
            if (next == '\\' && at < end && (quote == '"' || line[at] == '\'')) {
                word.write(quote == '"' ? escaped() : line[at++]);
            } else {
                word.write(next);
            }
        }
        return false;
    }

    private int escaped() {
        byte code = line[at++];
        if (code == 'x' && at + 1 < end) {
            int high = Character.digit(line[at], 16);
            int low = Character.digit(line[at + 1], 16);
            if (high >= 0 && low >= 0) {
                at += 2;
                return high * 16 + low;
            }
        }
        return switch (code) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> code;
        };
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }
}
