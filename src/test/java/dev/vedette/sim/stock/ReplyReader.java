package dev.vedette.sim.stock;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes in, replies out. It starts a reply anew when the rest of it arrives: simple, and fast enough for a model. */
final class ReplyReader {
    private byte[] bytes = {};
    private int at;

    void feed(byte[] more) {
        int before = bytes.length;
        bytes = Arrays.copyOf(bytes, before + more.length);
        System.arraycopy(more, 0, bytes, before, more.length);
    }

    /** The next whole reply, if there is one. */
    @Nullable
    Reply next() {
        at = 0;
        Reply reply = reply();
        if (reply != null) {
            bytes = Arrays.copyOfRange(bytes, at, bytes.length);
        }
        return reply;
    }

    private @Nullable Reply reply() {
        String line = line();
        if (line == null || line.isEmpty()) {
            return null;
        }
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> Reply.text(Reply.Type.STATUS, rest);
            case '-' -> Reply.text(Reply.Type.ERROR, rest);
            case ':' -> Reply.integer(Long.parseLong(rest));
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> array(Integer.parseInt(rest));
            default -> throw new IllegalStateException("not a reply: " + line);
        };
    }

    private @Nullable Reply bulk(int length) {
        if (length < 0) {
            return Reply.text(Reply.Type.NIL, "");
        }
        if (bytes.length < at + length + 2) {
            return null;
        }
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length + 2;
        return Reply.text(Reply.Type.BULK, text);
    }

    private @Nullable Reply array(int length) {
        if (length < 0) {
            return Reply.text(Reply.Type.NIL, "");
        }
        List<Reply> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            Reply element = reply();
            if (element == null) {
                return null;
            }
            elements.add(element);
        }
        return Reply.array(elements);
    }

    private @Nullable String line() {
        for (int end = at; end + 1 < bytes.length; end++) {
            if (bytes[end] == '\r' && bytes[end + 1] == '\n') {
                String line = new String(bytes, at, end - at, StandardCharsets.UTF_8);
                at = end + 2;
                return line;
            }
        }
        return null;
    }
}
