package dev.vedette.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vedette.bus.Ask;
import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.Level;
import dev.vedette.model.Epoch;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** INFO, CLIENT, COMMAND and what is refused before any command runs. */
class ServerCommandsTest {
    private Server server;
    private Client client;

    @BeforeEach
    void start() {
        server = new Server();
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                arguments("nope", "ERR unknown command 'nope', with args beginning with: "),
                arguments("nope a \"b\\r\\nc\"", "ERR unknown command 'nope', with args beginning with: 'a' 'b  c' "),
                arguments(
                        "nope " + "x".repeat(200) + " y",
                        "ERR unknown command 'nope', with args beginning with: '" + "x".repeat(128) + "' "),
                arguments("y".repeat(200), "ERR unknown command '" + "y".repeat(128) + "', with args beginning with: "),
                arguments("QUIT", "ERR unknown command 'QUIT', with args beginning with: "),
                arguments("ping a b", "ERR wrong number of arguments for 'ping' command"),
                arguments("PUBLISH x", "ERR wrong number of arguments for 'publish' command"),
                arguments("client", "ERR wrong number of arguments for 'client' command"),
                arguments("client Nope", "ERR unknown subcommand 'Nope'. Try CLIENT HELP."),
                arguments("client id x", "ERR wrong number of arguments for 'client|id' command"),
                arguments("command nope", "ERR unknown subcommand 'nope'. Try COMMAND HELP."),
                arguments("command list x", "ERR syntax error"),
                arguments("auth a b c", "ERR syntax error"),
                arguments("auth bob x", "WRONGPASS invalid username-password pair or user is disabled."),
                arguments(
                        "client setname \"a b\"",
                        "ERR Client names cannot contain spaces, newlines or special characters."),
                arguments(
                        "client setinfo LIB-NAME \"a b\"",
                        "ERR LIB-NAME cannot contain spaces, newlines or special characters."),
                arguments("client setinfo lib x", "ERR Unrecognized option 'lib'"),
                arguments("client no-evict maybe", "ERR syntax error"),
                arguments("client list type x", "ERR Unknown client type 'x'"),
                arguments("client list id x", "ERR Invalid client ID"),
                arguments("client list x", "ERR syntax error"),
                arguments("client kill 1.2.3.4:5", "ERR No such client"),
                arguments("client kill id 0", "ERR client-id should be greater than 0"),
                arguments("client kill user bob", "ERR No such user 'bob'"),
                arguments("client kill type x", "ERR Unknown client type 'x'"),
                arguments("client kill a b", "ERR syntax error"),
                arguments("client kill maxage x", "ERR maxage is not an integer or out of range"),
                arguments("client kill maxage 0", "ERR maxage should be greater than 0"),
                arguments("client tracking on bcast prefix " + "x".repeat(1001), "ERR prefix longer than 1000 bytes"),
                arguments("client reply x", "ERR syntax error"),
                arguments("client pause x", "ERR timeout is not an integer or out of range"),
                arguments("command getkeys ping x", "ERR The command has no key arguments"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void refuses(String command, String error) {
        assertEquals("-" + error + "\r\n", client.send(command + "\r\n").reply());
    }

    @Test
    void refusesSubscriptionsBeyondTheBound() {
        for (int i = 0; i < 1000; i++) {
            client.ask("SUBSCRIBE", "c" + i);
        }
        assertEquals("-ERR too many subscriptions, at most 1000\r\n", client.ask("SUBSCRIBE", "one-more"));
        client.ask("UNSUBSCRIBE", "c0");
        assertEquals("-ERR name of a channel longer than 1000 bytes\r\n", client.ask("PSUBSCRIBE", "x".repeat(1001)));
    }

    @Test
    void infoHasItsFiveSections() {
        String info = body(client.ask("INFO"));
        List<String> titles = info.lines().filter(line -> line.startsWith("#")).toList();
        assertEquals(List.of("# Server", "# Clients", "# Stats", "# CPU", "# Sentinel"), titles);
        assertTrue(info.contains("\r\n\r\n# Clients\r\n"));
        assertTrue(info.contains("redis_mode:sentinel\r\n"));
        assertTrue(info.contains("process_id:4711\r\n"));
        assertTrue(info.contains("run_id:" + "d".repeat(40) + "\r\n"));
        assertTrue(info.contains("tcp_port:" + server.verticle.port() + "\r\n"));
        assertTrue(info.contains("config_file:/etc/sentinel.conf\r\n"));
        assertFalse(info.contains("role:") || info.contains("used_memory") || info.contains("cluster_enabled"));
        assertTrue(
                info.endsWith("# Sentinel\r\nsentinel_masters:1\r\nsentinel_tilt:0\r\n"
                        + "sentinel_tilt_since_seconds:-1\r\nsentinel_total_tilt:0\r\n"
                        + "sentinel_running_scripts:1\r\nsentinel_scripts_queue_length:2\r\n"
                        + "sentinel_simulate_failure_flags:0\r\n"
                        + "master0:name=mymaster,status=ok,address=10.0.0.1:6379,slaves=2,sentinels=2\r\n"),
                info);
    }

    @ParameterizedTest
    @CsvSource({
        "INFO, 5",
        "INFO default, 5",
        "INFO ALL, 5",
        "INFO everything, 5",
        "INFO SENTINEL server, 2",
        "INFO memory, 0",
        "INFO memory stats, 1",
        "INFO cpu cpu, 1"
    })
    void infoShowsWhatIsAskedFor(String command, int sections) {
        String info = body(client.send(command + "\r\n").reply());
        assertEquals(sections, info.lines().filter(line -> line.startsWith("#")).count());
    }

    @Test
    void infoShowsTrouble() {
        Duration second = Duration.ofSeconds(1);
        server.owners.answer(
                Ask.Instances.class,
                Reports.monitor(
                        Duration.ofSeconds(12), Reports.master(Reports.health(second, false), Reports.HEALTHY)));
        String info = client.ask("INFO", "sentinel");
        assertTrue(info.contains("sentinel_tilt:1\r\nsentinel_tilt_since_seconds:12\r\n"));
        assertTrue(info.contains("status=sdown"));
        server.owners.answer(
                Ask.Votes.class,
                new ElectionReport(
                        Reports.MY_ID,
                        Epoch.ZERO,
                        Reports.map(
                                Reports.NAME,
                                new ElectionReport.Master(
                                        second, false, false, false, false, null, Epoch.ZERO, new TreeMap<>()))));
        assertTrue(client.ask("INFO", "sentinel").contains("status=odown"));
    }

    @Test
    void infoCounts() {
        client.ask("PING");
        client.ask("nope");
        client.send(Client.frame("PSUBSCRIBE", "*", "a*")).take("*3\r\n$10\r\npsubscribe\r\n".length());
        try (Client second = server.client()) {
            String stats = second.ask("INFO", "stats");
            assertTrue(stats.contains("total_connections_received:2\r\n"));
            assertTrue(stats.contains("total_commands_processed:3\r\n"));
            assertTrue(stats.contains("total_error_replies:1\r\n"));
            assertTrue(stats.contains("pubsub_patterns:2\r\n"));
            assertTrue(second.ask("INFO", "clients").contains("connected_clients:2\r\n"));
            client.close();
            String after = stats;
            for (int i = 0; i < 10_000 && !after.contains("pubsub_patterns:0\r\n"); i++) {
                after = second.ask("INFO", "stats");
            }
            assertTrue(after.contains("pubsub_patterns:0\r\n"), "who is gone listens no more");
        }
    }

    @Test
    void clientsAreListed() {
        client.ask("CLIENT", "SETNAME", "me");
        client.ask("CLIENT", "SETINFO", "LIB-NAME", "jedis");
        client.ask("CLIENT", "SETINFO", "lib-ver", "6");
        String id = client.ask("CLIENT", "ID").substring(1).trim();
        String line = body(client.ask("CLIENT", "INFO"));
        assertTrue(line.startsWith("id=" + id + " addr=127.0.0.1:"), line);
        assertTrue(line.contains(" name=me age=0 idle=0 flags=N "), line);
        assertTrue(line.endsWith(" cmd=client|info user=default redir=-1 resp=2 lib-name=jedis lib-ver=6\n"), line);
        assertEquals(1, body(client.ask("CLIENT", "LIST")).lines().count());
        assertEquals(
                1, body(client.ask("CLIENT", "LIST", "ID", id, "999")).lines().count());
        assertEquals("", body(client.ask("CLIENT", "LIST", "TYPE", "pubsub")));
        client.ask("HELLO", "3");
        assertTrue(client.ask("CLIENT", "INFO").matches("(?s)=\\d+\r\ntxt:id=.*"));
        client.ask("CLIENT", "SETNAME", "");
        assertEquals("_\r\n", client.ask("CLIENT", "GETNAME"));
    }

    @Test
    void clientsAreKilled() {
        try (Client victim = server.client()) {
            String id = victim.ask("CLIENT", "ID").substring(1).trim();
            assertEquals(":1\r\n", client.ask("CLIENT", "KILL", "TYPE", "normal", "ID", id));
            assertEquals("", victim.rest());
        }
        assertEquals(":0\r\n", client.ask("CLIENT", "KILL", "TYPE", "normal"));
        assertEquals(
                ":1\r\n",
                client.send(Client.frame("CLIENT", "KILL", "USER", "default", "SKIPME", "no"))
                        .rest());
    }

    @Test
    void whoWasKilledIsGone() {
        try (Client victim = server.client()) {
            String id = victim.ask("CLIENT", "ID").substring(1).trim();
            String kill = Client.frame("CLIENT", "KILL", "ID", id);
            client.send(kill + kill + Client.frame("CLIENT", "LIST", "ID", id));
            assertEquals(":1\r\n", client.reply());
            assertEquals(":0\r\n", client.reply());
            assertEquals("$0\r\n\r\n", client.reply());
        }
    }

    @Test
    void theOldestAreKilled() {
        try (Client victim = server.client()) {
            String id = victim.ask("CLIENT", "ID").substring(1).trim();
            assertEquals(":0\r\n", client.ask("CLIENT", "KILL", "MAXAGE", "1000", "ID", id));
            String killed;
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            do {
                killed = client.ask("CLIENT", "KILL", "MAXAGE", "1", "ID", id);
            } while (killed.equals(":0\r\n") && System.nanoTime() < deadline);
            assertEquals(":1\r\n", killed);
            assertEquals("", victim.rest());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NAME me, 1",
        "NAME you, 0",
        "NOT-NAME me, 1",
        "NAME '', 0",
        "LIB-NAME jedis, 1",
        "NOT-LIB-NAME jedis, 1",
        "LIB-VER 6, 1",
        "LIB-VER 7, 0",
        "NOT-LIB-VER 6, 1",
        "IP 127.0.0.1, 2",
        "NOT-IP 127.0.0.1, 0",
        "IP 127.0.0.2, 0",
        "ADDR 1.2.3.4:5, 0",
        "NOT-ADDR 1.2.3.4:5, 2",
        "LADDR 1.2.3.4:5, 0",
        "NOT-LADDR 1.2.3.4:5, 2",
        "FLAGS P, 1",
        "FLAGS N, 1",
        "FLAGS PN, 0",
        "NOT-FLAGS P, 1",
        "TYPE pubsub, 1",
        "NOT-TYPE pubsub, 1",
        "TYPE primary, 0",
        "USER default, 2",
        "NOT-USER default, 0",
        "DB 0, 2",
        "DB 3, 0",
        "NOT-DB 0, 0",
        "CAPA r, 0",
        "NOT-CAPA r, 2",
        "SKIPME yes, 1",
        "SKIPME no, 2",
        "MAXAGE 1000, 0",
        "IDLE 1000, 0",
        "ID 1, 1",
        "ID 2 1 999, 2",
        "ID 1 ID 2, 2",
        "NOT-ID 1, 1",
        "NOT-ID 1 2, 0",
        "ID 1 2 NOT-ID 2, 1",
        "ID 1 NAME me, 1",
        "NAME me TYPE pubsub, 0",
        "NAME you NAME me, 1"
    })
    void clientsAreListedByWhatTheyAre(String filter, int count) {
        client.ask("CLIENT", "SETNAME", "me");
        client.ask("CLIENT", "SETINFO", "LIB-NAME", "jedis");
        client.ask("CLIENT", "SETINFO", "LIB-VER", "6");
        try (Client listener = server.client()) {
            listener.ask("SUBSCRIBE", "x");
            String words = filter.replace("''", "\"\"");
            String listed = client.send("CLIENT LIST " + words + "\r\n").reply();
            assertEquals(count, body(listed).lines().count(), listed);
            // And whoever is meant is killed; killing goes last, and our own connection with it.
            String killed =
                    client.send("CLIENT KILL SKIPME no " + words + "\r\n").reply();
            assertEquals(":" + count + "\r\n", killed);
        }
    }

    @Test
    void clientsAreListedInTheOrderOfTheirIdsOrAsAsked() {
        try (Client second = server.client()) {
            second.ask("PING");
            assertTrue(body(client.ask("CLIENT", "LIST")).matches("(?s)id=1 .*\nid=2 .*"));
            assertTrue(body(client.ask("CLIENT", "LIST", "ID", "2", "1")).matches("(?s)id=2 .*\nid=1 .*"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LIST IDLE x, ERR idle is not an integer or out of range",
        "KILL IDLE 0, ERR idle should be greater than 0",
        "KILL MAXAGE x, ERR maxage is not an integer or out of range",
        "LIST MAXAGE -1, ERR maxage should be greater than 0",
        "LIST FLAGS Nz, ERR Unknown flags found in the provided filter: Nz",
        "KILL NOT-FLAGS z, ERR Unknown flags found in the NOT-FLAGS filter: z",
        "KILL CAPA z, ERR Unknown capa found in the provided filter: z",
        "LIST NOT-CAPA z, ERR Unknown capa found in the NOT-CAPA filter: z",
        "LIST DB x, ERR DB is not an integer or out of range",
        "KILL DB 16, ERR DB number should be between 0 and 15",
        "KILL NOT-DB -1, ERR NOT-DB number should be between 0 and 15",
        "LIST NOT-TYPE x, ERR Unknown client type 'x'",
        "KILL NOT-USER bob, ERR No such user 'bob'",
        "LIST NOT-SKIPME yes, ERR syntax error",
        "LIST NOT-IDLE 1, ERR syntax error",
        "LIST NAME, ERR syntax error",
        "LIST NOT-ID x, ERR Invalid client ID",
        "KILL NOT-ID x, ERR client-id should be greater than 0",
        "KILL ID 1 x, ERR syntax error",
        "LIST NAME me nope x, ERR syntax error"
    })
    void aFilterThatMakesNoSenseIsRefused(String words, String error) {
        assertEquals(
                "-" + error + "\r\n", client.send("CLIENT " + words + "\r\n").reply());
        assertEquals("+PONG\r\n", client.ask("PING"), "nobody was killed");
    }

    @Test
    void whoDoesNotWantRepliesHearsEvents() {
        try (Client quiet = server.client()) {
            quiet.send("CLIENT REPLY OFF\r\nPING\r\nnope\r\nSUBSCRIBE +x\r\n");
            assertEquals("*3\r\n$9\r\nsubscribe\r\n$2\r\n+x\r\n:1\r\n", quiet.reply());
            server.event("+x", Level.WARNING, "y");
            assertEquals("*3\r\n$7\r\nmessage\r\n$2\r\n+x\r\n$1\r\ny\r\n", quiet.reply());
        }
    }

    @Test
    void trackingIsShownAndCounted() {
        String id = client.ask("CLIENT", "ID").substring(1).trim();
        client.ask("CLIENT", "TRACKING", "ON", "REDIRECT", id, "BCAST", "PREFIX", "a", "PREFIX", "b");
        assertEquals(":" + id + "\r\n", client.ask("CLIENT", "GETREDIR"));
        assertTrue(client.ask("CLIENT", "INFO").contains(" flags=tB "));
        assertTrue(client.ask("CLIENT", "INFO").contains(" redir=" + id + " "));
        assertTrue(client.ask("INFO", "clients").contains("tracking_clients:1\r\n"));
        assertTrue(client.ask("INFO", "stats").contains("tracking_total_prefixes:2\r\n"));
    }

    @Test
    void describesTheCommandsThatExist() {
        assertEquals(":15\r\n", client.ask("COMMAND", "COUNT"));
        assertTrue(client.ask("COMMAND").startsWith("*15\r\n*10\r\n$3\r\nacl\r\n:-2\r\n"));
        assertEquals(
                "*2\r\n*10\r\n$4\r\nping\r\n:-1\r\n*1\r\n+fast\r\n:0\r\n:0\r\n:0\r\n*2\r\n+@fast\r\n+@connection\r\n"
                        + "*2\r\n$25\r\nrequest_policy:all_shards\r\n"
                        + "$29\r\nresponse_policy:all_succeeded\r\n*0\r\n*0\r\n$-1\r\n",
                client.ask("COMMAND", "INFO", "PING", "get"));
        assertTrue(
                client.ask("COMMAND", "INFO", "sentinel|masters")
                        .contains(
                                "$16\r\nsentinel|masters\r\n:2\r\n*1\r\n+admin\r\n:0\r\n:0\r\n:0\r\n*3\r\n+@admin\r\n+@slow\r\n+@dangerous\r\n"));
        String names = client.ask("COMMAND", "LIST");
        assertTrue(names.contains("\r\nsentinel|set\r\n"));
        assertEquals("*1\r\n$4\r\nrole\r\n", client.ask("COMMAND", "LIST", "FILTERBY", "PATTERN", "ro*"));
        assertFalse(client.ask("COMMAND", "LIST", "FILTERBY", "ACLCAT", "fast").contains("subscribe"));
        assertEquals("*0\r\n", client.ask("COMMAND", "DOCS", "get"));
        client.ask("HELLO", "3");
        assertTrue(client.ask("COMMAND", "DOCS", "ping").startsWith("%1\r\n$4\r\nping\r\n%5\r\n$7\r\nsummary\r\n"));
    }

    private static String body(String bulk) {
        Matcher matcher =
                Pattern.compile("\\A\\$(\\d+)\r\n(.*)\r\n\\z", Pattern.DOTALL).matcher(bulk);
        assertTrue(matcher.matches(), bulk);
        return matcher.group(2);
    }
}
