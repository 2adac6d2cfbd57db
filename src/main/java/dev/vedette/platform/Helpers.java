package dev.vedette.platform;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Small programs of the system that say for us what Java cannot say. Blocks for a second at most. */
public final class Helpers {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private Helpers() {}

    /** Null when the program ended with status 0, else what went wrong. */
    public static @Nullable String run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return "no end within " + PATIENCE.toMillis() + " ms";
            }
            return process.exitValue() == 0 ? null : "exit status " + process.exitValue();
        } catch (IOException e) {
            return Errno.text(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
