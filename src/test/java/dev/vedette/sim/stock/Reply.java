package dev.vedette.sim.stock;

import java.util.List;

/** What a server said, in RESP2. */
record Reply(Type type, String text, long number, List<Reply> elements) {
    enum Type {
        STATUS,
        ERROR,
        INTEGER,
        BULK,
        NIL,
        ARRAY
    }

    static Reply text(Type type, String text) {
        return new Reply(type, text, 0, List.of());
    }

    static Reply integer(long number) {
        return new Reply(Type.INTEGER, "", number, List.of());
    }

    static Reply array(List<Reply> elements) {
        return new Reply(Type.ARRAY, "", 0, List.copyOf(elements));
    }

    boolean is(Type wanted) {
        return type == wanted;
    }
}
