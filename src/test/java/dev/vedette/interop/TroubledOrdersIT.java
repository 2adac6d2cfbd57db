package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.EventLog;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sentinels whose failovers meet obstacles that end those of stock sentinels, or that operators put there. */
class TroubledOrdersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(20);

    private static Deployment start() throws IOException {
        Deployment deployment = Deployment.start(new Deployment.Plan(
                Machine.redis(),
                2,
                Collections.nCopies(3, SentinelFlavour.VEDETTE.make()),
                2,
                Duration.ofSeconds(2),
                FAILOVER_TIMEOUT,
                false));
        deployment.awaitDiscovered();
        return deployment;
    }

    /** With the stock sentinel each attempt ends by timeout, for ever. */
    @Test
    void whatIsNotEssentialIsLeftOutWhereItIsRefused() throws IOException {
        try (Deployment deployment = start();
                EventLog events = new EventLog()) {
            for (SentinelProcess sentinel : deployment.sentinels()) {
                events.follow(sentinel);
            }
            for (RedisProcess node : deployment.nodes()) {
                node.ask("ACL", "SETUSER", "default", "-config|rewrite", "-client|kill");
            }
            RedisProcess old = deployment.nodes().get(0);
            old.child().kill();
            int port = deployment.awaitOtherMaster(old.port(), PATIENCE);
            assertTrue(deployment.node(port).isMaster());
            for (SentinelProcess sentinel : deployment.sentinels()) {
                assertEquals(List.of(), events.messages(sentinel.name(), "-failover-abort-slave-timeout"));
            }
            assertTrue(
                    deployment.sentinels().stream()
                            .map(sentinel -> sentinel.child().tail())
                            .anyMatch(log -> log.contains("said again without what was refused and is not essential:"
                                    + " CONFIG REWRITE (NOPERM")),
                    deployment::evidence);
        }
    }

    /** It ends with status 99 exactly there, and the others elect the next one. */
    @Test
    void aSimulatedCrashIsARealOne() throws IOException {
        for (String point : List.of("crash-after-election", "crash-after-promotion")) {
            try (Deployment deployment = start()) {
                for (SentinelProcess sentinel : deployment.sentinels()) {
                    assertEquals("OK", sentinel.ask("SENTINEL", "SIMULATE-FAILURE", point));
                }
                RedisProcess old = deployment.nodes().get(0);
                old.child().kill();
                Await.until(PATIENCE, "one ends", () -> endedAlone(deployment), deployment::evidence);
                SentinelProcess dead = dead(deployment).get(0);
                assertEquals(99, dead.child().terminate(Duration.ZERO), point);
                String log = dead.child().tail();
                assertTrue(log.contains("Sentinel CRASH because of SENTINEL simulate-failure"), log);
                assertEquals(point.endsWith("promotion"), log.contains("+promoted-slave"), log);
                assertTrue(!log.contains("+switch-master"), log);
                SentinelProcess alive = deployment.sentinels().stream()
                        .filter(sentinel -> sentinel.child().isAlive())
                        .findFirst()
                        .orElseThrow();
                Await.until(
                        PATIENCE,
                        "those who are left fail over after " + point,
                        () -> alive.masterPort() != old.port()
                                && deployment.node(alive.masterPort()).isMaster(),
                        deployment::evidence);
            }
        }
    }

    /** Whether one has ended; the others are told not to follow it, before they are elected. */
    private static boolean endedAlone(Deployment deployment) throws IOException {
        if (dead(deployment).isEmpty()) {
            return false;
        }
        for (SentinelProcess sentinel : deployment.sentinels()) {
            if (sentinel.child().isAlive()) {
                sentinel.ask("SENTINEL", "SIMULATE-FAILURE", "help");
            }
        }
        return dead(deployment).size() == 1;
    }

    private static List<SentinelProcess> dead(Deployment deployment) {
        return deployment.sentinels().stream()
                .filter(sentinel -> !sentinel.child().isAlive())
                .toList();
    }
}
