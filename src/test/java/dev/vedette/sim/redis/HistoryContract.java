package dev.vedette.sim.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.sim.redis.RedisLab.Node;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a failover makes of data: who can go on from where it was, and who has to drop what it has. */
abstract class HistoryContract extends RedisContract {
    private static final String QUIET = "repl-ping-replica-period 3600";

    private static void set(Node node, String key) throws Exception {
        assertEquals("OK", node.ask("SET", key, "x"));
    }

    private static long stat(Node node, String field) throws Exception {
        return Long.parseLong(node.info("stats", field));
    }

    private static void promote(Node node) throws Exception {
        assertEquals("OK", node.ask("REPLICAOF", "NO", "ONE"));
    }

    @Test
    void promotedReplicaKeepsItsDataAndForksTheHistory() throws Exception {
        Node master = lab.start(QUIET);
        Node replica = replicaOf(master, QUIET);
        set(master, "a");
        awaitLevel(master, replica);
        Map<String, String> before = replica.info("replication");
        promote(replica);
        Map<String, String> after = replica.info("replication");
        assertEquals("master", after.get("role"));
        assertNotEquals(before.get("master_replid"), after.get("master_replid"));
        assertEquals(before.get("master_replid"), after.get("master_replid2"));
        assertEquals(before.get("master_repl_offset"), after.get("master_repl_offset"));
        long end = Long.parseLong(before.get("master_repl_offset"));
        assertEquals(Long.toString(end + 1), after.get("second_repl_offset"));
        assertEquals("x", replica.ask("GET", "a"));
        set(replica, "b");
        assertTrue(offset(replica) > end);
        lab.await("the old master is alone", () -> master.info("replication", "connected_slaves")
                .equals("0"));
        assertEquals("nil", master.ask("GET", "b"));
    }

    @Test
    void otherReplicasGoOnWithThePromotedOne() throws Exception {
        Node master = lab.start(QUIET);
        Node promoted = replicaOf(master, QUIET);
        Node other = replicaOf(master, QUIET);
        set(master, "a");
        awaitLevel(master, promoted);
        awaitLevel(master, other);
        promote(promoted);
        set(promoted, "b");
        follow(other, promoted);
        awaitLink(other);
        awaitLevel(promoted, other);
        assertEquals(1, stat(promoted, "sync_partial_ok"));
        assertEquals(0, stat(promoted, "sync_full"));
        assertEquals("x", other.ask("GET", "a"));
        lab.await("the new key", () -> other.ask("GET", "b").equals("x"));
    }

    @Test
    void oldMasterThatWentNoFurtherGoesOnToo() throws Exception {
        Node master = lab.start(QUIET);
        Node replica = replicaOf(master, QUIET);
        set(master, "a");
        awaitLevel(master, replica);
        promote(replica);
        set(replica, "b");
        follow(master, replica);
        awaitLevel(replica, master);
        lab.await("the new key", () -> master.ask("GET", "b").equals("x"));
        assertEquals(1, stat(replica, "sync_partial_ok"));
        assertEquals(0, stat(replica, "sync_full"));
    }

    @Test
    void oldMasterThatWentFurtherDropsWhatOnlyItHas() throws Exception {
        Node master = lab.start(QUIET);
        Node replica = replicaOf(master, QUIET);
        set(master, "common");
        awaitLevel(master, replica);
        promote(replica);
        set(master, "lost1");
        set(master, "lost2");
        // More than the old master: it is not by its length that the history is known.
        set(replica, "new");
        assertEquals("OK", replica.ask("SET", "longer", "x".repeat(500)));
        follow(master, replica);
        awaitLink(master);
        awaitLevel(replica, master);
        assertEquals("nil", master.ask("GET", "lost1"));
        assertEquals("nil", master.ask("GET", "lost2"));
        assertEquals("x", master.ask("GET", "common"));
        assertEquals("x", master.ask("GET", "new"));
        assertEquals(0, stat(replica, "sync_partial_ok"));
        assertEquals(1, stat(replica, "sync_full"));
        assertEquals(1, stat(replica, "sync_partial_err"));
    }

    @Test
    void masterThatStartsAnewHasNothingInCommon() throws Exception {
        Node master = lab.start("appendonly yes");
        Node replica = replicaOf(master);
        set(master, "a");
        awaitLevel(master, replica);
        master.restart();
        awaitLink(replica);
        awaitLevel(master, replica);
        assertEquals(1, stat(master, "sync_full"));
        assertEquals("x", replica.ask("GET", "a"));
    }

    @Test
    void shortMemoryForcesEverybodyToStartOver() throws Exception {
        Node master = lab.start(QUIET, "repl-backlog-size 16384");
        Node replica = replicaOf(master);
        set(master, "a");
        awaitLevel(master, replica);
        assertEquals("OK", replica.ask("REPLICAOF", "127.0.0.1", "1"));
        lab.await("it is gone", () -> master.info("replication", "connected_slaves")
                .equals("0"));
        assertEquals("OK", master.ask("SET", "big", "x".repeat(60_000)));
        follow(replica, master);
        awaitLink(replica);
        awaitLevel(master, replica);
        assertEquals(2, stat(master, "sync_full"));
        assertEquals(0, stat(master, "sync_partial_ok"));
        assertEquals(":2", replica.ask("DBSIZE"));
    }

    @Test
    void replicaMayFollowAReplica() throws Exception {
        Node master = lab.start();
        Node middle = replicaOf(master);
        Node leaf = replicaOf(middle);
        set(master, "a");
        lab.await("the key", () -> leaf.ask("GET", "a").equals("x"));
        awaitLevel(master, leaf);
        assertEquals("1", middle.info("replication", "connected_slaves"));
        assertStarts("ip=" + leaf.host() + ",port=" + leaf.port() + ",", middle.info("replication", "slave0"));
        assertEquals("slave", middle.info("replication", "role"));
        assertEquals("1", master.info("replication", "connected_slaves"));
        assertEquals(Integer.toString(middle.port()), leaf.info("replication", "master_port"));
    }

    @Test
    void leafFollowsWhenTheMiddleIsPromoted() throws Exception {
        Node master = lab.start(QUIET);
        Node middle = replicaOf(master, QUIET);
        Node leaf = replicaOf(middle, QUIET);
        set(master, "a");
        awaitLevel(master, leaf);
        assertEquals(1, stat(middle, "sync_full"));
        promote(middle);
        set(middle, "b");
        awaitLink(leaf);
        awaitLevel(middle, leaf);
        lab.await("the new key", () -> leaf.ask("GET", "b").equals("x"));
        assertEquals(1, stat(middle, "sync_full"));
        assertEquals(1, stat(middle, "sync_partial_ok"));
    }

    @Test
    void leafOfAReplicaWithoutMasterWaits() throws Exception {
        Node middle = lab.start("replicaof 127.0.0.1 1");
        Node leaf = lab.start(middle.followed());
        lab.await("it has been refused", () -> leaf.ask("ROLE").startsWith("[slave"));
        assertEquals("down", leaf.info("replication", "master_link_status"));
        promote(middle);
        awaitLink(leaf);
    }

    @Test
    void replicaOfADemotedMasterFollowsItsHistory() throws Exception {
        Node old = lab.start(QUIET);
        Node next = replicaOf(old, QUIET);
        Node leaf = replicaOf(old, QUIET);
        set(old, "a");
        awaitLevel(old, next);
        promote(next);
        set(old, "lost");
        lab.await("the lost key", () -> leaf.ask("GET", "lost").equals("x"));
        set(next, "b");
        follow(old, next);
        awaitLevel(next, old);
        awaitLink(leaf);
        awaitLevel(next, leaf);
        assertEquals("nil", leaf.ask("GET", "lost"));
        assertEquals("x", leaf.ask("GET", "b"));
    }

    /** A replica in the middle of getting everything keeps and shows what it had. */
    @Test
    void fullResyncTakesAWhile() throws Exception {
        Node master = lab.start("repl-diskless-sync-delay 3600");
        set(master, "a");
        Node replica = lab.start();
        set(replica, "old");
        follow(replica, master);
        lab.await("it waits", () -> master.info("replication", "slave0").contains("state=wait_bgsave"));
        assertEquals("down", replica.info("replication", "master_link_status"));
        assertEquals("x", replica.ask("GET", "old"));
        assertEquals("PONG", replica.ask("PING"));
        assertEquals("OK", master.ask("CONFIG", "SET", "repl-diskless-sync-delay", "0"));
        awaitLink(replica);
        assertEquals("nil", replica.ask("GET", "old"));
        assertEquals("x", replica.ask("GET", "a"));
    }
}
