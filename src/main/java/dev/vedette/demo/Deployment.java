package dev.vedette.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A master, its replicas and the sentinels that watch them: real processes on this machine, in one temporary folder.
 * Closing it ends them all and removes the folder, also when it could not be started completely.
 */
public final class Deployment implements AutoCloseable {
    /** The name by which the sentinels know the master. */
    public static final String MASTER = "mymaster";

    private static final Duration DISCOVERY = Duration.ofSeconds(40);
    private static final Duration SYNC = Duration.ofSeconds(30);
    private static final int REDIS_PORT = 6_379;
    private static final int SENTINEL_PORT = 26_379;
    private static final int FEED_PORT = 8_379;
    private static final int CLUSTER_PORT = 5_701;

    private final Path folder;
    private final List<RedisProcess> nodes = new ArrayList<>();
    private final List<SentinelProcess> sentinels = new ArrayList<>();

    /**
     * What to start.
     *
     * @param redis a {@code redis-server}
     * @param makes one for each sentinel
     * @param lines further lines of the configuration of every sentinel
     * @param usualPorts whether to take 6379 and 26379 and so on where they are free; people like them, tests do not
     * @param feed whether each sentinel serves its page; for Vedettes alone
     * @param cluster whether the sentinels meet in a cluster; for Vedettes alone
     */
    public record Plan(
            Path redis,
            int replicas,
            List<SentinelProcess.Make> makes,
            int quorum,
            Duration downAfter,
            Duration failoverTimeout,
            boolean usualPorts,
            List<String> lines,
            boolean feed,
            boolean cluster) {
        public Plan {
            makes = List.copyOf(makes);
            lines = List.copyOf(lines);
        }

        public Plan(
                Path redis,
                int replicas,
                List<SentinelProcess.Make> makes,
                int quorum,
                Duration downAfter,
                Duration failoverTimeout,
                boolean usualPorts) {
            this(redis, replicas, makes, quorum, downAfter, failoverTimeout, usualPorts, List.of());
        }

        public Plan(
                Path redis,
                int replicas,
                List<SentinelProcess.Make> makes,
                int quorum,
                Duration downAfter,
                Duration failoverTimeout,
                boolean usualPorts,
                List<String> lines) {
            this(redis, replicas, makes, quorum, downAfter, failoverTimeout, usualPorts, lines, false, false);
        }

        /** The same, and every sentinel serves its page. */
        public Plan withFeed() {
            return new Plan(
                    redis, replicas, makes, quorum, downAfter, failoverTimeout, usualPorts, lines, true, cluster);
        }

        /** The same, and all sentinels meet in a cluster. */
        public Plan withCluster() {
            return new Plan(redis, replicas, makes, quorum, downAfter, failoverTimeout, usualPorts, lines, feed, true);
        }
    }

    private Deployment(Path folder) {
        this.folder = folder;
    }

    /** Starts everything, and returns when all of it answers; see also {@link #awaitDiscovered}. */
    public static Deployment start(Plan plan) throws IOException {
        Deployment deployment = new Deployment(Files.createTempDirectory("vedette-"));
        try {
            deployment.startNodes(plan);
            deployment.startSentinels(plan);
            return deployment;
        } catch (IOException | RuntimeException | Error e) {
            deployment.close();
            throw e;
        }
    }

    private void startNodes(Plan plan) throws IOException {
        int masterPort = port(plan, REDIS_PORT);
        nodes.add(RedisProcess.start("r1", masterPort, 0, folder, plan.redis()));
        for (int i = 1; i <= plan.replicas(); i++) {
            int port = port(plan, REDIS_PORT + i);
            nodes.add(RedisProcess.start("r" + (i + 1), port, masterPort, folder, plan.redis()));
        }
        for (RedisProcess replica : nodes.subList(1, nodes.size())) {
            Await.until(
                    SYNC, replica.name() + " has copied the master", () -> replica.follows(masterPort), this::evidence);
        }
    }

    private void startSentinels(Plan plan) throws IOException {
        List<Integer> clusterPorts = new ArrayList<>();
        for (int i = 0; plan.cluster() && i < plan.makes().size(); i++) {
            clusterPorts.add(port(plan, CLUSTER_PORT + i));
        }
        for (int i = 0; i < plan.makes().size(); i++) {
            int port = port(plan, SENTINEL_PORT + i);
            SentinelProcess.Make make = plan.makes().get(i);
            int feed = plan.feed() ? port(plan, FEED_PORT + i) : 0;
            String text = configuration(plan, port, i + 1)
                    + (feed == 0 ? "" : "feed-port " + feed + "\n")
                    + (plan.cluster() ? clusterLines(clusterPorts, i) : "");
            SentinelProcess sentinel = new SentinelProcess("s" + (i + 1), port, feed, folder, make, text);
            sentinels.add(sentinel);
            sentinel.start();
        }
        sentinels.forEach(SentinelProcess::awaitReady);
    }

    private static String clusterLines(List<Integer> ports, int i) {
        StringBuilder members = new StringBuilder();
        ports.forEach(port -> members.append(" 127.0.0.1:").append(port));
        return """
                vedette-cluster-enabled yes
                vedette-cluster-name vedette-%1$d
                vedette-cluster-port %2$d
                vedette-cluster-bus-port %3$d
                vedette-cluster-secret a-secret-of-%1$d-and-no-other
                vedette-cluster-members%4$s
                """.formatted(ports.get(0), ports.get(i), Ports.free(), members);
    }

    private String configuration(Plan plan, int port, int number) {
        return """
                port %2$d
                bind 127.0.0.1
                dir "%6$s"
                sentinel monitor %1$s 127.0.0.1 %3$d %4$d
                sentinel down-after-milliseconds %1$s %5$d
                sentinel failover-timeout %1$s %7$d
                sentinel parallel-syncs %1$s 1
                %8$s
                """.formatted(
                        MASTER,
                        port,
                        nodes.get(0).port(),
                        plan.quorum(),
                        plan.downAfter().toMillis(),
                        folder.resolve("s" + number),
                        plan.failoverTimeout().toMillis(),
                        String.join("\n", plan.lines()));
    }

    private static int port(Plan plan, int usual) {
        return plan.usualPorts() ? Ports.preferably(usual) : Ports.free();
    }

    public Path folder() {
        return folder;
    }

    /** All data nodes; the first one was the master at the start. */
    public List<RedisProcess> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    public List<SentinelProcess> sentinels() {
        return Collections.unmodifiableList(sentinels);
    }

    public RedisProcess node(int port) {
        return nodes.stream()
                .filter(node -> node.port() == port)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no data node of ours has port " + port));
    }

    /** Until every sentinel knows every replica and every other sentinel, and finds nothing wrong. */
    public Duration awaitDiscovered() {
        return awaitDiscovered(nodes.get(0).port(), DISCOVERY);
    }

    public Duration awaitDiscovered(int masterPort, Duration timeout) {
        return Await.until(
                timeout,
                "every sentinel knows the master on port " + masterPort + ", its replicas and the other sentinels",
                () -> {
                    for (SentinelProcess sentinel : sentinels) {
                        if (!knowsAll(sentinel, masterPort)) {
                            return false;
                        }
                    }
                    return true;
                },
                this::evidence);
    }

    private boolean knowsAll(SentinelProcess sentinel, int masterPort) throws IOException {
        Map<String, String> master = sentinel.master();
        boolean counts = String.valueOf(nodes.size() - 1).equals(master.get("num-slaves"))
                && String.valueOf(sentinels.size() - 1).equals(master.get("num-other-sentinels"));
        boolean healthy = "master".equals(master.get("flags"))
                && String.valueOf(masterPort).equals(master.get("port"));
        return counts
                && healthy
                && sentinel.replicas().stream().allMatch(Deployment::isUsable)
                && sentinel.peers().stream().allMatch(Deployment::isHeard)
                && !sentinel.isTilted();
    }

    /** @param replica as a sentinel lists it */
    public static boolean isUsable(Map<String, String> replica) {
        return "slave".equals(replica.get("flags")) && "ok".equals(replica.get("master-link-status"));
    }

    /** Not only heard of: it can be asked. What it last said of the master is no matter here. */
    private static boolean isHeard(Map<String, String> peer) {
        List<String> flags = List.of(String.valueOf(peer.get("flags")).split(","));
        return !flags.contains("s_down") && !flags.contains("disconnected");
    }

    /** Until every sentinel sends clients to one and the same node, another one than {@code old}; returns its port. */
    public int awaitOtherMaster(int old, Duration timeout) throws IOException {
        Await.until(
                timeout,
                "every sentinel names the same master, not the one on port " + old,
                () -> sentinels.get(0).masterPort() != old && agree(),
                this::evidence);
        return sentinels.get(0).masterPort();
    }

    /** Whether all sentinels send clients to the same node. */
    public boolean agree() throws IOException {
        int first = sentinels.get(0).masterPort();
        for (SentinelProcess sentinel : sentinels) {
            if (sentinel.masterPort() != first) {
                return false;
            }
        }
        return first > 0;
    }

    /** What everybody said last. */
    public String evidence() {
        StringBuilder text = new StringBuilder();
        nodes.forEach(node -> text.append(node.child().tail()));
        sentinels.forEach(sentinel -> text.append(sentinel.child().tail()));
        return text.toString();
    }

    @Override
    public void close() {
        sentinels.forEach(SentinelProcess::close);
        nodes.forEach(RedisProcess::close);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // What is left is a folder in the place for temporary files; the processes are gone, and that matters.
        }
    }
}
