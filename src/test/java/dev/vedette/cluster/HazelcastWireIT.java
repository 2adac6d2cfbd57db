package dev.vedette.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.vedette.demo.Await;
import dev.vedette.demo.Ports;
import dev.vedette.model.Address;
import dev.vedette.model.ClusterSettings;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two nodes of a real cluster in one process: they hear each other, and Hazelcast may die under them. */
class HazelcastWireIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A node that says hello each second. */
    private static final class Node implements AutoCloseable {
        private final Vertx vertx = Vertx.vertx();
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final List<String> log = new CopyOnWriteArrayList<>();
        private final Membership membership;

        Node(String name, int port, int other) {
            // Two runs of this test on one machine must not meet.
            String cluster = "it-" + Math.min(port, other) + "-" + Math.max(port, other);
            ClusterSettings settings = new ClusterSettings(
                    true, cluster, "127.0.0.1", port, Ports.free(), List.of(at(port), at(other)), "");
            membership = new Membership(vertx, new HazelcastWire(settings), heard::add, (level, text) -> log.add(text));
            vertx.runOnContext(go -> {
                membership.open();
                vertx.setPeriodic(200, id -> {
                    membership.look();
                    membership.say("hello of " + name);
                });
            });
        }

        private static Address at(int port) {
            return new Address("127.0.0.1", port);
        }

        void awaitHeard(String text) {
            Await.until(PATIENCE, text, () -> heard.contains(text), () -> log + " " + heard);
        }

        void awaitLog(String text) {
            Await.until(PATIENCE, text, () -> hasLogged(text), () -> log + " " + heard);
        }

        boolean hasLogged(String text) {
            return log.stream().anyMatch(line -> line.contains(text));
        }

        @Override
        public void close() throws Exception {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            vertx.runOnContext(go ->
                    membership.close().onComplete(done -> vertx.close().onComplete(end -> closed.complete(null))));
            closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void hearEachOtherAndComeBackAfterHazelcastDied() throws Exception {
        int one = Ports.free();
        int two = Ports.free();
        try (ServerSocket squatter = new ServerSocket(one, 1, InetAddress.getByName("127.0.0.1"));
                Node a = new Node("a", one, two)) {
            a.awaitLog("cannot join");
            assertTrue(a.log.toString().contains("in use"), a.log.toString());
            squatter.close();
            try (Node b = new Node("b", two, one)) {
                a.awaitHeard("hello of b");
                b.awaitHeard("hello of a");
                kill(a, one);
                a.heard.clear();
                b.heard.clear();
                a.awaitHeard("hello of b");
                b.awaitHeard("hello of a");
            }
        }
    }

    /**
     * Once may be too early: two nodes that start together may begin a cluster each, and one of them leaves by itself
     * when they meet, and joins again.
     */
    private static void kill(Node node, int port) {
        Await.until(
                PATIENCE,
                "Hazelcast dies under a node that has joined",
                () -> {
                    if (node.hasLogged("left, and will join again: Hazelcast has ended")) {
                        return true;
                    }
                    if (node.heard.contains("hello of b")) {
                        node.heard.clear();
                        terminate(port);
                    }
                    return false;
                },
                () -> node.log + " " + node.heard);
    }

    private static void terminate(int port) {
        for (HazelcastInstance instance : new ArrayList<>(Hazelcast.getAllHazelcastInstances())) {
            if (instance.getConfig().getNetworkConfig().getPort() == port) {
                instance.getLifecycleService().terminate();
            }
        }
    }
}
