package dev.vedette.journal;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.vedette.bus.Level;

/** The level as Redis's log shows it: one character. Named in {@code logback.xml}. */
public final class LevelMark extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return Character.toString(
                switch (event.getLevel().toInt()) {
                    case ch.qos.logback.classic.Level.ERROR_INT, ch.qos.logback.classic.Level.WARN_INT ->
                        Level.WARNING.mark();
                    case ch.qos.logback.classic.Level.INFO_INT -> Level.NOTICE.mark();
                    case ch.qos.logback.classic.Level.DEBUG_INT -> Level.VERBOSE.mark();
                    default -> Level.DEBUG.mark();
                });
    }
}
