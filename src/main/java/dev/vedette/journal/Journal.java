package dev.vedette.journal;

import ch.qos.logback.classic.LoggerContext;
import dev.vedette.bus.Level;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log itself. Lines that are no events, before the first verticle and after the last, are written here directly.
 */
public final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger("vedette");

    private Journal() {}

    /** Writes to the end of a file from here on; null is the standard output. */
    public static void to(@Nullable Path file) {
        LogSink.to(file);
    }

    /** Hides what is below {@code level}; null hides everything. */
    public static void show(@Nullable Level level) {
        if (LOG instanceof ch.qos.logback.classic.Logger logger) {
            logger.setLevel(levelOf(level));
        }
    }

    private static ch.qos.logback.classic.Level levelOf(@Nullable Level level) {
        if (level == null) {
            return ch.qos.logback.classic.Level.OFF;
        }
        return switch (level) {
            case DEBUG -> ch.qos.logback.classic.Level.TRACE;
            case VERBOSE -> ch.qos.logback.classic.Level.DEBUG;
            case NOTICE -> ch.qos.logback.classic.Level.INFO;
            case WARNING -> ch.qos.logback.classic.Level.WARN;
        };
    }

    /** Writes one line. What a peer or a server said is in it, so nothing in it may start a line of its own. */
    public static void write(Level level, String text) {
        String line = printable(text);
        switch (level) {
            case DEBUG -> LOG.trace(line);
            case VERBOSE -> LOG.debug(line);
            case NOTICE -> LOG.info(line);
            case WARNING -> LOG.warn(line);
        }
    }

    /** Waits until everything is written that was given to us; nothing can be written afterwards. */
    public static void flush() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }

    static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.chars().forEach(c -> clean.append(Character.isISOControl(c) ? ' ' : (char) c));
        return clean.toString();
    }
}
