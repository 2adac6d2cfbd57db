package dev.vedette.feed;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Times of day as they are shown: UTC, with milliseconds, always of the same length. */
final class Times {
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Times() {}

    static String text(Instant at) {
        return MILLIS.format(at);
    }
}
