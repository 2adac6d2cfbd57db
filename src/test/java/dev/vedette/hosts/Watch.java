package dev.vedette.hosts;

import dev.vedette.demo.Child;
import dev.vedette.demo.Resp;
import dev.vedette.demo.SentinelProcess.Make;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sentinel on a host of a {@link Site}. */
final class Watch implements AutoCloseable {
    private static final Duration REPLY = Duration.ofSeconds(4);
    private static final int FAILOVER_TIMEOUT = 10_000;

    private final int number;
    private final Host host;
    private final Path home;
    private final Site.Start start;
    private @Nullable Child child;

    Watch(int number, Host host, Path folder, Site.Plan plan, String master, String known) throws IOException {
        this.number = number;
        this.host = host;
        this.start = plan.start();
        this.home = Files.createDirectories(folder.resolve(name()));
        Files.createDirectories(configuration().getParent());
        Files.writeString(configuration(), """
                port %2$d
                sentinel resolve-hostnames %6$s
                sentinel announce-hostnames %6$s
                sentinel monitor %1$s %3$s %4$d 2
                sentinel down-after-milliseconds %1$s %5$d
                sentinel failover-timeout %1$s %7$d
                %8$s
                """.formatted(
                        Site.MASTER,
                        Site.SENTINEL_PORT,
                        master,
                        Site.NODE_PORT,
                        Site.DOWN_AFTER.toMillis(),
                        plan.nameServer() ? "yes" : "no",
                        FAILOVER_TIMEOUT,
                        plan.nameServer() ? "sentinel announce-ip " + known : ""));
    }

    String name() {
        return "s" + number;
    }

    Host host() {
        return host;
    }

    Path configuration() {
        return home.resolve("disk/sentinel.conf");
    }

    /** Starts it, or starts it again on what it left behind; does not wait for it. */
    void start() throws IOException {
        List<String> usual = Make.vedette(Path.of("").toAbsolutePath()).command(configuration());
        child = Child.start(name(), home, host.command(start.command(number, usual)));
    }

    Child child() {
        Child running = child;
        if (running == null) {
            throw new IllegalStateException(name() + " was never started");
        }
        return running;
    }

    String tail() {
        return child == null ? "" : child.tail();
    }

    Resp connect() throws IOException {
        return Resp.connect(host.at(Site.SENTINEL_PORT), REPLY);
    }

    @Nullable
    Object ask(String... words) throws IOException {
        return Resp.ask(host.at(Site.SENTINEL_PORT), REPLY, words);
    }

    Map<String, String> master() throws IOException {
        return Resp.fields(ask("SENTINEL", "MASTER", Site.MASTER));
    }

    String masterHost() throws IOException {
        return ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Site.MASTER) instanceof List<?> address
                ? String.valueOf(address.get(0))
                : "";
    }

    /** Whether it knows this many replicas and as many other sentinels, and finds nothing wrong. */
    boolean isContent(int others) throws IOException {
        Map<String, String> master = master();
        String count = String.valueOf(others);
        boolean known = count.equals(master.get("num-slaves")) && count.equals(master.get("num-other-sentinels"));
        return known
                && !isTilted()
                && "master".equals(master.get("flags"))
                && all("REPLICAS", "slave")
                && all("SENTINELS", "sentinel");
    }

    /** A process that was starved at its start trusts nothing it saw, for half a minute. */
    boolean isTilted() throws IOException {
        return !"0".equals(Resp.info(ask("INFO", "sentinel")).get("sentinel_tilt"));
    }

    private boolean all(String kind, String flags) throws IOException {
        return ask("SENTINEL", kind, Site.MASTER) instanceof List<?> entries
                && entries.stream()
                        .allMatch(entry -> flags.equals(Resp.fields(entry).get("flags")));
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
        }
    }
}
