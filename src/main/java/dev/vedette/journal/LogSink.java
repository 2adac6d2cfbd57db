package dev.vedette.journal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Where lines end up: on the standard output, or at the end of a file, which is opened anew for each line, as Redis
 * does. So a file that was moved away is begun again without a signal, and one that cannot be written for a while costs
 * its lines and nothing else. Named in {@link LogSetup}.
 */
public final class LogSink extends ConsoleAppender<ILoggingEvent> {
    private static volatile @Nullable Path file;

    static void to(@Nullable Path path) {
        file = path;
    }

    @Override
    protected void subAppend(ILoggingEvent event) {
        Path path = file;
        if (path == null) {
            super.subAppend(event);
            return;
        }
        try {
            Files.write(path, getEncoder().encode(event), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            addError("a line is lost: " + path, e);
        }
    }
}
