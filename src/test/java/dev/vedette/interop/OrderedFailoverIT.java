package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Deployment;
import dev.vedette.demo.EventLog;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An operator orders a failover of a healthy master, and changes what is watched while everything runs. */
class OrderedFailoverIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aHealthyMasterHandsOverOnOrder() throws IOException {
        Deployment.Plan plan = new Deployment.Plan(
                Machine.redis(),
                2,
                Collections.nCopies(3, SentinelFlavour.VEDETTE.make()),
                2,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                false);
        try (Deployment deployment = Deployment.start(plan);
                EventLog events = new EventLog()) {
            deployment.awaitDiscovered();
            for (SentinelProcess sentinel : deployment.sentinels()) {
                events.follow(sentinel);
            }
            SentinelProcess ordered = deployment.sentinels().get(0);
            RedisProcess old = deployment.nodes().get(0);
            assertEquals(
                    "OK 3 usable Sentinels. Quorum and failover authorization can be reached",
                    ordered.ask("SENTINEL", "CKQUORUM", Deployment.MASTER));

            assertEquals("OK", ordered.ask("SENTINEL", "FAILOVER", Deployment.MASTER));
            int port = deployment.awaitOtherMaster(old.port(), PATIENCE);
            deployment.awaitDiscovered(port, PATIENCE);

            assertTrue(old.follows(port), "the old master, which never went away, follows its successor");
            for (SentinelProcess sentinel : deployment.sentinels()) {
                assertEquals(
                        List.of(Deployment.MASTER + " 127.0.0.1 " + old.port() + " 127.0.0.1 " + port),
                        events.messages(sentinel.name(), "+switch-master"),
                        deployment::evidence);
                assertEquals(List.of(), events.messages(sentinel.name(), "+sdown"), sentinel.name());
            }
            forgetAndWatchAgain(deployment, deployment.sentinels().get(2), port);
        }
    }

    /** What was removed comes back as a stranger, and learns from the others where the master is now. */
    private static void forgetAndWatchAgain(Deployment deployment, SentinelProcess sentinel, int port)
            throws IOException {
        assertEquals("OK", sentinel.ask("SENTINEL", "REMOVE", Deployment.MASTER));
        assertEquals(List.of(), sentinel.ask("SENTINEL", "MASTERS"));
        int anotherNode = deployment.nodes().get(0).port();
        assertEquals(
                "OK",
                sentinel.ask("SENTINEL", "MONITOR", Deployment.MASTER, "127.0.0.1", String.valueOf(anotherNode), "2"));
        deployment.awaitDiscovered(port, PATIENCE);
    }
}
