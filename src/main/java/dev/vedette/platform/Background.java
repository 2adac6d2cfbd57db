package dev.vedette.platform;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Going to the background. A JVM cannot fork; it starts the same program once more, in a session of its own and without
 * a terminal, and ends. Redis's caller returns before the port is open; ours waits for it, so that a start that fails
 * is seen to fail.
 *
 * <p>A file that the child removes tells that it is ready. A pipe would be simpler to wait on, and would break when the
 * parent ends.
 */
public final class Background {
    private static final String STARTED = "vedette.background";
    private static final long LOOK_MILLIS = 20;

    private Background() {}

    /** This process was started by {@link #start}. */
    public static boolean isThis() {
        return System.getProperty(STARTED) != null;
    }

    /**
     * Starts this program again with the same JVM. Blocks until it is ready or has ended.
     *
     * @param stdin what it finds on its standard input
     * @return whether it is ready
     * @throws IOException when it could not be started at all, for example without the program {@code setsid}
     */
    public static boolean start(String main, List<String> arguments, String stdin) throws IOException {
        Path mark = Files.createTempFile("vedette", ".starting");
        try {
            List<String> command = new ArrayList<>(List.of(
                    "setsid",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(
                    List.of("-D" + STARTED + "=" + mark, "-cp", System.getProperty("java.class.path", ""), main));
            command.addAll(arguments);
            Process child = new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            try (OutputStream in = child.getOutputStream()) {
                in.write(stdin.getBytes(StandardCharsets.UTF_8));
            }
            while (Files.exists(mark)) {
                if (child.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            Files.deleteIfExists(mark);
        }
    }

    /** Tells whoever started this process that it is ready. */
    public static void ready() {
        String mark = System.getProperty(STARTED);
        if (mark == null) {
            return;
        }
        try {
            Files.deleteIfExists(Path.of(mark));
        } catch (IOException e) {
            throw new IllegalStateException("somebody waits for " + mark + " to go", e);
        }
    }
}
