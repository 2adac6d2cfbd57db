package dev.vedette.command.resp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A reply, before it is known in which dialect it is said. */
public sealed interface RespValue {
    RespValue OK = new Status("OK");
    RespValue NULL = Empty.NULL;
    RespValue NULL_ARRAY = Empty.NULL_ARRAY;
    RespValue NOTHING = Empty.NOTHING;

    record Status(String text) implements RespValue {}

    /** @param text code first, without the minus; one character per byte */
    record Failure(String text) implements RespValue {}

    record Bulk(byte[] bytes) implements RespValue {}

    /** Text for people; RESP3 says so, RESP2 sends a bulk string. */
    record Verbatim(String text) implements RespValue {}

    record Number(long value) implements RespValue {}

    /** A fraction, as text; a bulk string in RESP2. */
    record Decimal(String text) implements RespValue {}

    record Many(List<RespValue> items) implements RespValue {
        public Many {
            items = List.copyOf(items);
        }
    }

    /** Like {@link Many}, when the order says nothing. */
    record Unordered(List<RespValue> items) implements RespValue {
        public Unordered {
            items = List.copyOf(items);
        }
    }

    /** Keys and values by turns; flat in RESP2. */
    record Pairs(List<RespValue> keysAndValues) implements RespValue {
        public Pairs {
            keysAndValues = List.copyOf(keysAndValues);
            if (keysAndValues.size() % 2 != 0) {
                throw new IllegalArgumentException("a key without a value");
            }
        }
    }

    /** What was not asked for: a message of a channel. */
    record Push(List<RespValue> items) implements RespValue {
        public Push {
            items = List.copyOf(items);
        }
    }

    /** Several replies to one command, as SUBSCRIBE gives. */
    record Several(List<RespValue> replies) implements RespValue {
        public Several {
            replies = List.copyOf(replies);
        }
    }

    enum Empty implements RespValue {
        NULL,
        NULL_ARRAY,
        /** No byte at all. */
        NOTHING
    }

    static RespValue bulk(String text) {
        return new Bulk(text.getBytes(StandardCharsets.UTF_8));
    }

    static RespValue bulk(long number) {
        return new Bulk(Long.toString(number).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** An ordinary error; {@code text} starts with the code, or with {@code ERR}. */
    static RespValue failure(String text) {
        return new Failure(text);
    }

    static RespValue number(long value) {
        return new Number(value);
    }

    static RespValue many(RespValue... items) {
        return new Many(List.of(items));
    }

    static RespValue bulks(Iterable<String> texts) {
        List<RespValue> items = new ArrayList<>();
        texts.forEach(text -> items.add(bulk(text)));
        return new Many(items);
    }

    static RespValue statuses(Iterable<String> texts) {
        List<RespValue> items = new ArrayList<>();
        texts.forEach(text -> items.add(new Status(text)));
        return new Many(items);
    }
}
