package dev.vedette.command.resp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * One command as a client sent it: at least one word, each any bytes.
 *
 * <p>A word has two readings. {@link #text} is UTF-8, for names that we look up. {@link #bytes} has one character per
 * byte, for what goes back to the client as it came, whatever it was.
 */
public final class Request {
    private final byte[][] words;

    public Request(List<byte[]> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a request has at least one word");
        }
        this.words = words.toArray(new byte[0][]);
    }

    public static Request of(String... words) {
        return new Request(List.of(words).stream()
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    public int size() {
        return words.length;
    }

    public byte[] raw(int index) {
        return words[index];
    }

    public String text(int index) {
        return new String(words[index], StandardCharsets.UTF_8);
    }

    public String bytes(int index) {
        return new String(words[index], StandardCharsets.ISO_8859_1);
    }

    /** For an error text, where Redis ends a word at its first zero byte. */
    public String echo(int index) {
        String bytes = bytes(index);
        int zero = bytes.indexOf(0);
        return zero < 0 ? bytes : bytes.substring(0, zero);
    }

    public String lower(int index) {
        return bytes(index).toLowerCase(Locale.ROOT);
    }

    public boolean is(int index, String word) {
        return words[index].length == word.length() && bytes(index).equalsIgnoreCase(word);
    }

    @Override
    public String toString() {
        return "Request of " + words.length + " words";
    }
}
