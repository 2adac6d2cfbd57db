package dev.vedette.sim.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.sim.redis.RedisLab.Node;
import dev.vedette.sim.redis.RedisLab.Talk;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a server says that is not well. */
abstract class TroubleContract extends RedisContract {
    private static final String BUSY =
            "-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.";
    private static final String LOADING = "-LOADING Redis is loading the dataset in memory";
    private static final String READONLY = "-READONLY You can't write against a read only replica.";
    private static final String NO_REPLICAS = "-NOREPLICAS Not enough good replicas to write.";
    private static final String MASTER_DOWN =
            "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.";
    private static final String SOON_BUSY = "busy-reply-threshold 50";
    private static final String ENDLESS = "while true do end";
    private static final String ENDLESS_WRITER = "redis.call('set', 'a', 'b') while true do end";

    /** So many keys that a server, with a delay for each, loads for longer than any test asks it something. */
    private static final int LONG = 200;

    private static void awaitBusy(RedisLab lab, Node node) throws Exception {
        lab.await("it is busy", () -> node.ask("PING").startsWith("-BUSY"));
    }

    @Test
    void scriptThatNeverEndsCanBeKilled() throws Exception {
        Node node = lab.start(SOON_BUSY);
        try (Talk script = node.talk();
                Talk talk = node.talk()) {
            assertStarts("-NOTBUSY No scripts in execution right now.", talk.ask("SCRIPT", "KILL"));
            script.say("EVAL", ENDLESS, "0");
            awaitBusy(lab, node);
            assertAnswers(talk, BUSY, "PING");
            assertAnswers(talk, BUSY, "INFO");
            assertAnswers(talk, BUSY, "ROLE");
            assertAnswers(talk, BUSY, "GET", "a");
            assertAnswers(talk, BUSY, "SLAVEOF", "NO", "ONE");
            assertAnswers(talk, BUSY, "PUBLISH", "a", "b");
            assertAnswers(talk, BUSY, "CLIENT", "SETNAME", "a");
            assertAnswers(talk, BUSY, "SHUTDOWN");
            assertAnswers(talk, "OK", "SCRIPT", "KILL");
            assertStarts("-ERR", script.next());
            lab.await("it is well again", () -> talk.ask("PING").equals("PONG"));
        }
    }

    @Test
    void scriptThatHasWrittenCannotBeKilled() throws Exception {
        Node node = lab.start(SOON_BUSY);
        try (Talk script = node.talk();
                Talk talk = node.talk()) {
            script.say("EVAL", ENDLESS_WRITER, "0");
            awaitBusy(lab, node);
            assertStarts("-UNKILLABLE Sorry the script already executed write commands", talk.ask("SCRIPT", "KILL"));
            assertAnswers(talk, BUSY, "PING");
            node.restart();
            assertEquals("PONG", node.ask("PING"));
        }
    }

    @Test
    void busyServerRefusesTransactions() throws Exception {
        Node node = lab.start(SOON_BUSY);
        try (Talk script = node.talk();
                Talk early = node.talk();
                Talk late = node.talk()) {
            assertAnswers(early, "OK", "MULTI");
            assertAnswers(early, "QUEUED", "SET", "a", "b");
            script.say("EVAL", ENDLESS, "0");
            awaitBusy(lab, node);
            assertAnswers(early, "-EXECABORT Transaction discarded because of: " + BUSY.substring(1), "EXEC");
            assertAnswers(late, "OK", "MULTI");
            assertAnswers(late, BUSY, "SET", "a", "b");
            assertEquals("OK", node.ask("SCRIPT", "KILL"));
            lab.await("it is well again", () -> node.ask("PING").equals("PONG"));
            assertAnswers(late, "-EXECABORT Transaction discarded because of previous errors.", "EXEC");
        }
    }

    @Test
    void busyServerCanBeShutDown() throws Exception {
        Node node = lab.start(SOON_BUSY);
        try (Talk script = node.talk();
                Talk talk = node.talk()) {
            script.say("EVAL", ENDLESS, "0");
            awaitBusy(lab, node);
            talk.say("SHUTDOWN", "NOSAVE");
            lab.await("the end", () -> !node.runs());
        }
    }

    @Test
    void whoCannotSaveTakesNoWrites() throws Exception {
        Node node = lab.start();
        try (Talk talk = node.talk()) {
            node.canSave(false);
            assertEquals("err", node.info("persistence", "rdb_last_bgsave_status"));
            String misconf = "-MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist";
            assertStarts(misconf, talk.ask("PING"));
            assertStarts(misconf, talk.ask("SET", "a", "b"));
            assertAnswers(talk, "nil", "GET", "a");
            assertAnswers(talk, ":0", "PUBLISH", "a", "b");
            assertAnswers(talk, "OK", "MULTI");
            assertStarts(misconf, talk.ask("SET", "a", "b"));
            assertAnswers(talk, "-EXECABORT Transaction discarded because of previous errors.", "EXEC");
            assertAnswers(talk, "OK", "CONFIG", "SET", "stop-writes-on-bgsave-error", "no");
            assertAnswers(talk, "PONG", "PING");
            assertAnswers(talk, "OK", "SET", "a", "b");
            assertAnswers(talk, "OK", "CONFIG", "SET", "stop-writes-on-bgsave-error", "yes");
            assertStarts(misconf, talk.ask("PING"));
            node.canSave(true);
            assertAnswers(talk, "PONG", "PING");
        }
    }

    /** A replica as well; and rather than to disobey its master it ends. */
    @Test
    void replicaThatCannotSaveSaysSoAndEndsAtTheNextWrite() throws Exception {
        Node master = lab.start();
        Node replica = replicaOf(master, "replica-ignore-disk-write-errors yes");
        replica.canSave(false);
        assertStarts("-MISCONF", replica.ask("PING"));
        assertEquals("OK", master.ask("SET", "a", "b"));
        lab.await("the key arrives", () -> replica.ask("GET", "a").equals("b"));
        assertEquals("OK", replica.ask("CONFIG", "SET", "replica-ignore-disk-write-errors", "no"));
        assertEquals(":0", master.ask("PUBLISH", "a", "b"));
        assertStarts("-MISCONF", replica.ask("PING"));
        assertEquals("OK", master.ask("SET", "a", "c"));
        lab.await("the end", () -> !replica.runs());
    }

    @Test
    void promotedReplicaThatCannotSaveTakesNoWrites() throws Exception {
        Node master = lab.start();
        Node replica = replicaOf(master);
        replica.canSave(false);
        assertEquals("OK", replica.ask("REPLICAOF", "NO", "ONE"));
        assertStarts("-MISCONF", replica.ask("SET", "a", "c"));
    }

    @Test
    void loadingServerSaysLittle() throws Exception {
        Node master = lab.start();
        fill(master, LONG);
        Node replica =
                lab.start("key-load-delay 60000", "loading-process-events-interval-bytes 1024", master.followed());
        lab.await("it loads", () -> replica.ask("PING").startsWith("-LOADING"));
        try (Talk talk = replica.talk()) {
            assertAnswers(talk, LOADING, "PING");
            assertAnswers(talk, LOADING, "GET", "key1");
            assertAnswers(talk, LOADING, "SLAVEOF", "NO", "ONE");
            assertAnswers(talk, LOADING, "SCRIPT", "KILL");
            assertAnswers(talk, LOADING, "WAIT", "0", "0");
            assertAnswers(talk, "OK", "CLIENT", "SETNAME", "x");
            assertAnswers(talk, ":0", "PUBLISH", "a", "b");
            Map<String, String> info = RedisLab.fields(talk.ask("INFO"));
            assertEquals("1", info.get("loading"));
            assertEquals("slave", info.get("role"));
            assertEquals("down", info.get("master_link_status"));
            assertStarts("[slave, " + master.host() + ", :" + master.port() + ", ", talk.ask("ROLE"));
            assertAnswers(talk, "OK", "MULTI");
            assertAnswers(talk, LOADING, "SLAVEOF", "NO", "ONE");
            assertAnswers(talk, "QUEUED", "CONFIG", "REWRITE");
            assertStarts("-EXECABORT", talk.ask("EXEC"));
            assertAnswers(talk, "[subscribe, a, :1]", "SUBSCRIBE", "a");
        }
        goOn(replica);
        awaitLink(replica);
        assertEquals(":" + LONG, replica.ask("DBSIZE"));
    }

    @Test
    void serverLoadsItsDataWhenItStarts() throws Exception {
        Node node = lab.start("appendonly yes", "loading-process-events-interval-bytes 1024", "key-load-delay 0");
        fill(node, LONG);
        assertStarts("Background append only file rewriting", node.ask("BGREWRITEAOF"));
        lab.await("one file", () -> {
            Map<String, String> info = node.info("persistence");
            return info.get("aof_rewrite_in_progress").equals("0")
                    && info.get("aof_rewrite_scheduled").equals("0");
        });
        assertEquals("OK", node.ask("CONFIG", "SET", "key-load-delay", "60000"));
        assertEquals("OK", node.ask("CONFIG", "REWRITE"));
        node.restart();
        assertEquals(LOADING, node.ask("PING"));
        assertEquals("1", node.info("persistence", "loading"));
        assertEquals("master", node.info("replication", "role"));
        goOn(node);
        assertEquals(":" + LONG, node.ask("DBSIZE"));
        assertEquals("0", node.info("persistence", "loading"));
    }

    /** The rest of what it loads takes no time. */
    private void goOn(Node node) throws Exception {
        assertEquals("OK", node.ask("CONFIG", "SET", "key-load-delay", "0"));
        lab.await("it has loaded", () -> node.ask("PING").equals("PONG"));
    }

    private static void fill(Node node, int keys) throws Exception {
        try (Talk talk = node.talk()) {
            for (int i = 1; i <= keys; i++) {
                assertAnswers(talk, "OK", "SET", "key" + i, longText(i));
            }
        }
    }

    /** A server that loads looks up only now and then, after so many bytes of a file that is compressed. */
    private static String longText(int seed) {
        StringBuilder text = new StringBuilder();
        for (long i = 1, state = seed; i <= 2_000; i++) {
            state = (state * 1_103_515_245 + 12_345) & 0x7FFF_FFFF;
            text.append((char) ('!' + (state >> 16) % 94));
        }
        return text.toString();
    }

    @Test
    void replicaWithoutMasterMayBeTooProudToAnswer() throws Exception {
        Node master = lab.start();
        Node replica = replicaOf(master, "replica-serve-stale-data no");
        assertEquals("PONG", replica.ask("PING"));
        master.kill();
        lab.await("the link is down", () -> replica.info("replication", "master_link_status")
                .equals("down"));
        assertEquals(MASTER_DOWN, replica.ask("PING"));
        assertEquals(MASTER_DOWN, replica.ask("GET", "a"));
        assertEquals(MASTER_DOWN, replica.ask("SCRIPT", "KILL"));
        assertEquals(READONLY, replica.ask("SET", "a", "b"));
        assertEquals(":0", replica.ask("PUBLISH", "a", "b"));
        assertStarts("[slave, ", replica.ask("ROLE"));
        assertEquals("OK", replica.ask("CONFIG", "SET", "replica-serve-stale-data", "yes"));
        assertEquals("PONG", replica.ask("PING"));
        assertEquals("OK", replica.ask("CONFIG", "SET", "replica-serve-stale-data", "no"));
        assertEquals("OK", replica.ask("SLAVEOF", "NO", "ONE"));
        assertEquals("PONG", replica.ask("PING"));
    }

    @Test
    void replicaTakesNoWrites() throws Exception {
        Node replica = lab.start("replicaof 127.0.0.1 1");
        assertEquals(READONLY, replica.ask("SET", "a", "b"));
        assertEquals(READONLY, replica.ask("DEL", "a"));
        assertEquals(READONLY, replica.ask("FLUSHALL"));
        assertEquals("nil", replica.ask("GET", "a"));
        assertStarts("-ERR WAIT cannot be used with replica instances.", replica.ask("WAIT", "0", "0"));
        assertEquals("OK", replica.ask("CONFIG", "SET", "replica-read-only", "no"));
        assertEquals("OK", replica.ask("SET", "a", "b"));
    }

    @Test
    void masterWithoutEnoughReplicasTakesNoWrites() throws Exception {
        Node master = lab.start("min-replicas-to-write 1", "min-replicas-max-lag 2");
        assertEquals(NO_REPLICAS, master.ask("SET", "a", "b"));
        assertEquals("PONG", master.ask("PING"));
        assertEquals("0", master.info("replication", "min_slaves_good_slaves"));
        Node replica = replicaOf(master);
        lab.await("it counts", () -> master.info("replication", "min_slaves_good_slaves")
                .equals("1"));
        lab.await("it still counts", () -> master.ask("SET", "a", "b").equals("OK"));
        replica.kill();
        lab.await("it counts", () -> master.info("replication", "min_slaves_good_slaves")
                .equals("0"));
        assertEquals(NO_REPLICAS, master.ask("SET", "a", "c"));
        assertEquals("OK", master.ask("CONFIG", "SET", "min-slaves-to-write", "0"));
        assertEquals("OK", master.ask("SET", "a", "c"));
    }

    @Test
    void replicaThatHangsConfirmsNothing() throws Exception {
        Node master = lab.start();
        Node replica = replicaOf(master, SOON_BUSY);
        try (Talk script = replica.talk();
                Talk talk = master.talk()) {
            assertAnswers(talk, "OK", "SET", "a", "b");
            assertAnswers(talk, ":1", "WAIT", "1", "5000");
            script.say("EVAL", ENDLESS, "0");
            awaitBusy(lab, replica);
            assertAnswers(talk, "OK", "SET", "a", "c");
            assertAnswers(talk, ":0", "WAIT", "1", "50");
            talk.say("WAIT", "1", "0");
            assertEquals("OK", replica.ask("SCRIPT", "KILL"));
            assertEquals(":1", talk.next());
        }
    }

    /** A replica that hangs keeps its connection, and counts no more once it has been silent for too long. */
    @Test
    void replicaThatLagsDoesNotCount() throws Exception {
        Node master = lab.start("min-replicas-to-write 1", "min-replicas-max-lag 1");
        Node replica = replicaOf(master, SOON_BUSY);
        lab.await("it counts", () -> master.ask("SET", "a", "b").equals("OK"));
        try (Talk script = replica.talk()) {
            script.say("EVAL", ENDLESS, "0");
            awaitBusy(lab, replica);
            lab.await("it lags", () -> master.ask("SET", "a", "c").equals(NO_REPLICAS));
            assertTrue(master.info("replication", "slave0").contains(",state=online,"));
            assertEquals("OK", replica.ask("SCRIPT", "KILL"));
            lab.await("it counts again", () -> master.ask("SET", "a", "d").equals("OK"));
            lab.await("it follows", () -> replica.ask("GET", "a").equals("d"));
        }
    }
}
