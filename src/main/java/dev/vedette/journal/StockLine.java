package dev.vedette.journal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import dev.vedette.bus.Level;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A line as Redis logs it, so that tools which read it go on working: the process and X for a sentinel, the local date
 * and time, one character for the level, and what is said. Below it the trace of what went wrong, if there is one.
 */
final class StockLine extends LayoutBase<ILoggingEvent> {
    private static final String PROCESS = ProcessHandle.current().pid() + ":X ";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "dd MMM yyyy HH:mm:ss.SSS", Locale.ENGLISH)
            .withZone(ZoneId.systemDefault());

    @Override
    public String doLayout(ILoggingEvent event) {
        String time = TIME.format(Instant.ofEpochMilli(event.getTimeStamp()));
        IThrowableProxy thrown = event.getThrowableProxy();
        return PROCESS + time + " " + mark(event) + " " + event.getFormattedMessage() + System.lineSeparator()
                + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
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
