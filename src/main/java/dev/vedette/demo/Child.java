package dev.vedette.demo;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process that we started, and that we alone may hurt and end. Its output goes to a file. Signals are sent by the
 * shell, because Java knows two of them and a machine without {@code procps} has no program for the others.
 */
public final class Child implements AutoCloseable {
    private static final int TAIL_LINES = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Set<Process> LIVING = ConcurrentHashMap.newKeySet();

    static {
        // Whatever ends this JVM, short of SIGKILL, ends its children too.
        Thread reaper = new Thread(() -> LIVING.forEach(Process::destroyForcibly), "end children");
        Runtime.getRuntime().addShutdownHook(reaper);
    }

    private final String name;
    private final Path log;
    private final Process process;

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** Starts {@code command} in {@code folder}, with its output appended to {@code <name>.log} there. */
    public static Child start(String name, Path folder, List<String> command) throws IOException {
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        LIVING.add(process);
        process.onExit().thenAccept(LIVING::remove);
        return new Child(name, log, process);
    }

    public String name() {
        return name;
    }

    public Path log() {
        return log;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: what a crash is to everybody else. Returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        waitFor(PATIENCE);
    }

    /** SIGTERM: returns its exit code, or SIGKILLs it after {@code patience}. */
    public int terminate(Duration patience) {
        process.destroy();
        if (!waitFor(patience)) {
            kill();
        }
        return process.isAlive() ? -1 : process.exitValue();
    }

    /** SIGSTOP: what a hung machine is to everybody else; connections stay open and nothing answers. */
    public void freeze() throws IOException {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() throws IOException {
        signal("CONT");
    }

    /** Whether it ended within {@code patience}. */
    public boolean waitFor(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The last lines of its output, for whoever has to understand what went wrong. */
    public String tail() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            int from = Math.max(0, lines.size() - TAIL_LINES);
            return "---- " + name + (isAlive() ? "" : " (ended)") + "\n"
                    + String.join("\n", lines.subList(from, lines.size())) + "\n";
        } catch (IOException e) {
            return "---- " + name + ": " + e + "\n";
        }
    }

    /** Ends it for certain, a frozen one too. */
    @Override
    public void close() {
        kill();
    }

    private void signal(String which) throws IOException {
        Process kill = new ProcessBuilder("bash", "-c", "kill -" + which + " " + pid())
                .redirectErrorStream(true)
                .start();
        try (InputStream output = kill.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (!said.isEmpty()) {
                throw new IOException("SIG" + which + " to " + name + ": " + said.trim());
            }
        }
    }
}
