package dev.vedette.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Level;
import dev.vedette.config.Loading.Loaded;
import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterState;
import dev.vedette.model.RunId;
import dev.vedette.model.ScriptPaths;
import dev.vedette.model.SentinelSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentinelConfTest {
    private static final String M = "sentinel monitor mm 127.0.0.1 6379 2\n";
    private @TempDir Path folder;

    private Path file() {
        return folder.resolve("sentinel.conf");
    }

    @Test
    void readsEverythingThatItKnows() {
        Loaded loaded = Configs.loaded(file(), """
        # a comment
        PORT 26380
        bind 127.0.0.1 -::1
        maxclients 50
        loglevel VERBOSE
        sentinel down-after-milliseconds mm 5000
        SENTINEL Monitor mm 127.0.0.1 6379 2
        sentinel failover-timeout mm 60000
        sentinel parallel-syncs mm 3
        sentinel auth-pass mm "pass word"
        sentinel auth-user mm 'me'
        sentinel rename-command mm config "c g"
        sentinel primary-reboot-down-after-period mm 7
        sentinel crash-detection mm Yes
        sentinel announce-ip "10.0.0.9"
        sentinel announce-port 5000
        sentinel sentinel-user su
        sentinel sentinel-pass sp
        sentinel resolve-hostnames no
        sentinel announce-hostnames no
        sentinel deny-scripts-reconfig no
        sentinel notification-script mm sh
        sentinel client-reconfig-script mm /bin/sh
        dir /bin
        sentinel myid 0123456789abcdef0123456789abcdef01234567
        sentinel config-epoch mm 4
        sentinel leader-epoch mm 5
        sentinel current-epoch 3
        sentinel known-replica mm 127.0.0.1 6380
        sentinel known-slave mm ::0:1 6381
        sentinel known-sentinel mm 127.0.0.1 26381 abc
        sentinel known-sentinel mm 127.0.0.1 26382
        sentinel
        """);
        assertEquals(
                SentinelSettings.DEFAULTS
                        .port(26380)
                        .bind("127.0.0.1", "-::1")
                        .announce("10.0.0.9", 5000)
                        .peerCredentials(new Credentials("su", "sp"))
                        .maxClients(50)
                        .denyScriptsReconfig(false)
                        .folder("/bin"),
                loaded.settings());
        assertEquals(Level.VERBOSE, loaded.logLevel());
        assertEquals(new RunId(Configs.ID), loaded.state().myId());
        assertFalse(loaded.idIsNew());
        assertEquals(new Epoch(4), loaded.state().currentEpoch(), "a config epoch raises it");
        MasterState mm = loaded.state().masters().get(Configs.name("mm"));
        assertEquals(new Address("127.0.0.1", 6379), mm.address());
        assertEquals(2, mm.settings().quorum());
        assertEquals(Duration.ofSeconds(5), mm.settings().downAfter());
        assertEquals(Duration.ofMinutes(1), mm.settings().failoverTimeout());
        assertEquals(3, mm.settings().parallelSyncs());
        assertEquals(new Credentials("me", "pass word"), mm.settings().credentials());
        assertEquals(new TreeMap<>(Map.of("CONFIG", "c g")), mm.settings().renames());
        assertEquals(Duration.ofMillis(7), mm.settings().rebootDownAfter());
        assertTrue(mm.settings().crashDetection());
        assertEquals(new ScriptPaths("sh", "/bin/sh"), mm.settings().scripts());
        assertEquals(new Epoch(4), mm.configEpoch());
        assertEquals(new Epoch(5), mm.leaderEpoch());
        assertEquals(new TreeSet<>(List.of(new Address("127.0.0.1", 6380), new Address("::1", 6381))), mm.replicas());
        assertEquals(new TreeMap<>(Map.of(new RunId("abc"), new Address("127.0.0.1", 26381))), mm.peers());
    }

    @Test
    void takesRedissDefaultsWhereNothingIsSaid() {
        Loaded loaded = Configs.loaded(file(), M);
        assertEquals(SentinelSettings.DEFAULTS, loaded.settings());
        assertEquals(Level.NOTICE, loaded.logLevel());
        assertTrue(loaded.idIsNew());
        assertFalse(loaded.onDisk());
        assertTrue(loaded.state().myId().value().matches("[0-9a-f]{40}"));
        MasterState mm = loaded.state().masters().get(Configs.name("mm"));
        assertEquals(Duration.ofSeconds(30), mm.settings().downAfter());
        assertEquals(Duration.ofMinutes(3), mm.settings().failoverTimeout());
        assertEquals(1, mm.settings().parallelSyncs());
    }

    @Test
    void loadsWhatRedisLeavesBehind() {
        Loaded loaded = Configs.loaded(file(), """
        port 27911
        sentinel monitor mm 127.0.0.1 6399 2

        acllog-max-len 128
        loglevel notice
        logfile ""
        daemonize no
        pidfile "/var/run/redis-sentinel.pid"
        # Generated by CONFIG REWRITE
        dir "/tmp"
        latency-tracking-info-percentiles 50 99 99.9
        protected-mode no
        user default on nopass sanitize-payload ~* &* +@all
        sentinel myid 6f390944cae9d829c12d7fcfd4d1dc90347dcf99
        sentinel config-epoch mm 0
        sentinel leader-epoch mm 0
        sentinel current-epoch 0

        """);
        assertEquals(
                "6f390944cae9d829c12d7fcfd4d1dc90347dcf99",
                loaded.state().myId().value());
        assertEquals(List.of(), loaded.remarks());
        assertEquals(Path.of("/var/run/redis-sentinel.pid"), loaded.service().pidFile());
        assertTrue(loaded.onDisk());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sentinel monitor xx 127.0.0.1 6379 0 | Quorum must be 1 or greater.",
                "sentinel monitor xx 127.0.0.1 6379 two | Quorum must be 1 or greater.",
                "sentinel monitor xx 127.0.0.1 6379 2x | Quorum must be 1 or greater.",
                "sentinel monitor mm 127.0.0.1 6379 2 | Duplicate master name.",
                "sentinel monitor xx redis.example 6379 2 | Can't resolve instance hostname.",
                "sentinel monitor xx 127.1 6379 2 | Can't resolve instance hostname.",
                "sentinel monitor xx 127.0.0.1 65536 2 | Invalid port number.",
                "sentinel monitor xx 127.0.0.1 -1 2 | Invalid port number.",
                "sentinel monitor xx 127.0.0.1 63a 2 | Invalid port number.",
                "sentinel monitor xx 127.0.0.1 2 | Unrecognized sentinel configuration statement.",
                "sentinel monitor | Unrecognized sentinel configuration statement.",
                "sentinel monitr xx 127.0.0.1 6379 2 | Unrecognized sentinel configuration statement.",
                "sentinel down-after-milliseconds no 1 | No such master with specified name.",
                "sentinel down-after-milliseconds mm 0 | negative or zero time parameter.",
                "sentinel down-after-milliseconds mm -5 | negative or zero time parameter.",
                "sentinel down-after-milliseconds mm 5s | negative or zero time parameter.",
                "sentinel down-after-milliseconds mm 99999999999999999999 | negative or zero time parameter.",
                "sentinel down-after-milliseconds mm | Unrecognized sentinel configuration statement.",
                "sentinel failover-timeout mm 0 | negative or zero time parameter.",
                "sentinel crash-detection mm maybe | Please specify yes or no for the crash-detection option.",
                "sentinel master-reboot-down-after-period mm -1 | negative time parameter.",
                "sentinel parallel-syncs mm 0 | Invalid parallel-syncs.",
                "sentinel auth-pass mm a b | Unrecognized sentinel configuration statement.",
                "sentinel notification-script mm /nowhere/n | Notification script seems non existing or non executable.",
                "sentinel notification-script mm / | Notification script seems non existing or non executable.",
                "sentinel notification-script mm \"\" | Notification script seems non existing or non executable.",
                "sentinel notification-script mm \"a\\x00\" | Notification script seems non existing or non executable.",
                "sentinel notification-script no /bin/sh | No such master with specified name.",
                "sentinel notification-script mm | Unrecognized sentinel configuration statement.",
                "sentinel client-reconfig-script mm pom.xml | Client reconfiguration script seems non existing or non executable.",
                "sentinel announce-ip some.host | Invalid announce-ip.",
                "sentinel announce-port 70000 | Invalid port number.",
                "sentinel deny-scripts-reconfig maybe | Please specify yes or no for the deny-scripts-reconfig options.",
                "sentinel resolve-hostnames maybe | Please specify yes or no for the resolve-hostnames option.",
                "sentinel announce-hostnames maybe | Please specify yes or no for the announce-hostnames option.",
                "sentinel myid 123 | Malformed Sentinel id in myid option.",
                "sentinel current-epoch one | Invalid epoch.",
                "sentinel current-epoch 99999999999999999999 | Invalid epoch.",
                "sentinel config-epoch mm -1 | Invalid epoch.",
                "sentinel known-replica mm 10.0.0.1 6379 7 | Unrecognized sentinel configuration statement.",
                "sentinel known-replica mm host 6379 | Can't resolve instance hostname.",
                "sentinel known-slave mm 10.0.0.2 1 | Duplicate hostname and port for replica.",
                "sentinel known-sentinel mm 10.0.0.2 1 peer | Duplicate runid for sentinel.",
                "sentinel rename-command mm config x | Same command renamed multiple times with rename-command.",
                "foo bar | Bad directive or wrong number of arguments",
                "\"\" x | Bad directive or wrong number of arguments",
                "port | wrong number of arguments",
                "port abc | argument couldn't be parsed into an integer",
                "port 70000 | argument must be between 0 and 65535 inclusive",
                "maxclients 0 | argument must be between 1 and 4294967295 inclusive",
                "loglevel loud | argument(s) must be one of the following: debug, verbose, notice, warning, nothing",
                "protected-mode maybe | argument must be 'yes' or 'no'",
                "rename-command ping | Bad directive or wrong number of arguments",
                "bind | wrong number of arguments",
                "bind some.host | Invalid bind address.",
                "tcp-backlog | wrong number of arguments",
                "tls-port 70000 | argument must be between 0 and 65535 inclusive",
                "tls-port | wrong number of arguments",
                "tls-ports 1 | Bad directive or wrong number of arguments",
                "tls-auth-clients maybe | argument(s) must be one of the following: no, yes, optional",
                "tls-replication maybe | argument must be 'yes' or 'no'",
                "tls-protocols SSLv3 | Invalid tls-protocols specified. Use a combination of 'TLSv1', 'TLSv1.1',"
                        + " 'TLSv1.2' and 'TLSv1.3'.",
                "tls-ciphers NONSENSE | Unknown cipher 'NONSENSE', or one that this Java does not have.",
                "user | Bad directive or wrong number of arguments",
                "acllog-max-len x | argument couldn't be parsed into an integer",
                "acl-pubsub-default x | argument(s) must be one of the following: allchannels, resetchannels",
                "port \"26379 | Unbalanced quotes in configuration line",
            })
    void saysWhatIsWrongWithALine(String line, String message) {
        Loading loading = Configs.load(file(), M + """
        sentinel known-replica mm 10.0.0.2 1
        sentinel known-sentinel mm 10.0.0.2 1 peer
        sentinel rename-command mm CONFIG y
        """ + "  " + line + "\n");
        Problem problem = Configs.problem(loading);
        assertEquals(message, problem.message());
        assertEquals(5, problem.line());
        assertEquals(file().toString(), problem.source());
        assertFalse(problem.valid().isEmpty(), "what would be valid");
        assertTrue(problem.value().startsWith(line.split(" ")[0]), problem.value());
    }

    @Test
    void showsEveryProblemAtOnceInTheOrderOfTheLines() {
        Loading loading = Configs.load(file(), """
        sentinel down-after-milliseconds other 5
        sentinel monitor a 127.0.0.1 6379 0
        sentinel down-after-milliseconds a 0
        prot 26379
        sentinel monitor b 127.0.0.1 6379 1
        sentinel failover-timeout b never
        """, "port x");
        List<Problem> problems = Configs.problems(loading);
        assertEquals(
                List.of(1, 2, 4, 6, 8), problems.stream().map(Problem::line).toList(), "line 3 follows from line 2");
        assertEquals(ConfLine.OPTIONS, problems.get(4).source());
        assertEquals("did you mean port?", problems.get(2).valid());
        String report = ((Loading.Refused) loading).report("Redis 7.0.15");
        assertTrue(
                report.startsWith(
                        "\n*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***\nReading the configuration file, at line 1\n"),
                report);
        assertTrue(
                report.contains(
                        "Reading the configuration file, at line 2\n>>> 'sentinel monitor a 127.0.0.1 6379 0'\nQuorum must be 1 or greater.\nValid: "),
                report);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sentinel auth-pass nobody hunter2",
                "SENTINEL \"auth-pass\" nobody 'hunter2",
                "sentinel sentinel-pass a hunter2",
                "requirepass hunter2 x",
                "user alice on >hunter2\nuser alice on >hunter2"
            })
    void neverShowsASecret(String line) {
        assertFalse(Configs.problem(Configs.load(file(), line + "\n")).text().contains("hunter2"));
    }

    @Test
    void optionsCountAfterTheFile() {
        List<String> options = CommandLine.of(List.of(
                        "s.conf",
                        "--port",
                        "26380",
                        "--sentinel",
                        "auth-pass",
                        "mm",
                        "a b",
                        "--sentinel announce-port 7"))
                .options();
        assertEquals(List.of("port 26380", "sentinel auth-pass mm \"a b\"", "sentinel announce-port 7"), options);
        Loaded loaded = Configs.loaded(file(), "port 1\n" + M, options.toArray(new String[0]));
        assertEquals(26380, loaded.settings().port());
        assertEquals(7, loaded.settings().announcePort());
        assertEquals(
                "a b",
                loaded.state()
                        .masters()
                        .get(Configs.name("mm"))
                        .settings()
                        .credentials()
                        .password());
    }

    @Test
    void anOptionThatRepeatsWhatTheFileHoldsByNowIsNoMistake() {
        String option = "sentinel monitor mm 127.0.0.1 7000 2";
        Loaded loaded = Configs.loaded(file(), M, option);
        assertEquals(
                6379, loaded.state().masters().get(Configs.name("mm")).address().port());
        assertEquals(1, loaded.remarks().size());
        assertTrue(
                loaded.remarks().get(0).contains("has no effect"),
                loaded.remarks().get(0));
    }

    @Test
    void ignoresItselfAmongThePeers() {
        Loaded loaded = Configs.loaded(
                file(),
                M + "sentinel known-sentinel mm 127.0.0.1 26379 " + Configs.ID + "\nsentinel myid " + Configs.ID
                        + "\n");
        assertTrue(loaded.state().masters().get(Configs.name("mm")).peers().isEmpty());
        assertEquals(1, loaded.remarks().size());
    }

    @Test
    void randomLinesNeverThrow() {
        Random random = new Random(5);
        String[] words = {
            "sentinel",
            "monitor",
            "mm",
            "127.0.0.1",
            "6379",
            "2",
            "known-replica",
            "myid",
            Configs.ID,
            "current-epoch",
            "-1",
            "\"",
            "'",
            "\\x",
            "port",
            "bind",
            "*",
            "user",
            "default",
            "rename-command",
            "auth-pass",
            "",
            "\u0000",
            "ü",
            "::"
        };
        int accepted = 0;
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? M : "");
            for (int i = random.nextInt(4); i > 0; i--) {
                text.append(random.nextBoolean() ? "sentinel " : "");
                for (int w = random.nextInt(6); w > 0; w--) {
                    text.append(random.nextInt(6) == 0 ? Configs.text(random) : words[random.nextInt(words.length)])
                            .append(' ');
                }
                text.append('\n');
            }
            if (Configs.load(file(), text.toString()) instanceof Loaded) {
                accepted++;
            }
        }
        assertTrue(accepted > 100 && accepted < 2_900, "both ends are reached, accepted " + accepted);
    }
}
