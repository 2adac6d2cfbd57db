package dev.vedette.journal;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.vedette.bus.Level;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What every line of Redis's log begins with, so that tools which read it go on working: the process and X for a
 * sentinel, the local date and time, one character for the level. Named in {@code logback.xml}.
 */
public final class StockPrefix extends ClassicConverter {
    private static final String PROCESS = ProcessHandle.current().pid() + ":X ";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "dd MMM yyyy HH:mm:ss.SSS", Locale.ENGLISH)
            .withZone(ZoneId.systemDefault());

    @Override
    public String convert(ILoggingEvent event) {
        return PROCESS + TIME.format(Instant.ofEpochMilli(event.getTimeStamp())) + " " + mark(event);
    }

    private static char mark(ILoggingEvent event) {
        return switch (event.getLevel().toInt()) {
            case ch.qos.logback.classic.Level.ERROR_INT, ch.qos.logback.classic.Level.WARN_INT -> Level.WARNING.mark();
            case ch.qos.logback.classic.Level.INFO_INT -> Level.NOTICE.mark();
            case ch.qos.logback.classic.Level.DEBUG_INT -> Level.VERBOSE.mark();
            default -> Level.DEBUG.mark();
        };
    }
}
