package dev.vedette.sim.redis;

import dev.vedette.command.resp.RespValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes in, replies out: what a client of the older dialect makes of what it hears. */
final class ReplyReader {
    private byte[] bytes = {};
    private int at;

    void feed(byte[] more) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, all, bytes.length, more.length);
        bytes = all;
    }

    /** The next whole reply, or null. */
    @Nullable
    RespValue next() {
        at = 0;
        RespValue value = value();
        if (value != null) {
            bytes = Arrays.copyOfRange(bytes, at, bytes.length);
        }
        return value;
    }

    private @Nullable RespValue value() {
        String line = line();
        if (line == null) {
            return null;
        }
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> new RespValue.Status(rest);
            case '-' -> new RespValue.Failure(rest);
            case ':' -> new RespValue.Number(Long.parseLong(rest));
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> many(Integer.parseInt(rest));
            default -> throw new IllegalStateException("not a reply: " + line);
        };
    }

    private @Nullable String line() {
        for (int i = at; i + 1 < bytes.length; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                String line = Resp.text(Arrays.copyOfRange(bytes, at, i));
                at = i + 2;
                return line;
            }
        }
        return null;
    }

    private @Nullable RespValue bulk(int length) {
        if (length < 0) {
            return RespValue.NULL;
        }
        if (bytes.length < at + length + 2) {
            return null;
        }
        byte[] word = Arrays.copyOfRange(bytes, at, at + length);
        at += length + 2;
        return new RespValue.Bulk(word);
    }

    private @Nullable RespValue many(int count) {
        if (count < 0) {
            return RespValue.NULL_ARRAY;
        }
        List<RespValue> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RespValue item = value();
            if (item == null) {
                return null;
            }
            items.add(item);
        }
        return new RespValue.Many(items);
    }

    /** As people write it: {@code -ERR no}, {@code :5}, {@code [a, b]}, {@code nil}; words as they are. */
    static String text(RespValue value) {
        if (value instanceof RespValue.Status status) {
            return status.text();
        }
        if (value instanceof RespValue.Failure failure) {
            return "-" + failure.text();
        }
        if (value instanceof RespValue.Number number) {
            return ":" + number.value();
        }
        if (value instanceof RespValue.Bulk bulk) {
            return Resp.text(bulk.bytes());
        }
        if (value instanceof RespValue.Many many) {
            return many.items().stream().map(ReplyReader::text).toList().toString();
        }
        return "nil";
    }
}
