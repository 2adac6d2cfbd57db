package dev.vedette.sim.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.sim.redis.RedisLab.Node;
import dev.vedette.sim.redis.RedisLab.Talk;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Single commands, their replies and their refusals. */
abstract class CommandContract extends RedisContract {
    private static final String NO_AUTH = "-NOAUTH Authentication required.";
    private static final String WRONG = "-WRONGPASS invalid username-password pair or user is disabled.";

    private static String noPermission(String command) {
        return "-NOPERM this user has no permissions to run the '" + command + "' command";
    }

    @Test
    void pingsAndEchoes() throws Exception {
        try (Talk talk = lab.start().talk()) {
            assertAnswers(talk, "PONG", "PING");
            assertAnswers(talk, "hi", "ping", "hi");
            assertAnswers(talk, "hi", "ECHO", "hi");
            assertAnswers(talk, "OK", "SELECT", "0");
        }
    }

    @Test
    void keepsData() throws Exception {
        try (Talk talk = lab.start().talk()) {
            assertAnswers(talk, "nil", "GET", "a");
            assertAnswers(talk, "OK", "SET", "a", "1");
            assertAnswers(talk, "1", "GET", "a");
            assertAnswers(talk, ":2", "INCR", "a");
            assertAnswers(talk, ":1", "EXISTS", "a", "b");
            assertAnswers(talk, ":1", "DBSIZE");
            assertAnswers(talk, "[a]", "KEYS", "*");
            assertAnswers(talk, ":1", "DEL", "a", "b");
            assertAnswers(talk, "OK", "SET", "b", "x");
            assertAnswers(talk, "-ERR value is not an integer or out of range", "INCR", "b");
            assertAnswers(talk, "OK", "FLUSHALL");
            assertAnswers(talk, ":0", "DBSIZE");
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        try (Talk talk = lab.start().talk()) {
            assertAnswers(talk, "-ERR unknown command 'foo', with args beginning with: 'a' 'b' ", "foo", "a", "b");
            assertAnswers(talk, "-ERR unknown subcommand 'foo'. Try CLIENT HELP.", "client", "foo");
            assertAnswers(talk, "-ERR wrong number of arguments for 'get' command", "GET");
            assertAnswers(talk, "-ERR wrong number of arguments for 'client' command", "CLIENT");
            assertAnswers(talk, "-ERR wrong number of arguments for 'client|setname' command", "CLIENT", "SETNAME");
            assertAnswers(talk, "-ERR syntax error", "SET", "a", "b", "c");
            assertAnswers(talk, "-ERR Invalid master port", "REPLICAOF", "10.0.0.1", "x");
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() throws Exception {
        try (Talk talk = lab.start("requirepass secret").talk()) {
            assertAnswers(talk, NO_AUTH, "PING");
            assertAnswers(talk, NO_AUTH, "INFO");
            assertAnswers(talk, NO_AUTH, "MULTI");
            assertAnswers(talk, NO_AUTH, "CLIENT", "SETNAME", "x");
            assertAnswers(talk, NO_AUTH, "SUBSCRIBE", "x");
            assertStarts("-NOAUTH HELLO must be called", talk.ask("HELLO", "2"));
            assertAnswers(talk, WRONG, "AUTH", "wrong");
            assertAnswers(talk, WRONG, "AUTH", "nobody", "secret");
            assertAnswers(talk, NO_AUTH, "PING");
            assertAnswers(talk, "OK", "AUTH", "secret");
            assertAnswers(talk, "PONG", "PING");
            // Who is in stays in.
            assertAnswers(talk, WRONG, "AUTH", "wrong");
            assertAnswers(talk, "PONG", "PING");
        }
    }

    @Test
    void passwordCanBeSetWhileItRuns() throws Exception {
        Node node = lab.start();
        try (Talk before = node.talk()) {
            assertStarts("-ERR AUTH <password> called without any password configured", before.ask("AUTH", "x"));
            assertAnswers(before, "OK", "CONFIG", "SET", "requirepass", "secret");
            assertAnswers(before, "PONG", "PING");
            assertEquals(NO_AUTH, node.ask("PING"));
            assertAnswers(before, "[requirepass, secret]", "CONFIG", "GET", "requirepass");
            assertAnswers(before, "OK", "CONFIG", "SET", "requirepass", "");
            assertEquals("PONG", node.ask("PING"));
        }
    }

    @Test
    void whoWaitsOutsideIsLetInWhenThePasswordIsTakenAway() throws Exception {
        Node node = lab.start("requirepass secret");
        try (Talk inside = node.talk();
                Talk outside = node.talk()) {
            assertAnswers(inside, "OK", "AUTH", "secret");
            assertAnswers(outside, NO_AUTH, "PING");
            assertAnswers(inside, "OK", "CONFIG", "SET", "requirepass", "");
            assertAnswers(outside, "PONG", "PING");
        }
    }

    @Test
    void greets() throws Exception {
        try (Talk talk = lab.start("user guest on >p ~* &* +@all").talk()) {
            String hello = talk.ask("HELLO", "2");
            assertTrue(hello.contains("server, redis, version, 7."), hello);
            assertTrue(hello.contains("proto, :2, id, :"), hello);
            assertTrue(hello.contains("mode, standalone, role, master, modules, []"), hello);
            assertAnswers(talk, WRONG, "HELLO", "2", "AUTH", "guest", "q");
            assertStarts("[server, redis", talk.ask("HELLO", "2", "AUTH", "guest", "p"));
            assertAnswers(talk, "guest", "ACL", "WHOAMI");
            assertAnswers(talk, "-NOPROTO unsupported protocol version", "HELLO", "4");
        }
    }

    @Test
    void userMayDoWhatTheRulesSay() throws Exception {
        Node node = lab.start("user default on nopass ~* resetchannels &open* +@all -info -config|rewrite -slaveof");
        try (Talk talk = node.talk()) {
            assertAnswers(talk, noPermission("info"), "INFO");
            assertAnswers(talk, noPermission("config|rewrite"), "CONFIG", "REWRITE");
            assertStarts("[port, ", talk.ask("CONFIG", "GET", "port"));
            assertAnswers(talk, noPermission("slaveof"), "SLAVEOF", "NO", "ONE");
            assertAnswers(talk, "OK", "REPLICAOF", "NO", "ONE");
            assertAnswers(talk, ":0", "PUBLISH", "open1", "x");
            String closed = "-NOPERM this user has no permissions to access one of the channels used as arguments";
            assertAnswers(talk, closed, "PUBLISH", "closed", "x");
            assertAnswers(talk, closed, "SUBSCRIBE", "open1", "closed");
        }
    }

    /** The least that a sentinel needs, as its documentation says. */
    @Test
    void userOfASentinelMayDoWhatASentinelDoes() throws Exception {
        Node node = lab.start("user s on >p -@all resetchannels &__sentinel__:hello +multi +exec +slaveof +ping +info"
                + " +subscribe +publish +config|rewrite +client|setname +client|kill +script|kill");
        try (Talk talk = node.talk()) {
            assertAnswers(talk, "OK", "AUTH", "s", "p");
            assertAnswers(talk, "OK", "CLIENT", "SETNAME", "sentinel");
            assertAnswers(talk, "PONG", "PING");
            assertAnswers(talk, ":0", "PUBLISH", "__sentinel__:hello", "x");
            assertStarts("-NOTBUSY", talk.ask("SCRIPT", "KILL"));
            assertAnswers(talk, "OK", "MULTI");
            assertAnswers(talk, "QUEUED", "SLAVEOF", "NO", "ONE");
            assertAnswers(talk, "QUEUED", "CONFIG", "REWRITE");
            assertAnswers(talk, "QUEUED", "CLIENT", "KILL", "TYPE", "normal");
            assertAnswers(talk, "[OK, OK, :0]", "EXEC");
            assertAnswers(talk, noPermission("config|get"), "CONFIG", "GET", "port");
            assertAnswers(talk, noPermission("role"), "ROLE");
        }
    }

    @Test
    void rulesCanChangeWhileItRuns() throws Exception {
        Node node = lab.start();
        try (Talk talk = node.talk()) {
            assertAnswers(talk, "OK", "ACL", "SETUSER", "default", "-ping");
            assertAnswers(talk, noPermission("ping"), "PING");
            assertEquals(noPermission("ping"), node.ask("PING"));
            assertAnswers(talk, "OK", "ACL", "SETUSER", "default", "+ping");
            assertAnswers(talk, "PONG", "PING");
        }
    }

    @Test
    void commandsCanHaveOtherNamesOrNone() throws Exception {
        Node node = lab.start(
                "rename-command CONFIG settings", "rename-command SLAVEOF \"\"", "rename-command PUBLISH \"\"");
        try (Talk talk = node.talk()) {
            assertStarts("-ERR unknown command 'CONFIG', with args", talk.ask("CONFIG", "REWRITE"));
            assertStarts("-ERR unknown command 'SLAVEOF', with args", talk.ask("SLAVEOF", "NO", "ONE"));
            assertStarts("-ERR unknown command 'PUBLISH', with args", talk.ask("PUBLISH", "a", "b"));
            assertAnswers(talk, "OK", "REPLICAOF", "NO", "ONE");
            assertAnswers(talk, "OK", "SETTINGS", "REWRITE");
        }
        node.restart();
        assertStarts("-ERR unknown command 'SLAVEOF', with args", node.ask("SLAVEOF", "NO", "ONE"));
        assertEquals("OK", node.ask("SETTINGS", "REWRITE"));
    }

    @Test
    void configurationIsReadAndSet() throws Exception {
        try (Talk talk = lab.start("replica-priority 7").talk()) {
            assertAnswers(talk, "[replica-priority, 7]", "CONFIG", "GET", "replica-priority");
            assertAnswers(talk, "[slave-priority, 7]", "CONFIG", "GET", "slave-prio*");
            assertAnswers(talk, "OK", "CONFIG", "SET", "slave-priority", "0");
            assertAnswers(talk, "[replica-priority, 0]", "CONFIG", "GET", "replica-priority");
            assertAnswers(talk, "OK", "CONFIG", "SET", "repl-timeout", "9", "replica-announced", "no");
            assertAnswers(talk, "[repl-timeout, 9]", "CONFIG", "GET", "repl-timeout");
            assertAnswers(talk, "[]", "CONFIG", "GET", "no-such-thing");
            assertAnswers(
                    talk,
                    "-ERR Unknown option or number of arguments for CONFIG SET - 'no-such-thing'",
                    "CONFIG",
                    "SET",
                    "no-such-thing",
                    "1");
            String refusal = "-ERR CONFIG SET failed (possibly related to argument 'replica-priority') - ";
            assertAnswers(
                    talk,
                    refusal + "argument couldn't be parsed into an integer",
                    "CONFIG",
                    "SET",
                    "replica-priority",
                    "x");
            assertAnswers(
                    talk,
                    refusal + "argument must be between 0 and 2147483647 inclusive",
                    "CONFIG",
                    "SET",
                    "replica-priority",
                    "-1");
            assertAnswers(talk, "[replica-priority, 0]", "CONFIG", "GET", "replica-priority");
            assertTrue(talk.ask("CONFIG", "SET", "enable-debug-command", "yes").endsWith("can't set immutable config"));
        }
    }

    @Test
    void rewrittenConfigurationSurvivesARestart() throws Exception {
        Node node = lab.start("replica-priority 7", "min-replicas-max-lag 3");
        assertEquals("OK", node.ask("CONFIG", "SET", "replica-priority", "8", "repl-timeout", "9"));
        node.restart();
        assertEquals("[replica-priority, 7]", node.ask("CONFIG", "GET", "replica-priority"));
        assertEquals("[repl-timeout, 60]", node.ask("CONFIG", "GET", "repl-timeout"));
        assertEquals("OK", node.ask("CONFIG", "SET", "replica-priority", "8", "repl-timeout", "9"));
        assertEquals("OK", node.ask("CONFIG", "REWRITE"));
        node.restart();
        assertEquals("[replica-priority, 8]", node.ask("CONFIG", "GET", "replica-priority"));
        assertEquals("[repl-timeout, 9]", node.ask("CONFIG", "GET", "repl-timeout"));
        assertEquals("[min-replicas-max-lag, 3]", node.ask("CONFIG", "GET", "min-replicas-max-lag"));
    }

    @Test
    void tellsAboutItself() throws Exception {
        Node node = lab.start();
        Map<String, String> all = RedisLab.fields(node.ask("INFO"));
        assertTrue(all.get("run_id").matches("[0-9a-f]{40}"));
        assertEquals(Integer.toString(node.port()), all.get("tcp_port"));
        assertEquals("standalone", all.get("redis_mode"));
        assertEquals("0", all.get("loading"));
        assertEquals("ok", all.get("rdb_last_bgsave_status"));
        assertEquals("master", all.get("role"));
        assertTrue(node.info("server").containsKey("uptime_in_seconds"));
        assertEquals("", node.info("server", "role"));
        assertEquals("", node.info("replication", "run_id"));
        lab.await("a second", () -> !node.info("server", "uptime_in_seconds").equals("0"));
    }

    @Test
    void everyRunHasAnIdOfItsOwn() throws Exception {
        Node node = lab.start();
        String before = node.info("server", "run_id");
        assertEquals(before, node.info("server", "run_id"));
        node.restart();
        assertNotEquals(before, node.info("server", "run_id"));
    }

    @Test
    void shutsDownWhenTold() throws Exception {
        Node node = lab.start();
        try (Talk talk = node.talk()) {
            talk.say("SHUTDOWN", "NOSAVE");
            lab.await("the end", () -> !node.runs());
            lab.await("it hangs up", talk::isClosed);
        }
        node.restart();
        assertEquals("PONG", node.ask("PING"));
    }

    @Test
    void neverSleepsUnlessAllowedTo() throws Exception {
        assertStarts("-ERR DEBUG command not allowed.", lab.start().ask("DEBUG", "SLEEP", "1"));
        Node sleeper = lab.start("enable-debug-command yes");
        try (Talk one = sleeper.talk();
                Talk other = sleeper.talk()) {
            assertAnswers(other, "PONG", "PING");
            one.say("DEBUG", "SLEEP", "0.2");
            lab.await("it sleeps", () -> {
                other.say("PING");
                return true;
            });
            assertEquals("OK", one.next());
            assertEquals("PONG", other.next());
        }
    }
}
