package dev.vedette.hosts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Runs what the machine's own programs do best. */
final class Shell {
    private static final int PATIENCE_SECONDS = 60;
    private static final int MINUTES = 600;

    private Shell() {}

    /** What it printed; a script that fails at any line is an error with everything that it said. */
    static String run(String script) throws IOException {
        return run(script, PATIENCE_SECONDS);
    }

    /** The same for what takes minutes. */
    static void patiently(String script) throws IOException {
        run(script, MINUTES);
    }

    private static String run(String script, int seconds) throws IOException {
        Process process = new ProcessBuilder("bash", "-euc", script)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(script.strip() + "\n" + said.strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return said;
    }
}
