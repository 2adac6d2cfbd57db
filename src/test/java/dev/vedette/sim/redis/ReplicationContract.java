package dev.vedette.sim.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.sim.redis.RedisLab.Node;
import dev.vedette.sim.redis.RedisLab.Talk;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who follows whom, what each says about it, and what becomes of it when somebody starts again. */
abstract class ReplicationContract extends RedisContract {
    private static final String NO_ID = "0".repeat(40);

    @Test
    void masterAlone() throws Exception {
        Node master = lab.start();
        assertEquals("[master, :0, []]", master.ask("ROLE"));
        Map<String, String> info = master.info("replication");
        assertEquals("master", info.get("role"));
        assertEquals("0", info.get("connected_slaves"));
        assertEquals("no-failover", info.get("master_failover_state"));
        assertTrue(info.get("master_replid").matches("[0-9a-f]{40}"));
        assertEquals(NO_ID, info.get("master_replid2"));
        assertEquals("-1", info.get("second_repl_offset"));
        assertEquals("0", info.get("repl_backlog_active"));
        assertEquals(null, info.get("min_slaves_good_slaves"));
        assertEquals(null, info.get("master_host"));
        // Nobody listens, so nobody counts.
        assertEquals("OK", master.ask("SET", "a", "b"));
        assertEquals(0, offset(master));
        assertEquals(":0", master.ask("WAIT", "0", "0"));
    }

    @Test
    void replicaGetsWhatWasAndWhatComes() throws Exception {
        Node master = lab.start();
        assertEquals("OK", master.ask("SET", "old", "1"));
        Node replica = replicaOf(master);
        assertEquals("1", replica.ask("GET", "old"));
        assertEquals("OK", master.ask("SET", "new", "2"));
        lab.await("the new key", () -> replica.ask("GET", "new").equals("2"));
        assertEquals(":1", master.ask("DEL", "old"));
        lab.await("the old key goes", () -> replica.ask("GET", "old").equals("nil"));
        assertEquals("OK", master.ask("FLUSHALL"));
        lab.await("all goes", () -> replica.ask("DBSIZE").equals(":0"));
    }

    @Test
    void bothTellOfEachOther() throws Exception {
        Node master = lab.start();
        Node replica = replicaOf(master, "replica-priority 9");
        lab.await("it is online", () -> master.info("replication", "slave0").contains("state=online"));
        Map<String, String> up = master.info("replication");
        assertEquals("1", up.get("connected_slaves"));
        assertTrue(
                up.get("slave0")
                        .matches("ip=" + replica.host() + ",port=" + replica.port()
                                + ",state=online,offset=\\d+,lag=\\d+"),
                up.get("slave0"));
        assertEquals("1", up.get("repl_backlog_active"));
        assertEquals(null, up.get("slave_priority"));
        Map<String, String> info = replica.info("replication");
        assertEquals("slave", info.get("role"));
        assertEquals(master.host(), info.get("master_host"));
        assertEquals(Integer.toString(master.port()), info.get("master_port"));
        assertEquals("up", info.get("master_link_status"));
        assertEquals("0", info.get("master_sync_in_progress"));
        assertEquals("9", info.get("slave_priority"));
        assertEquals("1", info.get("slave_read_only"));
        assertEquals("1", info.get("replica_announced"));
        assertEquals("0", info.get("connected_slaves"));
        assertEquals(up.get("master_replid"), info.get("master_replid"));
        assertEquals(null, info.get("master_link_down_since_seconds"));
        assertTrue(Integer.parseInt(info.get("master_last_io_seconds_ago")) >= 0);
        assertTrue(replica.ask("ROLE")
                .matches("\\[slave, " + master.host() + ", :" + master.port() + ", connected, :\\d+\\]"));
        assertTrue(master.ask("ROLE")
                .matches("\\[master, :\\d+, \\[\\[" + replica.host() + ", " + replica.port() + ", \\d+\\]\\]\\]"));
    }

    /** Sentinels choose by offsets: they count the bytes of what replicas are told. */
    @Test
    void offsetsCountTheBytesOfCommands() throws Exception {
        // Without the pings to replicas, which come when they come.
        Node master = lab.start("repl-ping-replica-period 3600");
        Node replica = replicaOf(master);
        assertEquals(0, offset(master));
        assertEquals("OK", master.ask("SET", "a", "b"));
        // SELECT 0 comes first, once.
        assertEquals(23 + 27, offset(master));
        assertEquals("OK", master.ask("SET", "a", "c"));
        assertEquals(23 + 27 + 27, offset(master));
        awaitLevel(master, replica);
        assertEquals("77", replica.info("replication", "slave_repl_offset"));
        assertEquals("77", replica.info("replication", "slave_read_repl_offset"));
        assertEquals("77", replica.info("replication", "repl_backlog_histlen"));
        lab.await(
                "it is acknowledged", () -> master.info("replication", "slave0").contains(",offset=77,"));
        assertStarts("[master, :77, [[", master.ask("ROLE"));
    }

    @Test
    void masterPingsItsReplicas() throws Exception {
        Node master = lab.start("repl-ping-replica-period 1");
        Node replica = replicaOf(master);
        lab.await("a ping", () -> offset(replica) > 0);
        assertEquals(0, offset(replica) % "*1\r\n$4\r\nPING\r\n".length());
    }

    @Test
    void waitCountsWhoHasTheWrite() throws Exception {
        Node master = lab.start();
        Node replica = replicaOf(master);
        try (Talk talk = master.talk()) {
            assertAnswers(talk, "OK", "SET", "a", "b");
            assertAnswers(talk, ":1", "WAIT", "1", "5000");
            assertEquals("b", replica.ask("GET", "a"));
            assertAnswers(talk, ":1", "WAIT", "2", "50");
            assertAnswers(talk, ":1", "WAIT", "0", "0");
            replica.kill();
            lab.await("it is gone", () -> master.info("replication", "connected_slaves")
                    .equals("0"));
            assertAnswers(talk, "OK", "SET", "a", "c");
            assertAnswers(talk, ":0", "WAIT", "1", "50");
            assertAnswers(talk, "-ERR value is not an integer or out of range", "WAIT", "x", "0");
        }
    }

    @Test
    void whoWaitsOnAMasterThatIsDemotedIsToldSo() throws Exception {
        Node master = lab.start();
        try (Talk talk = master.talk()) {
            assertAnswers(talk, "OK", "SET", "a", "b");
            talk.say("WAIT", "1", "0");
            lab.await("it waits", () -> {
                assertEquals("OK", master.ask("REPLICAOF", "127.0.0.1", "1"));
                return true;
            });
            assertStarts("-UNBLOCKED force unblock from blocking operation, instance state changed", talk.next());
            lab.await("it ends", talk::isClosed);
        }
    }

    @Test
    void orderToFollowIsRepeatedInVain() throws Exception {
        Node master = lab.start();
        Node replica = replicaOf(master);
        String port = Integer.toString(master.port());
        assertEquals("OK Already connected to specified master", replica.ask("REPLICAOF", master.host(), port));
        String id = master.info("replication", "master_replid");
        assertEquals("OK", master.ask("SLAVEOF", "no", "one"));
        assertEquals(id, master.info("replication", "master_replid"));
        assertEquals("up", replica.info("replication", "master_link_status"));
    }

    @Test
    void roleSurvivesARestartOnceItIsWritten() throws Exception {
        Node master = lab.start();
        Node node = lab.start();
        follow(node, master);
        node.restart();
        assertEquals("master", node.info("replication", "role"));
        follow(node, master);
        assertEquals("OK", node.ask("CONFIG", "REWRITE"));
        node.restart();
        assertEquals("slave", node.info("replication", "role"));
        assertEquals(Integer.toString(master.port()), node.info("replication", "master_port"));
        awaitLink(node);
        assertEquals("OK", node.ask("REPLICAOF", "NO", "ONE"));
        assertEquals("OK", node.ask("CONFIG", "REWRITE"));
        node.restart();
        assertEquals("master", node.info("replication", "role"));
    }

    @Test
    void dataSurvivesARestartWhenItIsAppendedToAFile() throws Exception {
        Node forgetful = lab.start();
        assertEquals("OK", forgetful.ask("SET", "a", "b"));
        forgetful.restart();
        assertEquals("nil", forgetful.ask("GET", "a"));
        Node keeper = lab.start("appendonly yes");
        String id = keeper.info("replication", "master_replid");
        assertEquals("OK", keeper.ask("SET", "a", "b"));
        keeper.restart();
        lab.await("its data", () -> keeper.ask("GET", "a").equals("b"));
        assertNotEquals(id, keeper.info("replication", "master_replid"));
        assertEquals(0, offset(keeper));
    }

    @Test
    void deadMasterIsMissed() throws Exception {
        Node master = lab.start();
        assertEquals("OK", master.ask("SET", "a", "b"));
        Node replica = replicaOf(master);
        assertEquals("OK", master.ask("SET", "a", "c"));
        awaitLevel(master, replica);
        String offset = replica.info("replication", "slave_repl_offset");
        master.kill();
        lab.await("the link is down", () -> replica.info("replication", "master_link_status")
                .equals("down"));
        lab.await("a second", () -> !replica.info("replication", "master_link_down_since_seconds")
                .equals("0"));
        assertEquals(offset, replica.info("replication", "slave_repl_offset"));
        assertEquals("-1", replica.info("replication", "master_last_io_seconds_ago"));
        assertTrue(replica.ask("ROLE").matches("\\[slave, .*, (connect|connecting|handshake), :-1\\]"));
        assertEquals("c", replica.ask("GET", "a"));
        master.restart();
        awaitLink(replica);
        // It came back with nothing, and that is the truth now.
        lab.await("all goes", () -> replica.ask("DBSIZE").equals(":0"));
    }

    @Test
    void replicaThatNeverHeardOfItsMasterSaysSo() throws Exception {
        Node replica = lab.start("replicaof 127.0.0.1 1");
        Map<String, String> info = replica.info("replication");
        assertEquals("down", info.get("master_link_status"));
        assertEquals("-1", info.get("master_link_down_since_seconds"));
        assertEquals("1", info.get("slave_repl_offset"));
        assertEquals("0", info.get("master_sync_in_progress"));
    }

    @Test
    void replicaNeedsThePassword() throws Exception {
        Node master = lab.start("requirepass secret");
        Node replica = lab.start(master.followed());
        lab.await("it tries", () -> replica.ask("ROLE").startsWith("[slave"));
        Node other = lab.start(master.followed(), "masterauth secret");
        awaitLink(other);
        Node third = lab.start(master.followed(), "masteruser default", "masterauth secret");
        awaitLink(third);
        assertEquals("down", replica.info("replication", "master_link_status"));
        assertEquals("OK", replica.ask("CONFIG", "SET", "masterauth", "wrong"));
        assertEquals("down", replica.info("replication", "master_link_status"));
        assertEquals("OK", replica.ask("CONFIG", "SET", "masterauth", "secret"));
        awaitLink(replica);
    }

    @Test
    void replicaAnnouncesWhatItIsToldTo() throws Exception {
        Node master = lab.start();
        Node replica = replicaOf(
                master, "replica-announce-ip 192.0.2.7", "replica-announce-port 7777", "replica-announced no");
        assertStarts("ip=192.0.2.7,port=7777,", master.info("replication", "slave0"));
        lab.await("ROLE says it", () -> master.ask("ROLE").contains("[192.0.2.7, 7777, "));
        assertEquals("0", replica.info("replication", "replica_announced"));
    }

    /** So sentinels hear each other on any of them. */
    @Test
    void messagesGoDownAndNeverUp() throws Exception {
        Node master = lab.start();
        Node replica = replicaOf(master);
        try (Talk below = replica.talk();
                Talk above = master.talk()) {
            assertAnswers(below, "[subscribe, a, :1]", "SUBSCRIBE", "a");
            assertAnswers(above, "[subscribe, a, :1]", "SUBSCRIBE", "a");
            assertEquals(":1", replica.ask("PUBLISH", "a", "from below"));
            assertEquals("[message, a, from below]", below.next());
            long before = offset(master);
            assertEquals(":1", master.ask("PUBLISH", "a", "from above"));
            assertEquals("[message, a, from above]", above.next());
            assertEquals("[message, a, from above]", below.next());
            assertTrue(offset(master) > before);
        }
    }
}
