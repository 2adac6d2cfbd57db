package dev.vedette.sim.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.sim.SimDisk;
import dev.vedette.sim.redis.RedisLab.Node;
import dev.vedette.sim.redis.RedisLab.Talk;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The knobs that only the model has: what storms turn. What servers do then is what the contract says. */
class SimServerTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(3);

    private final SimLab lab = new SimLab(5);

    @AfterEach
    void close() {
        lab.close();
    }

    private Node replicaOf(Node master) throws Exception {
        Node replica = lab.start(master.followed());
        lab.await("the link is up", () -> SimLab.server(replica).linkUp());
        return replica;
    }

    /** Checkers look at any moment, also at the one in which a server has been started and has not run yet. */
    @Test
    void answersFromItsFirstMoment() {
        SimServer server = new SimServer(lab.world(), "x", "10.0.8.1", "replicaof 10.0.8.2 6379");
        assertFalse(server.runs());
        server.start();
        assertTrue(server.runs());
        assertFalse(server.isMaster());
        assertFalse(server.linkUp());
        assertFalse(server.isLoading());
        assertEquals("connect", server.phase());
        assertEquals(0, server.offset());
    }

    @Test
    void loadingLastsUntilItIsEndedAndBeyondARestart() throws Exception {
        Node node = lab.start();
        SimServer server = SimLab.server(node);
        server.trouble(Trouble.LOADING);
        assertTrue(server.isLoading());
        assertTrue(node.ask("PING").startsWith("-LOADING"));
        node.restart();
        assertTrue(node.ask("PING").startsWith("-LOADING"));
        server.end(Trouble.LOADING);
        assertEquals("PONG", node.ask("PING"));
        assertEquals(Set.of(), server.troubles());
    }

    @Test
    void busyEndsBySentinelsOrderOrARestart() throws Exception {
        Node node = lab.start();
        SimServer server = SimLab.server(node);
        server.trouble(Trouble.BUSY);
        assertTrue(node.ask("PING").startsWith("-BUSY"));
        assertEquals("OK", node.ask("SCRIPT", "KILL"));
        assertEquals("PONG", node.ask("PING"));
        server.trouble(Trouble.UNKILLABLE);
        assertTrue(node.ask("SCRIPT", "KILL").startsWith("-UNKILLABLE"));
        server.process.kill();
        server.start();
        lab.await("it answers", () -> node.ask("PING").equals("PONG"));
        assertFalse(server.has(Trouble.UNKILLABLE));
    }

    /** A replica that was busy takes up again what its master told it meanwhile. */
    @Test
    void busyReplicaCatchesUp() throws Exception {
        Node master = lab.start();
        Node replica = replicaOf(master);
        SimLab.server(replica).trouble(Trouble.BUSY);
        assertEquals("OK", master.ask("SET", "a", "b"));
        lab.world().run(SHORT);
        assertEquals(0, SimLab.server(replica).data().size());
        SimLab.server(replica).end(Trouble.BUSY);
        lab.world().run(SHORT);
        assertEquals(SimLab.server(master).data(), SimLab.server(replica).data());
        assertEquals(SimLab.server(master).offset(), SimLab.server(replica).offset());
    }

    @Test
    void configurationHoldsNowAndLater() throws Exception {
        Node node = lab.start();
        SimServer server = SimLab.server(node);
        server.config("replica-priority", "0");
        server.addLine("rename-command SLAVEOF \"\"");
        assertEquals(0, server.priority());
        assertEquals("OK", node.ask("SLAVEOF", "NO", "ONE"));
        node.restart();
        assertEquals(0, server.priority());
        assertTrue(node.ask("SLAVEOF", "NO", "ONE").startsWith("-ERR unknown command"));
        assertThrows(IllegalArgumentException.class, () -> server.config("no-such-thing", "1"));
    }

    /** Seed 6004423: a password that was taken away came back with the next start. */
    @Test
    void whoTurnsAKnobDuringARewriteIsNotForgotten() throws Exception {
        Node node = lab.start();
        SimServer server = SimLab.server(node);
        server.process.disk.slow(Duration.ofMillis(400));
        lab.world().after(Duration.ofMillis(20), () -> server.config("replica-priority", "7"));
        assertEquals("OK", node.ask("CONFIG", "REWRITE"));
        node.restart();
        assertEquals(7, server.priority());
    }

    @Test
    void fullDiskForgetsTheNewRole() throws Exception {
        Node master = lab.start();
        Node replica = replicaOf(master);
        SimServer server = SimLab.server(replica);
        server.process.disk.mood(SimDisk.Mood.FAILING);
        assertEquals("OK", replica.ask("SLAVEOF", "NO", "ONE"));
        assertEquals("-ERR Rewriting config file: No space left on device", replica.ask("CONFIG", "REWRITE"));
        assertTrue(server.isMaster());
        replica.restart();
        assertEquals(SimLab.server(master).address(), server.master());
    }

    /** A server does one thing at a time: while it writes its file nobody is answered, and nobody knows of its role. */
    @Test
    void slowDiskHoldsTheWholeServer() throws Exception {
        Node master = lab.start();
        Node replica = replicaOf(master);
        SimServer server = SimLab.server(replica);
        server.process.disk.mood(SimDisk.Mood.HANGING);
        try (Talk sentinel = replica.talk();
                Talk other = replica.talk()) {
            assertEquals("OK", sentinel.ask("MULTI"));
            assertEquals("QUEUED", sentinel.ask("SLAVEOF", "NO", "ONE"));
            assertEquals("QUEUED", sentinel.ask("CONFIG", "REWRITE"));
            sentinel.say("EXEC");
            lab.world().run(SHORT);
            other.say("ROLE");
            lab.world().run(LONG);
            assertTrue(server.conf().contains("replicaof"));
            server.process.disk.mood(SimDisk.Mood.FINE);
            assertEquals("[OK, OK]", sentinel.next());
            assertTrue(other.next().startsWith("[master, "));
            assertFalse(server.conf().contains("replicaof"));
        }
        replica.restart();
        assertNull(server.master());
    }

    /** Until all of the new data is there nothing of the old is given up. */
    @Test
    void interruptedTransferCostsNothing() throws Exception {
        Node master = lab.start();
        Node other = lab.start();
        assertEquals("OK", other.ask("SET", "old", "x"));
        SimLab.server(master).slowTransfers(Duration.ofMinutes(10));
        assertEquals("OK", other.ask("REPLICAOF", master.host(), Integer.toString(master.port())));
        lab.await("it receives", () -> SimLab.server(other).isSyncing());
        assertEquals("1", other.info("replication", "master_sync_in_progress"));
        assertEquals("sync", other.ask("ROLE").split(", ")[3]);
        assertTrue(master.info("replication", "slave0").contains("state=send_bulk"));
        master.kill();
        lab.await("it notices", () -> !SimLab.server(other).isSyncing());
        assertEquals("x", other.ask("GET", "old"));
        assertEquals("OK", other.ask("REPLICAOF", "NO", "ONE"));
        assertEquals("x", other.ask("GET", "old"));
    }

    @Test
    void loadGoesOnWithoutTheMaster() throws Exception {
        Node master = lab.start();
        assertEquals("OK", master.ask("SET", "a", "b"));
        Node replica = lab.start();
        assertEquals("OK", replica.ask("SET", "old", "x"));
        SimServer server = SimLab.server(replica);
        server.slowLoads(LONG);
        assertEquals("OK", replica.ask("REPLICAOF", master.host(), Integer.toString(master.port())));
        lab.await("it loads", server::isLoading);
        master.kill();
        lab.world().run(Duration.ofSeconds(1));
        assertTrue(server.isLoading());
        assertEquals(0, server.data().size());
        lab.await("it has loaded", () -> !server.isLoading());
        // What had arrived is as good as any.
        assertEquals(Set.of("a"), server.keys());
        assertFalse(server.linkUp());
    }
}
