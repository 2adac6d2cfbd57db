package dev.vedette.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real data node in a folder of its own, without persistence. It has a configuration file, because sentinels ask it
 * to write its new role there; a restart therefore comes back with the role it had when it died.
 */
public final class RedisProcess implements AutoCloseable {
    private static final Duration REPLY = Duration.ofSeconds(5);
    private static final Duration START = Duration.ofSeconds(20);

    private final String name;
    private final int port;
    private final Path folder;
    private final Path binary;
    private @Nullable Child child;

    private RedisProcess(String name, int port, Path folder, Path binary) {
        this.name = name;
        this.port = port;
        this.folder = folder;
        this.binary = binary;
    }

    /**
     * Starts one, and returns when it answers.
     *
     * @param masterPort whom it follows, or 0
     */
    public static RedisProcess start(String name, int port, int masterPort, Path parent, Path binary)
            throws IOException {
        Path folder = Files.createDirectories(parent.resolve(name));
        Files.writeString(
                folder.resolve("redis.conf"),
                """
                port %d
                bind 127.0.0.1
                dir "%s"
                save ""
                appendonly no
                repl-diskless-sync yes
                repl-diskless-sync-delay 0
                repl-diskless-load swapdb
                """.formatted(port, folder) + (masterPort == 0 ? "" : "replicaof 127.0.0.1 " + masterPort + "\n"));
        RedisProcess node = new RedisProcess(name, port, folder, binary);
        node.start();
        return node;
    }

    /** Starts it again, with the role that its file says. */
    public void start() throws IOException {
        Child started = Child.start(
                name,
                folder,
                List.of(binary.toString(), folder.resolve("redis.conf").toString()));
        child = started;
        try {
            Await.until(START, name + " answers on port " + port, () -> isReady(started), started::tail);
        } catch (AssertionError | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private boolean isReady(Child started) throws IOException {
        if (!started.isAlive()) {
            throw new AssertionError(name + " ended instead of answering on port " + port + "\n" + started.tail());
        }
        return "PONG".equals(Resp.ask(port, REPLY, "PING"));
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    public Child child() {
        Child running = child;
        if (running == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return running;
    }

    public @Nullable Object ask(String... words) throws IOException {
        return Resp.ask(port, REPLY, words);
    }

    public Map<String, String> info(String section) throws IOException {
        return Resp.info(ask("INFO", section));
    }

    public boolean isMaster() throws IOException {
        return "master".equals(info("replication").get("role"));
    }

    /** Whether it replicates from there, with the link up and nothing left to load. */
    public boolean follows(int masterPort) throws IOException {
        Map<String, String> info = info("replication");
        return "slave".equals(info.get("role"))
                && String.valueOf(masterPort).equals(info.get("master_port"))
                && "up".equals(info.get("master_link_status"));
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
        }
    }
}
