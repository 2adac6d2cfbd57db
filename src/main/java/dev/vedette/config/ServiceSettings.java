package dev.vedette.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the operator asked of the process as its machine sees it.
 *
 * @param folder where relative paths start: {@code dir}, or where the process was started
 * @param logFile absolute; null is the standard output
 * @param pidFile absolute; null when none was asked for
 * @param sourceAddress where connections to others come from; empty leaves it to the system
 * @param daemonize go to the background, unless somebody supervises
 */
public record ServiceSettings(
        Path folder,
        @Nullable Path logFile,
        @Nullable Path pidFile,
        boolean daemonize,
        Supervision supervision,
        String sourceAddress) {

    /** What Redis writes its pid to when it goes to the background and was not told. */
    public static final Path DEFAULT_PID_FILE = Path.of("/var/run/redis.pid");

    /** Who is told when the process is ready. */
    public enum Supervision {
        NO,
        UPSTART,
        SYSTEMD,
        AUTO
    }
}
