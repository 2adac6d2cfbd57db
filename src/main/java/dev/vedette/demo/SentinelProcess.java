package dev.vedette.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sentinel of any make in a folder of its own, started with a {@code sentinel.conf} that it may rewrite. */
public final class SentinelProcess implements AutoCloseable {
    private static final Duration REPLY = Duration.ofSeconds(5);
    private static final Duration START = Duration.ofSeconds(40);

    private final String name;
    private final int port;
    private final int feedPort;
    private final Path folder;
    private Make make;
    private @Nullable Child child;

    /** A kind of sentinel: the command line that starts one in the foreground. */
    @FunctionalInterface
    public interface Make {
        List<String> command(Path configuration);

        /** The sentinel that comes with Redis: the same program, started differently. */
        static Make stock(Path redis) {
            return configuration -> List.of(redis.toString(), configuration.toString(), "--sentinel");
        }

        /** Vedette as its users start it. The script must not build: several start at the same time. */
        static Make vedette(Path project) {
            return configuration -> List.of(
                    "env",
                    "VEDETTE_BUILD=no",
                    "bash",
                    project.resolve("scripts/vedette").toString(),
                    configuration.toString());
        }
    }

    SentinelProcess(String name, int port, int feedPort, Path parent, Make make, String configuration)
            throws IOException {
        this.name = name;
        this.port = port;
        this.feedPort = feedPort;
        this.folder = Files.createDirectories(parent.resolve(name));
        this.make = make;
        Files.writeString(configuration(), configuration);
    }

    /** Starts it, or starts it again on what it left behind; does not wait for it. */
    public void start() throws IOException {
        child = Child.start(name, folder, make.command(configuration()));
    }

    /** Starts it again on what it left behind, as another program. */
    public void startAs(Make other) throws IOException {
        make = other;
        start();
    }

    public void awaitReady() {
        Child started = child();
        Await.until(START, name + " answers on port " + port, () -> isReady(started), started::tail);
    }

    private boolean isReady(Child started) throws IOException {
        if (!started.isAlive()) {
            throw new AssertionError(name + " ended instead of answering on port " + port + "\n" + started.tail());
        }
        return "PONG".equals(ask("PING"));
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    /** Where its page is; 0 when it has none. */
    public int feedPort() {
        return feedPort;
    }

    public Path configuration() {
        return folder.resolve("sentinel.conf");
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

    public String id() throws IOException {
        return String.valueOf(ask("SENTINEL", "MYID"));
    }

    /** The port that clients are sent to. */
    public int masterPort() throws IOException {
        Object reply = ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Deployment.MASTER);
        return reply instanceof List<?> address ? Integer.parseInt(String.valueOf(address.get(1))) : -1;
    }

    public Map<String, String> master() throws IOException {
        return Resp.fields(ask("SENTINEL", "MASTER", Deployment.MASTER));
    }

    public List<Map<String, String>> replicas() throws IOException {
        return list("REPLICAS");
    }

    /** The other sentinels that it knows. */
    public List<Map<String, String>> peers() throws IOException {
        return list("SENTINELS");
    }

    private List<Map<String, String>> list(String what) throws IOException {
        List<Map<String, String>> all = new ArrayList<>();
        if (ask("SENTINEL", what, Deployment.MASTER) instanceof List<?> entries) {
            entries.forEach(entry -> all.add(Resp.fields(entry)));
        }
        return all;
    }

    /** Whether it distrusts its own clock, and only looks on for a while. */
    public boolean isTilted() throws IOException {
        return !"0".equals(Resp.info(ask("INFO", "sentinel")).get("sentinel_tilt"));
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
        }
    }
}
