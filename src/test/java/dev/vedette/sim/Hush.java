package dev.vedette.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Keeps what worlds log out of the build's output, thread by thread, so that worlds may run beside each other and
 * beside tests that read the log. The trace tells what the sentinels say; what the libraries below them warn of is kept
 * by the world, because it may be a bug of ours.
 */
final class Hush extends TurboFilter {
    private static final ThreadLocal<@Nullable World> RUNNING = new ThreadLocal<>();

    private static final Hush INSTANCE = new Hush();

    private Hush() {}

    /** The log may have been set up anew since the last world. */
    static void install() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
            log.getTurboFilterList().addIfAbsent(INSTANCE);
        }
    }

    /** What this thread logs from now on, it logs as part of this world; null for none. */
    static void running(@Nullable World world) {
        if (world == null) {
            RUNNING.remove();
        } else {
            RUNNING.set(world);
        }
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] params, Throwable failure) {
        World world = RUNNING.get();
        if (world == null) {
            return FilterReply.NEUTRAL;
        }
        if (format != null
                && level.isGreaterOrEqual(Level.WARN)
                && !logger.getName().equals("vedette")) {
            String text = MessageFormatter.basicArrayFormat(format, params);
            world.warned(logger.getName() + ": " + text + (failure == null ? "" : " (" + failure + ")"));
        }
        return FilterReply.DENY;
    }
}
