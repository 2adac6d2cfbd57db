package dev.vedette.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vedette.bus.Answer;
import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Ask;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.ConfigAsk;
import dev.vedette.bus.SettingChange;
import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.RunId;
import dev.vedette.model.ScriptPaths;
import dev.vedette.model.SentinelSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SENTINEL: what is asked of the owners, and what becomes of their answers. */
class SentinelCommandsTest {
    private static final String DENIED =
            "ERR Reconfiguration of scripts path is denied for security reasons. Check the deny-scripts-reconfig configuration directive in your Sentinel configuration";

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
                arguments("SENTINEL MASTER nope", "ERR No such master with that name"),
                arguments("SENTINEL REPLICAS nope", "ERR No such master with that name"),
                arguments("SENTINEL SLAVES nope", "ERR No such master with that name"),
                arguments("SENTINEL SENTINELS nope", "ERR No such master with that name"),
                arguments("SENTINEL CKQUORUM nope", "ERR No such master with that name"),
                arguments("SENTINEL SET nope quorum 2", "ERR No such master with that name"),
                arguments("SENTINEL", "ERR wrong number of arguments for 'sentinel' command"),
                arguments("SENTINEL MASTERS x", "ERR wrong number of arguments for 'sentinel|masters' command"),
                arguments("SENTINEL Nope x", "ERR unknown subcommand 'Nope'. Try SENTINEL HELP."),
                arguments("SENTINEL MASTERPIECE x", "ERR unknown subcommand 'MASTERPIECE'. Try SENTINEL HELP."),
                arguments("SENTINEL MONITOR a b c d", "ERR Invalid quorum"),
                arguments("SENTINEL MONITOR a b c 0", "ERR Invalid port"),
                arguments("SENTINEL MONITOR a b 99999 0", "ERR Quorum must be 1 or greater."),
                arguments("SENTINEL MONITOR a b 99999 1", "ERR Invalid IP address or hostname specified"),
                arguments("SENTINEL MONITOR a 1.2.3.4 99999 1", "ERR Invalid port number."),
                arguments("SENTINEL MONITOR a 1.2.3.4 -1 1", "ERR Invalid port number."),
                arguments(
                        "SENTINEL MONITOR \"a\\nb\" x y z",
                        "ERR Invalid argument at index 2 for SENTINEL MONITOR:"
                                + " control characters are not allowed"),
                arguments(
                        "SENTINEL SET mymaster auth-pass \"a\\x7f\"",
                        "ERR Invalid argument at index 4 for SENTINEL SET:" + " control characters are not allowed"),
                arguments(
                        "SENTINEL MONITOR \"my master\" 1.2.3.4 1 1",
                        "ERR Invalid master name: it must not be empty, and have no blanks and quotes."),
                arguments("SENTINEL IS-MASTER-DOWN-BY-ADDR a b 1 *", "ERR value is not an integer or out of range"),
                arguments("SENTINEL IS-MASTER-DOWN-BY-ADDR a 1 b *", "ERR value is not an integer or out of range"),
                arguments("SENTINEL SET mymaster quorum 0", "ERR Invalid argument '0' for SENTINEL SET 'quorum'"),
                arguments("SENTINEL SET mymaster Quorum x", "ERR Invalid argument 'x' for SENTINEL SET 'Quorum'"),
                arguments(
                        "SENTINEL SET mymaster parallel-syncs -1",
                        "ERR Invalid argument '-1' for SENTINEL SET 'parallel-syncs'"),
                arguments(
                        "SENTINEL SET mymaster down-after-milliseconds 9223372036854775807",
                        "ERR Invalid argument '9223372036854775807' for SENTINEL SET 'down-after-milliseconds'"),
                arguments(
                        "SENTINEL SET mymaster rename-command \"\" b",
                        "ERR Invalid argument '' for SENTINEL SET 'rename-command'"),
                arguments(
                        "SENTINEL SET mymaster rename-command a",
                        "ERR Unknown option or number of arguments for SENTINEL SET 'rename-command'"),
                arguments(
                        "SENTINEL SET mymaster what 1",
                        "ERR Unknown option or number of arguments for SENTINEL SET 'what'"),
                arguments("SENTINEL SET mymaster notification-script /n.sh", DENIED),
                arguments("SENTINEL SET mymaster Client-Reconfig-Script /nothing", DENIED),
                arguments(
                        "SENTINEL PENDING-SCRIPTS x",
                        "ERR wrong number of arguments for 'sentinel|pending-scripts' command"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void refusesWithoutAskingAnybody(String command, String error) {
        assertEquals("-" + error + "\r\n", client.send(command + "\r\n").reply());
        assertEquals(List.of(), server.owners.asked);
    }

    static Stream<Arguments> orders() {
        MasterName other = new MasterName("other");
        return Stream.of(
                arguments(
                        "MONITOR other 10.1.1.1 7000 3", new Ask.Watch(other, new Address("10.1.1.1", 7000), 3), "+OK"),
                arguments("MONITOR other 0:0::1 0 1", new Ask.Watch(other, new Address("::1", 0), 1), "+OK"),
                arguments("REMOVE other", new Ask.Remove(other), "+OK"),
                arguments("FAILOVER mymaster", new Ask.Failover(Reports.NAME, false), "+OK"),
                arguments("RESET my*", new Ask.Reset(List.of(Reports.NAME)), ":1"),
                arguments("FLUSHCONFIG", new ConfigAsk.Flush(), "+OK"));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void asksTheOwner(String command, BusMessage ask, String reply) {
        assertEquals(reply + "\r\n", client.send("SENTINEL " + command + "\r\n").reply());
        assertEquals(List.of(ask), server.owners.asked);
    }

    @Test
    void aPatternThatMatchesNothingResetsNothing() {
        assertEquals(":0\r\n", client.ask("SENTINEL", "RESET", "MY*"));
        assertEquals(List.of(), server.owners.asked);
    }

    @Test
    void putsOutcomesIntoWords() {
        Map<Outcome, String> words = Map.of(
                Outcome.DONE, "+OK",
                Outcome.NO_SUCH_MASTER, "-ERR No such master with that name",
                Outcome.DUPLICATE_MASTER, "-ERR Duplicate master name.",
                Outcome.TOO_MANY_MASTERS, "-ERR Too many masters: at most 10000 are watched.",
                Outcome.IN_PROGRESS, "-INPROG Failover already in progress",
                Outcome.NO_GOOD_REPLICA, "-NOGOODSLAVE No suitable replica to promote",
                Outcome.NO_GOOD_PRIMARY, "-NOGOODPRIMARY Primary does not support FAILOVER command",
                Outcome.NOT_SAVED, "-ERR Failed to save config file. Check server logs.");
        for (Outcome outcome : Outcome.values()) {
            server.owners.answer(Ask.Failover.class, outcome);
            assertEquals(words.get(outcome) + "\r\n", client.ask("SENTINEL", "FAILOVER", "mymaster"));
        }
    }

    @Test
    void answersPeers() {
        RunId leader = new RunId("e".repeat(40));
        server.owners.answer(Ask.IsDown.class, new Answer.Ballot(true, leader, new Epoch(9)));
        assertEquals(
                "*3\r\n:1\r\n$40\r\n" + leader + "\r\n:9\r\n",
                client.ask("SENTINEL", "is-master-down-by-addr", "10.0.0.1", "6379", "8", leader.value()));
        server.owners.answer(Ask.IsDown.class, new Answer.Ballot(false, null, Epoch.ZERO));
        assertEquals(
                "*3\r\n:0\r\n$1\r\n*\r\n:0\r\n",
                client.ask("SENTINEL", "is-master-down-by-addr", "10.0.0.1", "6379", "8", "*"));
        assertEquals(
                "*3\r\n:0\r\n$1\r\n*\r\n:0\r\n",
                client.ask("SENTINEL", "is-master-down-by-addr", "10.0.0.1", "70000", "8", leader.value()));
        assertEquals(
                List.of(
                        new Ask.IsDown(Reports.MASTER, new Epoch(8), leader),
                        new Ask.IsDown(Reports.MASTER, new Epoch(8), null)),
                server.owners.asked);
    }

    @Test
    void takesHellosAndNothingElse() {
        assertEquals(":1\r\n", client.ask("PUBLISH", "__sentinel__:hello", "1,2,3"));
        assertEquals(
                "-ERR Only HELLO messages are accepted by Sentinel instances.\r\n", client.ask("PUBLISH", "news", "x"));
        assertEquals(List.of(new Ask.TakeHello("1,2,3")), server.owners.asked);
    }

    @Test
    void setsWhatComesBeforeTheFault() {
        assertEquals(
                "-ERR Invalid argument 'x' for SENTINEL SET 'quorum'\r\n",
                client.ask(
                        "SENTINEL",
                        "SET",
                        "mymaster",
                        "Auth-Pass",
                        "secret",
                        "failover-timeout",
                        "7",
                        "quorum",
                        "x",
                        "quorum",
                        "9"));
        Ask.Change change = (Ask.Change) server.owners.asked.get(0);
        assertEquals(Reports.NAME, change.name());
        assertEquals(
                List.of("Auth-Pass ******", "failover-timeout 7"),
                change.changes().stream().map(SettingChange::shown).toList());
    }

    @Test
    void everyOptionChangesItsSetting() {
        assertEquals(
                "+OK\r\n",
                client.ask(
                        "SENTINEL",
                        "SET",
                        "mymaster",
                        "down-after-milliseconds",
                        "1",
                        "failover-timeout",
                        "2",
                        "parallel-syncs",
                        "3",
                        "quorum",
                        "4",
                        "auth-user",
                        "u",
                        "auth-pass",
                        "p",
                        "rename-command",
                        "config",
                        "guarded",
                        "rename-command",
                        "Info",
                        "INFO",
                        "master-reboot-down-after-period",
                        "0",
                        "crash-detection",
                        "YES"));
        Ask.Change change = (Ask.Change) server.owners.asked.get(0);
        MasterSettings settings = MasterSettings.withQuorum(1);
        for (SettingChange one : change.changes()) {
            settings = one.change().apply(settings);
        }
        assertEquals(Duration.ofMillis(1), settings.downAfter());
        assertEquals(Duration.ofMillis(2), settings.failoverTimeout());
        assertEquals(3, settings.parallelSyncs());
        assertEquals(4, settings.quorum());
        assertEquals(new Credentials("u", "p"), settings.credentials());
        assertEquals(Map.of("CONFIG", "guarded"), settings.renames());
        assertEquals(Duration.ZERO, settings.rebootDownAfter());
        assertTrue(settings.crashDetection());
        assertEquals("rename-command config guarded", change.changes().get(6).shown());
    }

    @Test
    void scriptsAreSetWhereThatIsAllowedAndTheFileIsAProgram() {
        client.close();
        server.close();
        server = new Server(SentinelSettings.DEFAULTS.denyScriptsReconfig(false));
        client = server.client();
        assertEquals(
                "-ERR Client reconfiguration script seems non existing or non executable\r\n",
                client.ask(
                        "SENTINEL",
                        "SET",
                        "mymaster",
                        "Notification-Script",
                        "/a b.sh",
                        "client-reconfig-script",
                        "/nothing"));
        assertEquals(
                "-ERR Notification script seems non existing or non executable\r\n",
                client.ask("SENTINEL", "SET", "mymaster", "notification-script", "/nothing"));
        assertEquals(
                "+OK\r\n",
                client.ask(
                        "SENTINEL", "SET", "mymaster", "notification-script", "", "client-reconfig-script", "/c.sh"));
        assertEquals(2, server.owners.asked.size(), "a first pair that is refused asks nobody");
        Ask.Change half = (Ask.Change) server.owners.asked.get(0);
        assertEquals("Notification-Script /a b.sh", half.changes().get(0).shown());
        MasterSettings settings = MasterSettings.withQuorum(1);
        for (BusMessage asked : server.owners.asked) {
            for (SettingChange change : ((Ask.Change) asked).changes()) {
                settings = change.change().apply(settings);
                assertEquals(
                        settings.scripts().clientReconfig().isEmpty()
                                && settings.scripts().notification().isEmpty(),
                        change.shown().equals("notification-script "));
            }
        }
        assertEquals(new ScriptPaths("", "/c.sh"), settings.scripts());
    }

    @Test
    void pendingScriptsAreMapsOfFive() {
        assertEquals(
                "*2\r\n*10\r\n$4\r\nargv\r\n*3\r\n$5\r\n/n.sh\r\n$6\r\n+sdown\r\n$8\r\nmaster m\r\n$5\r\nflags\r\n"
                        + "$7\r\nrunning\r\n$3\r\npid\r\n$4\r\n4712\r\n$8\r\nrun-time\r\n$2\r\n17\r\n$9\r\nretry-num\r\n$1\r\n1\r\n"
                        + "*10\r\n$4\r\nargv\r\n*3\r\n$5\r\n/n.sh\r\n$6\r\n+odown\r\n$8\r\nmaster m\r\n$5\r\nflags\r\n"
                        + "$9\r\nscheduled\r\n$3\r\npid\r\n$1\r\n0\r\n$9\r\nrun-delay\r\n$5\r\n30000\r\n$9\r\nretry-num\r\n$1\r\n2\r\n",
                client.ask("SENTINEL", "PENDING-SCRIPTS"));
    }

    @Test
    void listsInBothDialects() {
        assertTrue(client.ask("SENTINEL", "MASTERS").startsWith("*1\r\n*40\r\n$4\r\nname\r\n$8\r\nmymaster\r\n"));
        assertTrue(client.ask("SENTINEL", "MASTER", "mymaster").startsWith("*40\r\n$4\r\nname\r\n"));
        String replicas = client.ask("SENTINEL", "REPLICAS", "mymaster");
        assertTrue(
                replicas.startsWith("*1\r\n*42\r\n$4\r\nname\r\n$13\r\n10.0.0.2:6379\r\n"),
                "the hidden one is not shown");
        assertEquals(replicas, client.ask("SENTINEL", "slaves", "mymaster"));
        assertTrue(client.ask("SENTINEL", "SENTINELS", "mymaster").startsWith("*1\r\n*28\r\n"));
        client.ask("HELLO", "3");
        assertTrue(client.ask("SENTINEL", "MASTERS").startsWith("*1\r\n%20\r\n$4\r\nname\r\n"));
        assertTrue(client.ask("SENTINEL", "SENTINELS", "mymaster").startsWith("*1\r\n%14\r\n"));
    }

    @Test
    void countsTheQuorum() {
        Duration down = Duration.ofSeconds(1);
        server.owners.answer(
                Ask.Instances.class,
                Reports.monitor(null, Reports.master(Reports.HEALTHY, Reports.health(down, true))));
        assertEquals(
                "-NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the specified quorum for this"
                        + " master. Not enough available Sentinels to reach the majority and authorize a failover\r\n",
                client.ask("SENTINEL", "CKQUORUM", "mymaster"));
    }

    @Test
    void helpListsWhatExists() {
        String help = client.ask("SENTINEL", "HELP");
        assertTrue(help.contains("+SENTINEL <subcommand> [<arg> [value] [opt] ...]. Subcommands are:\r\n"));
        assertTrue(help.contains("+CKQUORUM <master-name>\r\n+    Check if"));
        assertTrue(help.endsWith("+HELP\r\n+    Prints this help.\r\n"));
    }
}
