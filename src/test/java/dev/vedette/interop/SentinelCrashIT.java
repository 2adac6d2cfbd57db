package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A sentinel is killed with SIGKILL at some moment of a failover, and started again on what it left behind: whatever it
 * was doing, it keeps its identity, its epochs and what it knows, and the deployment ends in one configuration.
 */
class SentinelCrashIT {
    private static final Duration DOWN_AFTER = Duration.ofSeconds(1);
    /** Short, because a leader that dies holds the others up for twice this long. */
    private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration FAILOVER = Duration.ofSeconds(40);

    /** Before anybody notices; around the vote; around the promotion; around the switch. */
    private static final List<Duration> MOMENTS = List.of(
            Duration.ZERO,
            DOWN_AFTER.plusMillis(20),
            DOWN_AFTER.plusMillis(60),
            DOWN_AFTER.plusMillis(100),
            DOWN_AFTER.plusMillis(160));

    @Test
    @Tag("long")
    void aSentinelKilledDuringAFailoverLosesNothing() throws Exception {
        Deployment.Plan plan = new Deployment.Plan(
                Machine.redis(),
                2,
                Collections.nCopies(3, SentinelFlavour.VEDETTE.make()),
                2,
                DOWN_AFTER,
                FAILOVER_TIMEOUT,
                false);
        try (Deployment deployment = Deployment.start(plan)) {
            deployment.awaitDiscovered();
            for (int round = 0; round < MOMENTS.size(); round++) {
                // In the order of their ids, the lowest first: that one leads when nothing happens to it.
                crash(deployment, byId(deployment).get(round == 0 ? 1 : 0), MOMENTS.get(round));
            }
        }
    }

    private static List<SentinelProcess> byId(Deployment deployment) throws IOException {
        List<SentinelProcess> sorted = new ArrayList<>(deployment.sentinels());
        sorted.sort(Comparator.comparing(SentinelCrashIT::id));
        return sorted;
    }

    private static String id(SentinelProcess sentinel) {
        try {
            return sentinel.id();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void crash(Deployment deployment, SentinelProcess victim, Duration moment) throws Exception {
        int oldPort = deployment.sentinels().get(0).masterPort();
        RedisProcess oldMaster = deployment.node(oldPort);
        String id = victim.id();
        long epoch = epoch(victim);

        oldMaster.child().kill();
        // The wait is the test: it chooses the moment of the failover at which the sentinel dies.
        Thread.sleep(moment.toMillis());
        victim.child().kill();
        awaitOthers(deployment, victim, oldPort);

        victim.start();
        victim.awaitReady();
        int newPort = deployment.awaitOtherMaster(oldPort, FAILOVER);
        assertTrue(deployment.node(newPort).isMaster(), deployment::evidence);
        oldMaster.start();
        deployment.awaitDiscovered(newPort, FAILOVER);

        assertEquals(id, victim.id(), "the identity");
        assertTrue(epoch(victim) > epoch, () -> "the epoch went from " + epoch + "\n" + deployment.evidence());
        assertEquals(2, lines(victim, "sentinel known-sentinel "), "peers in the file");
        assertEquals(2, lines(victim, "sentinel known-replica "), "replicas in the file");
        assertEquals(1, lines(victim, "sentinel monitor mymaster 127.0.0.1 " + newPort + " 2"), "the new master");
        assertEquals(1, masters(deployment), "nodes that take writes");
    }

    private static void awaitOthers(Deployment deployment, SentinelProcess victim, int oldPort) {
        Await.until(
                FAILOVER,
                "the other two sentinels name another master",
                () -> {
                    for (SentinelProcess sentinel : deployment.sentinels()) {
                        if (sentinel != victim && List.of(oldPort, -1).contains(sentinel.masterPort())) {
                            return false;
                        }
                    }
                    return true;
                },
                deployment::evidence);
    }

    private static long masters(Deployment deployment) throws IOException {
        long masters = 0;
        for (RedisProcess node : deployment.nodes()) {
            masters += node.isMaster() ? 1 : 0;
        }
        return masters;
    }

    private static long lines(SentinelProcess sentinel, String start) throws IOException {
        return Files.readAllLines(sentinel.configuration()).stream()
                .filter(line -> line.startsWith(start))
                .count();
    }

    private static long epoch(SentinelProcess sentinel) throws IOException {
        List<String> found = Files.readAllLines(sentinel.configuration()).stream()
                .filter(line -> line.startsWith("sentinel current-epoch "))
                .toList();
        assertFalse(found.isEmpty(), "the file has no current epoch");
        return Long.parseLong(found.get(0).substring("sentinel current-epoch ".length()));
    }
}
