package dev.vedette.sim.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.sim.SimProcess;
import dev.vedette.sim.storm.Ring;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The model server does what the real one does, as far as clients and sentinels can see. */
class SimRedisTest {
    private static final Duration SOON = Duration.ofMillis(300);

    @Test
    void masterTakesWritesAndReplicasCatchUp() {
        try (Ring ring = Ring.settled(1)) {
            SimClient client = connected(ring, ring.master(), 1);
            assertEquals("+OK\r\n", ask(ring, client, "SET greeting hello"));
            assertEquals("$5\r\nhello\r\n", ask(ring, client, "GET greeting"));
            ring.world.run(SOON);
            assertEquals("hello", ring.state(ring.replicas().get(0)).data().get("greeting"));
            String role = ask(ring, client, "ROLE");
            assertTrue(role.startsWith("*3\r\n$6\r\nmaster\r\n:"), role);
            assertTrue(role.contains("\r\n*2\r\n*3\r\n$8\r\n10.0.0."), role);
        }
    }

    @Test
    void replicaRefusesWrites() {
        try (Ring ring = Ring.settled(1)) {
            SimClient client = connected(ring, ring.replicas().get(0), 1);
            assertEquals("-READONLY You can't write against a read only replica.\r\n", ask(ring, client, "SET a b"));
            String role = ask(ring, client, "ROLE");
            String expected = "*5\r\n$5\r\nslave\r\n$8\r\n10.0.0.1\r\n:6379\r\n$9\r\nconnected\r\n:";
            assertTrue(role.startsWith(expected), role);
        }
    }

    @Test
    void transactionRunsAtExecAndKillSparesTheCaller() {
        try (Ring ring = Ring.settled(1)) {
            SimProcess replica = ring.replicas().get(0);
            SimClient caller = connected(ring, replica, 1);
            SimClient other = connected(ring, replica, 2);
            ask(ring, caller, "MULTI");
            assertEquals("+QUEUED\r\n", ask(ring, caller, "SLAVEOF NO ONE"));
            assertEquals("+QUEUED\r\n", ask(ring, caller, "CLIENT KILL TYPE normal"));
            assertTrue(!ring.state(replica).isMaster());
            // Three sentinels and the other client.
            assertEquals("*2\r\n+OK\r\n:4\r\n", ask(ring, caller, "EXEC"));
            assertTrue(ring.state(replica).isMaster());
            assertEquals("+PONG\r\n", ask(ring, caller, "PING"));
            other.say("PING");
            ring.world.run(SOON);
            assertEquals(List.of(), other.replies());
        }
    }

    /** Role and replication survive a restart once they were written down. */
    @Test
    void rewrittenRoleSurvivesARestart() {
        try (Ring ring = Ring.settled(1)) {
            ring.master().kill();
            ring.await("a new master", ring::movedOn, Duration.ofSeconds(3));
            SimProcess promoted = ring.servers.stream()
                    .filter(server -> server.runs() && ring.state(server).isMaster())
                    .findFirst()
                    .orElseThrow();
            String before = ring.state(promoted).runId().value();
            ring.world.run(SOON);
            promoted.kill();
            promoted.start();
            assertTrue(ring.state(promoted).isMaster());
            assertTrue(!before.equals(ring.state(promoted).runId().value()));
        }
    }

    private static SimClient connected(Ring ring, SimProcess server, int number) {
        SimClient client = SimClient.started(ring.world, "c" + number, "10.0.2." + number, server, SimServer.PORT);
        ring.await("a connection", client::isConnected, SOON);
        return client;
    }

    private static String ask(Ring ring, SimClient client, String line) {
        int before = client.replies().size();
        client.say(line);
        ring.await("a reply to " + line, () -> client.replies().size() > before, SOON);
        return client.replies().get(before);
    }
}
