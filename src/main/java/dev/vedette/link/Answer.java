package dev.vedette.link;

import java.util.List;

/** One reply in RESP2, as it came and before anybody asks what it means. */
sealed interface Answer {
    record Status(String text) implements Answer {}

    /** An error reply, without its minus sign. */
    record Failure(String text) implements Answer {}

    record Number(long value) implements Answer {}

    /** A bulk string, read as UTF-8. */
    record Text(String text) implements Answer {}

    record Many(List<Answer> items) implements Answer {}

    /** A bulk string or an array of length -1. */
    enum Nil implements Answer {
        NIL
    }
}
