package dev.vedette.hosts;

import dev.vedette.demo.Await;
import dev.vedette.demo.Child;
import dev.vedette.demo.Resp;
import dev.vedette.interop.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Three hosts, on each a data node and a sentinel, as most deployments are. The data node of the first host is the
 * master at the start; all others follow it. Closing it ends everything and removes every trace.
 */
final class Site implements AutoCloseable {
    static final String MASTER = "mymaster";
    static final int NODE_PORT = 6_379;
    static final int SENTINEL_PORT = 26_379;
    static final Duration DOWN_AFTER = Duration.ofSeconds(2);
    /** An election that fails takes ten seconds, and the next one begins twice failover-timeout after it. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration REPLY = Duration.ofSeconds(4);
    private static final int HOSTS = 3;

    private final Plan plan;
    private final Lan lan;
    private final Path folder;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Watch> watches = new ArrayList<>();
    private final Witness witness = new Witness();

    /**
     * What is different from the simplest site.
     *
     * @param maxLag seconds after which a master that nobody copies takes no writes; 0 for never
     * @param farCables whether cables can be made slow
     * @param nameServer whether everybody is known by a name, which the test looks up
     * @param start what starts a sentinel, when it is not the usual command
     */
    record Plan(int maxLag, boolean farCables, boolean nameServer, Start start) {
        Plan() {
            this(0, false, false, (number, command) -> command);
        }

        Plan withMaxLag(int seconds) {
            return new Plan(seconds, farCables, nameServer, start);
        }

        Plan withFarCables() {
            return new Plan(maxLag, true, nameServer, start);
        }

        Plan withNames() {
            return new Plan(maxLag, farCables, true, start);
        }

        Plan startedBy(Start other) {
            return new Plan(maxLag, farCables, nameServer, other);
        }
    }

    /** Changes the command that starts a sentinel. */
    @FunctionalInterface
    interface Start {
        List<String> command(int number, List<String> usual);
    }

    private Site(Plan plan, Lan lan, Path folder) {
        this.plan = plan;
        this.lan = lan;
        this.folder = folder;
    }

    static Site begin(Plan plan) throws IOException {
        return begin(plan, (lan, folder) -> {});
    }

    /** @param beforeNodes what to do when the hosts are there, and before anything starts on them */
    static Site begin(Plan plan, Prepare beforeNodes) throws IOException {
        Site site = new Site(plan, Lan.make(), Files.createTempDirectory("vedette-hosts-"));
        try {
            site.start(beforeNodes);
            return site;
        } catch (IOException | RuntimeException | Error e) {
            site.close();
            throw e;
        }
    }

    /** Something to do on the network before the first process starts. */
    @FunctionalInterface
    interface Prepare {
        void on(Lan lan, Path folder) throws IOException;
    }

    private void start(Prepare beforeNodes) throws IOException {
        for (int i = 1; i <= HOSTS; i++) {
            Host host = plan.farCables() ? lan.farHost("h" + i) : lan.host("h" + i);
            if (plan.nameServer()) {
                host.resolver(lan.observer());
            }
        }
        beforeNodes.on(lan, folder);
        String master = known(lan.hosts().get(0), "n1");
        for (int i = 1; i <= HOSTS; i++) {
            Host host = lan.hosts().get(i - 1);
            nodes.add(new Node("n" + i, host, folder, plan, i == 1 ? "" : master, known(host, "n" + i)));
            nodes.get(i - 1).start();
        }
        for (int i = 1; i <= HOSTS; i++) {
            Host host = lan.hosts().get(i - 1);
            watches.add(new Watch(i, host, folder, plan, master, known(host, "s" + i)));
            watches.get(i - 1).start();
        }
        for (Watch watch : watches) {
            await(watch.name() + " answers", () -> "PONG".equals(watch.ask("PING")));
        }
        awaitContent();
        witness.begin(watches, nodes);
    }

    private String known(Host host, String name) {
        return plan.nameServer() ? name + ".hosts.test" : host.ip();
    }

    /** A data node. */
    static final class Node {
        private final String name;
        private final Host host;
        private final Path home;
        private Child child;

        Node(String name, Host host, Path folder, Plan plan, String master, String known) throws IOException {
            this.name = name;
            this.host = host;
            this.home = Files.createDirectories(folder.resolve(name));
            Files.writeString(home.resolve("redis.conf"), """
                    port %d
                    bind 0.0.0.0
                    protected-mode no
                    dir "%s"
                    save ""
                    appendonly no
                    repl-diskless-sync yes
                    repl-diskless-sync-delay 0
                    repl-diskless-load swapdb
                    repl-ping-replica-period 1
                    repl-timeout 8
                    min-replicas-to-write %d
                    min-replicas-max-lag %d
                    %s
                    %s
                    """.formatted(
                            NODE_PORT,
                            home,
                            plan.maxLag() == 0 ? 0 : 1,
                            plan.maxLag() == 0 ? 10 : plan.maxLag(),
                            plan.nameServer() ? "replica-announce-ip " + known : "",
                            master.isEmpty() ? "" : "replicaof " + master + " " + NODE_PORT));
        }

        String name() {
            return name;
        }

        void start() throws IOException {
            child = Child.start(name, home, host.command(List.of(Machine.redis().toString(), home + "/redis.conf")));
            Await.until(PATIENCE, name + " answers", () -> "PONG".equals(ask("PING")), child::tail);
        }

        void kill() {
            child.kill();
        }

        Host host() {
            return host;
        }

        Object ask(String... words) throws IOException {
            return Resp.ask(host.at(NODE_PORT), REPLY, words);
        }

        /** What it has said since it was started last. */
        String log() throws IOException {
            return Files.readString(child.log());
        }

        boolean isMaster() throws IOException {
            return "master".equals(Resp.info(ask("INFO", "replication")).get("role"));
        }

        boolean follows(Node master) throws IOException {
            Map<String, String> info = Resp.info(ask("INFO", "replication"));
            return "slave".equals(info.get("role"))
                    && "up".equals(info.get("master_link_status"))
                    && !"1".equals(info.get("master_sync_in_progress"))
                    && (master.host.ip().equals(info.get("master_host"))
                            || (master.name + ".hosts.test").equals(info.get("master_host")));
        }
    }

    private Site awaitContent() {
        await("every sentinel knows everybody, and finds nothing wrong", () -> {
            for (Watch watch : watches) {
                if (!watch.isContent(HOSTS - 1)) {
                    return false;
                }
            }
            return true;
        });
        return this;
    }

    /** Until all are content with one master, whom all other data nodes follow; returns it. */
    Node awaitPeace() throws IOException {
        awaitContent();
        await("one master, and all others follow it", () -> {
            Node master = master();
            for (Node node : nodes) {
                if (node == master ? !node.isMaster() : !node.follows(master)) {
                    return false;
                }
            }
            return watches.stream().allMatch(watch -> named(watch) == master);
        });
        return master();
    }

    /** Whom the first sentinel names. */
    Node master() {
        return named(watches.get(0));
    }

    /** Whom this sentinel names. */
    Node named(Watch watch) {
        try {
            String address = watch.masterHost();
            return nodes.stream()
                    .filter(node -> node.host.ip().equals(address) || (node.name + ".hosts.test").equals(address))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("a data node of ours is not at " + address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Lan lan() {
        return lan;
    }

    Host host(int number) {
        return lan.hosts().get(number - 1);
    }

    Node node(int number) {
        return nodes.get(number - 1);
    }

    Watch watch(int number) {
        return watches.get(number - 1);
    }

    List<Watch> watches() {
        return List.copyOf(watches);
    }

    Path folder() {
        return folder;
    }

    Witness witness() {
        return witness;
    }

    /** How long after a moment somebody said this; an event may take longer to get here than an answer. */
    Duration awaitEvent(long since, String event) {
        await(event, () -> witness.sinceUntil(since, event) != null);
        return Objects.requireNonNull(witness.sinceUntil(since, event));
    }

    void await(String what, Await.Condition condition) {
        Await.until(PATIENCE, what, condition, this::evidence);
    }

    /** Nothing to be waited for: a time in which something must not happen. */
    void quiet(Duration time, String what, Predicate<Witness> holds) {
        long end = System.nanoTime() + time.toNanos();
        Await.until(
                time.plus(PATIENCE),
                what,
                () -> {
                    if (!holds.test(witness)) {
                        throw new AssertionError("did not stay so: " + what + "\n" + evidence());
                    }
                    return System.nanoTime() > end;
                },
                this::evidence);
    }

    String evidence() {
        StringBuilder text = new StringBuilder(witness.story());
        watches.forEach(watch -> text.append(watch.tail()));
        nodes.stream().filter(node -> node.child != null).forEach(node -> text.append(node.child.tail()));
        return text.toString();
    }

    private void unmount() {
        try {
            Shell.run("for disk in " + folder + "/s*/disk; do umount $disk 2>/dev/null || true; done");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        witness.close();
        watches.forEach(Watch::close);
        nodes.stream().filter(node -> node.child != null).forEach(node -> node.child.close());
        lan.close();
        unmount();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // A folder for temporary files is left; the processes are gone, and that matters.
        }
    }
}
