package dev.vedette.sim.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.sim.redis.RedisLab.Node;
import dev.vedette.sim.redis.RedisLab.Talk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the model claims of Redis, asked of the model and of real servers alike: a disagreement is a mistake of the
 * model. Where the two must differ, in times above all, only what they share is asked for.
 */
abstract class RedisContract {
    RedisLab lab;

    abstract RedisLab open() throws Exception;

    @BeforeEach
    void openLab() throws Exception {
        lab = open();
    }

    @AfterEach
    void closeLab() throws Exception {
        lab.close();
    }

    /** A replica that has everything. */
    final Node replicaOf(Node master, String... lines) throws Exception {
        String[] conf = new String[lines.length + 1];
        conf[0] = master.followed();
        System.arraycopy(lines, 0, conf, 1, lines.length);
        Node replica = lab.start(conf);
        awaitLink(replica);
        return replica;
    }

    final void awaitLink(Node replica) throws Exception {
        lab.await("the link is up", () -> replica.info("replication", "master_link_status")
                .equals("up"));
    }

    /** Both are at the same byte of the same history. */
    final void awaitLevel(Node master, Node replica) throws Exception {
        lab.await(
                "both are level",
                () -> isLevel(master, replica, "master_replid") && isLevel(master, replica, "master_repl_offset"));
    }

    private static boolean isLevel(Node master, Node replica, String field) throws Exception {
        return master.info("replication", field).equals(replica.info("replication", field));
    }

    static void assertStarts(String expected, String actual) {
        assertTrue(actual.startsWith(expected), () -> "expected " + expected + "… but was " + actual);
    }

    static void assertAnswers(Talk talk, String expected, String... words) throws Exception {
        assertEquals(expected, talk.ask(words), () -> String.join(" ", words));
    }

    static long offset(Node node) throws Exception {
        return Long.parseLong(node.info("replication", "master_repl_offset"));
    }

    static void follow(Node node, Node master) throws Exception {
        assertEquals("OK", node.ask("REPLICAOF", master.host(), Integer.toString(master.port())));
    }
}
