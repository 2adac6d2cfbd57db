package dev.vedette.sim.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.sim.redis.RedisLab.Node;
import dev.vedette.sim.redis.RedisLab.Talk;
import org.junit.jupiter.api.Test;

/** What is about connections: channels, transactions, names, and how they are ended. */
abstract class ClientContract extends RedisContract {
    @Test
    void channelsCarryMessages() throws Exception {
        Node node = lab.start();
        try (Talk listener = node.talk();
                Talk speaker = node.talk()) {
            assertAnswers(listener, "[subscribe, a, :1]", "SUBSCRIBE", "a", "b");
            assertEquals("[subscribe, b, :2]", listener.next());
            assertAnswers(speaker, ":1", "PUBLISH", "a", "hello");
            assertEquals("[message, a, hello]", listener.next());
            assertAnswers(speaker, ":0", "PUBLISH", "c", "hello");
            assertAnswers(listener, "[psubscribe, a*, :3]", "PSUBSCRIBE", "a*");
            assertAnswers(speaker, ":2", "PUBLISH", "a", "again");
            assertEquals("[message, a, again]", listener.next());
            assertEquals("[pmessage, a*, a, again]", listener.next());
            assertAnswers(listener, "[unsubscribe, a, :2]", "UNSUBSCRIBE", "a");
            assertAnswers(speaker, ":1", "PUBLISH", "a", "third");
            assertEquals("[pmessage, a*, a, third]", listener.next());
            assertAnswers(listener, "[punsubscribe, a*, :1]", "PUNSUBSCRIBE");
            assertAnswers(listener, "[unsubscribe, b, :0]", "UNSUBSCRIBE");
            assertAnswers(listener, "[unsubscribe, nil, :0]", "UNSUBSCRIBE");
            assertAnswers(listener, "PONG", "PING");
        }
    }

    @Test
    void listenerSaysLittle() throws Exception {
        try (Talk listener = lab.start().talk()) {
            assertAnswers(listener, "[subscribe, a, :1]", "SUBSCRIBE", "a");
            assertAnswers(listener, "[pong, ]", "PING");
            assertAnswers(
                    listener,
                    "-ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are"
                            + " allowed in this context",
                    "GET",
                    "a");
        }
    }

    @Test
    void transactionRunsAtItsEnd() throws Exception {
        Node node = lab.start();
        try (Talk talk = node.talk()) {
            assertAnswers(talk, "-ERR EXEC without MULTI", "EXEC");
            assertAnswers(talk, "-ERR DISCARD without MULTI", "DISCARD");
            assertAnswers(talk, "OK", "MULTI");
            assertAnswers(talk, "-ERR MULTI calls can not be nested", "MULTI");
            assertAnswers(talk, "QUEUED", "SET", "a", "b");
            assertEquals("nil", node.ask("GET", "a"));
            assertAnswers(talk, "QUEUED", "INCR", "a");
            assertAnswers(talk, "QUEUED", "GET", "a");
            assertAnswers(talk, "[OK, -ERR value is not an integer or out of range, b]", "EXEC");
            assertAnswers(talk, "OK", "MULTI");
            assertAnswers(talk, "QUEUED", "SET", "a", "c");
            assertAnswers(talk, "OK", "DISCARD");
            assertAnswers(talk, "b", "GET", "a");
        }
    }

    @Test
    void oneRefusalSpoilsTheTransaction() throws Exception {
        String aborted = "-EXECABORT Transaction discarded because of previous errors.";
        Node node = lab.start("rename-command CONFIG \"\"", "user default on nopass ~* &* +@all -publish");
        try (Talk talk = node.talk()) {
            for (String[] refused : new String[][] {
                {"CONFIG", "REWRITE"},
                {"PUBLISH", "a", "b"},
                {"GET"},
                {"CLIENT", "FOO"}
            }) {
                assertAnswers(talk, "OK", "MULTI");
                assertAnswers(talk, "QUEUED", "SET", "a", "b");
                assertStarts("-", talk.ask(refused));
                assertAnswers(talk, "QUEUED", "CLIENT", "KILL", "TYPE", "normal");
                assertAnswers(talk, aborted, "EXEC");
                assertAnswers(talk, "nil", "GET", "a");
            }
            assertAnswers(talk, "OK", "MULTI");
            assertAnswers(talk, "-ERR Command not allowed inside a transaction", "SHUTDOWN");
            assertAnswers(talk, aborted, "EXEC");
        }
    }

    @Test
    void killSparesTheCallerAndOtherKinds() throws Exception {
        Node node = lab.start();
        Node replica = replicaOf(node);
        try (Talk caller = node.talk();
                Talk other = node.talk();
                Talk listener = node.talk()) {
            assertAnswers(other, "PONG", "PING");
            assertAnswers(listener, "[subscribe, a, :1]", "SUBSCRIBE", "a");
            assertAnswers(caller, ":1", "CLIENT", "KILL", "TYPE", "normal");
            lab.await("it ends", other::isClosed);
            assertFalse(listener.isClosed());
            assertAnswers(caller, ":1", "CLIENT", "KILL", "TYPE", "pubsub");
            lab.await("it ends", listener::isClosed);
            assertAnswers(caller, "PONG", "PING");
            assertEquals("up", replica.info("replication", "master_link_status"));
            assertAnswers(caller, ":1", "CLIENT", "KILL", "TYPE", "replica");
            awaitLink(replica);
            assertAnswers(caller, "-ERR Unknown client type 'foo'", "CLIENT", "KILL", "TYPE", "foo");
            assertAnswers(caller, "-ERR No such client", "CLIENT", "KILL", "10.0.0.9:1");
        }
    }

    /** The whole of what a sentinel says to change a role. */
    @Test
    void roleChangesInOneTransactionThatEndsAllOtherConnections() throws Exception {
        Node master = lab.start();
        Node replica = replicaOf(master);
        try (Talk sentinel = replica.talk();
                Talk other = replica.talk();
                Talk listener = replica.talk()) {
            assertAnswers(other, "PONG", "PING");
            assertAnswers(listener, "[subscribe, a, :1]", "SUBSCRIBE", "a");
            assertAnswers(sentinel, "OK", "MULTI");
            assertAnswers(sentinel, "QUEUED", "SLAVEOF", "NO", "ONE");
            assertAnswers(sentinel, "QUEUED", "CONFIG", "REWRITE");
            assertAnswers(sentinel, "QUEUED", "CLIENT", "KILL", "TYPE", "normal");
            assertAnswers(sentinel, "QUEUED", "CLIENT", "KILL", "TYPE", "pubsub");
            assertEquals("slave", replica.info("replication", "role"));
            // A connection of the line before may not have ended yet.
            String executed = sentinel.ask("EXEC");
            assertTrue(executed.matches("\\[OK, OK, :[123], :1\\]"), executed);
            lab.await("they end", () -> other.isClosed() && listener.isClosed());
            assertAnswers(sentinel, "PONG", "PING");
            assertEquals("master", replica.info("replication", "role"));
        }
    }

    @Test
    void clientsHaveNames() throws Exception {
        Node node = lab.start();
        try (Talk talk = node.talk()) {
            assertAnswers(talk, "nil", "CLIENT", "GETNAME");
            assertAnswers(talk, "OK", "CLIENT", "SETNAME", "sentinel-1-cmd");
            assertAnswers(talk, "sentinel-1-cmd", "CLIENT", "GETNAME");
            assertStarts("-ERR Client names cannot contain spaces", talk.ask("CLIENT", "SETNAME", "a b"));
            String id = talk.ask("CLIENT", "ID").substring(1);
            String list = node.ask("CLIENT", "LIST");
            assertTrue(
                    list.lines()
                            .anyMatch(line ->
                                    line.startsWith("id=" + id + " ") && line.contains(" name=sentinel-1-cmd ")),
                    list);
        }
    }

    @Test
    void quitEndsTheConnection() throws Exception {
        try (Talk talk = lab.start().talk()) {
            assertAnswers(talk, "OK", "QUIT");
            lab.await("it ends", talk::isClosed);
        }
    }

    @Test
    void deathEndsTheConnection() throws Exception {
        Node node = lab.start();
        try (Talk talk = node.talk()) {
            assertAnswers(talk, "PONG", "PING");
            node.kill();
            lab.await("it ends", talk::isClosed);
        }
    }
}
