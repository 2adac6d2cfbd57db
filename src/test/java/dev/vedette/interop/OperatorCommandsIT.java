package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.Resp;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands about the process itself, to a whole stock sentinel and to a whole one of ours that watch the same
 * master: the same words get the same answer where 7.0.15 knows them, and what it does not know is as the later ones
 * have it.
 */
class OperatorCommandsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** How often {@link #calls} has asked, which is an INFO, too. */
    private static long asking;

    /** What other versions say otherwise. */
    private static final List<String> OTHER_HELP = List.of(
            "FAILOVER <master-name>",
            "FAILOVER <master-name> [COORDINATED]",
            "CONFIG SET <param> <value>",
            "CONFIG GET <param>",
            "CONFIG SET <param> <value> [<param> <value> ...]",
            "CONFIG GET <param> [<param> <param> ...]");

    private static Deployment deployment;
    private static SentinelProcess stock;
    private static SentinelProcess ours;

    @BeforeAll
    static void start() throws IOException {
        deployment = Deployment.start(new Deployment.Plan(
                Machine.redis(),
                1,
                List.of(SentinelFlavour.STOCK.make(), SentinelFlavour.VEDETTE.make()),
                2,
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                false));
        stock = deployment.sentinels().get(0);
        ours = deployment.sentinels().get(1);
        deployment.awaitDiscovered();
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DEBUG",
                "DEBUG x",
                "DEBUG x 1",
                "DEBUG info-period",
                "DEBUG info-period 0",
                "DEBUG INFO-PERIOD -1",
                "DEBUG info-period abc",
                "DEBUG info-period 10000 y",
                "DEBUG script-max-runtime 61000 Ask-Period x",
                "DEBUG",
                "DEBUG script-max-runtime 60000",
                "DEBUG",
                "CONFIG",
                "CONFIG SET x y",
                "CONFIG SET announce-port 70000",
                "CONFIG SET announce-port -1",
                "CONFIG SET announce-port x",
                "CONFIG GET sentinel-user",
                "CONFIG GET SENTINEL-*",
                "CONFIG GET announce-port",
                "CONFIG GET nope",
                "INFO-CACHE",
                "INFO-CACHE nope",
                "SIMULATE-FAILURE",
                "SIMULATE-FAILURE help",
                "SIMULATE-FAILURE nope",
                "SIMULATE-FAILURE crash-after-election nope",
                "SIMULATE-FAILURE CRASH-AFTER-PROMOTION help",
            })
    void answersAsTheStockSentinelDoes(String command) throws IOException {
        assertEquals(said(stock, command), said(ours, command));
        assertEquals(flags(stock), flags(ours));
        said(stock, "SIMULATE-FAILURE help");
        said(ours, "SIMULATE-FAILURE help");
    }

    private static String flags(SentinelProcess sentinel) throws IOException {
        return String.valueOf(Resp.info(sentinel.ask("INFO", "sentinel")).get("sentinel_simulate_failure_flags"));
    }

    /** Several options at once came after 7.0. */
    @Test
    void configTakesAllOrNothing() throws IOException {
        assertEquals(
                "ERR Duplicate argument 'ANNOUNCE-ip' to SENTINEL CONFIG SET",
                said(ours, "CONFIG SET announce-ip 10.0.0.1 ANNOUNCE-ip 10.0.0.2"));
        assertEquals(
                "ERR Missing argument 'announce-port' value",
                said(ours, "CONFIG SET announce-ip 10.0.0.1 announce-port"));
        assertEquals(
                "ERR Invalid value 'loud' to SENTINEL CONFIG SET 'LogLevel'",
                said(ours, "CONFIG SET announce-ip 10.0.0.1 LogLevel loud"));
        assertEquals(
                "ERR Invalid value 'host.example' to SENTINEL CONFIG SET 'announce-ip'",
                said(ours, "CONFIG SET announce-ip host.example"));
        assertEquals(
                "ERR Invalid argument at index 4 for SENTINEL CONFIG SET: control characters are not allowed",
                said(ours, "CONFIG SET sentinel-pass a\nb"));
        assertEquals(List.of("announce-ip", ""), ours.ask("SENTINEL", "CONFIG", "GET", "announce-ip"));
        assertTrue(said(ours, "CONFIG DEL a b").startsWith("ERR Only SENTINEL CONFIG GET <param> [<param> <param>"));

        String before = ours.id();
        assertEquals("OK", said(ours, "CONFIG SET loglevel verbose announce-ip 127.0.0.1 sentinel-user bob"));
        assertEquals(
                "[loglevel, verbose, announce-ip, 127.0.0.1, announce-hostnames, no, announce-port, 0, sentinel-user, bob]",
                said(ours, "CONFIG GET LOG* announce-i[p] announce-* *user"));
        String file = Files.readString(ours.configuration());
        assertTrue(file.contains("sentinel announce-ip \"127.0.0.1\"\n"), file);
        assertTrue(file.contains("loglevel verbose\n") && file.contains("sentinel sentinel-user bob\n"), file);

        assertEquals("OK", said(ours, "CONFIG SET sentinel-user \"\" announce-ip \"\" loglevel notice"));
        file = Files.readString(ours.configuration());
        assertTrue(!file.contains("announce-ip") && !file.contains("sentinel-user"), file);
        assertEquals(before, ours.id());
        // Where the stock sentinel would announce an empty address, and be lost to its peers.
        Await.until(
                PATIENCE,
                "the peers still know one another",
                () -> "1".equals(stock.master().get("num-other-sentinels")) && "sentinel".equals(peer().get("flags")),
                deployment::evidence);
    }

    private static Map<String, String> peer() throws IOException {
        List<?> peers = (List<?>) stock.ask("SENTINEL", "SENTINELS", Deployment.MASTER);
        return Resp.fields(peers == null || peers.isEmpty() ? null : peers.get(0));
    }

    @Test
    void changedCredentialsOpenTheConnectionsToPeersAnew() throws IOException {
        Await.until(
                PATIENCE,
                "the peer has a connection of ours",
                () -> !connection().isEmpty(),
                deployment::evidence);
        String before = connection();
        assertEquals("OK", said(ours, "CONFIG SET sentinel-pass secret"));
        Await.until(
                PATIENCE,
                "the peer has another connection of ours than " + before,
                () -> {
                    String now = connection();
                    return !now.isEmpty() && !now.equals(before);
                },
                deployment::evidence);
        assertEquals("OK", said(ours, "CONFIG SET sentinel-pass \"\""));
    }

    /** The stock sentinel's name for the connection that we have opened to it. */
    private static String connection() throws IOException {
        String name = " name=sentinel-" + ours.id().substring(0, 8) + "-cmd ";
        return String.valueOf(stock.ask("CLIENT", "LIST"))
                .lines()
                .filter(line -> line.contains(name))
                .map(line -> line.replaceFirst(" .*", ""))
                .findFirst()
                .orElse("");
    }

    @Test
    void infoCacheShowsTheWholeTexts() throws IOException {
        Object theirs = stock.ask("SENTINEL", "INFO-CACHE", Deployment.MASTER, "nope");
        Object mine = ours.ask("SENTINEL", "INFO-CACHE", Deployment.MASTER, "nope");
        assertEquals(shape(theirs), shape(mine));
        assertEquals("[mymaster, [[age, master], [age, slave]]]", shape(mine));
    }

    private static String shape(@Nullable Object reply) {
        return String.valueOf(reply)
                .replaceAll("(?s)\\[[0-9]+, # Server.*?role:(master|slave).*?\\](?=[,\\]])", "[age, $1]");
    }

    @Test
    void helpHasTheSameLines() throws IOException {
        List<Object> theirs = lines(stock);
        List<Object> mine = lines(ours);
        theirs.removeAll(OTHER_HELP);
        mine.removeAll(OTHER_HELP);
        assertEquals(theirs, mine);
    }

    private static List<Object> lines(SentinelProcess sentinel) throws IOException {
        List<?> reply = (List<?>) sentinel.ask("SENTINEL", "HELP");
        return new ArrayList<>(reply == null ? List.of() : reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "server", "CLIENTS stats", "cpu", "sentinel", "default", "all", "everything", "nope"})
    void infoHasTheSameKeys(String sections) throws IOException {
        List<String> theirs = keys(stock, sections);
        List<String> mine = keys(ours, sections);
        mine.removeAll(List.of("vedette_version", "listener0", "sentinel_total_tilt"));
        assertEquals(theirs, mine);
    }

    private static List<String> keys(SentinelProcess sentinel, String sections) throws IOException {
        String text = String.valueOf(sentinel.ask(("INFO " + sections).trim().split(" ")));
        return new ArrayList<>(
                text.lines().map(line -> line.replaceFirst(":.*", "")).toList());
    }

    /** Valkey's words for the same things. */
    @Test
    void primaryIsAnotherWordForMaster() throws IOException {
        String[] address = {"SENTINEL", "GET-PRIMARY-ADDR-BY-NAME", Deployment.MASTER};
        assertEquals(ours.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Deployment.MASTER), ours.ask(address));
        assertNull(ours.ask("SENTINEL", "GET-PRIMARY-ADDR-BY-NAME", "nope"));
        assertEquals(
                ours.master().get("runid"),
                Resp.fields(ours.ask("SENTINEL", "PRIMARY", Deployment.MASTER)).get("runid"));
        assertEquals(1, ((List<?>) java.util.Objects.requireNonNull(ours.ask("SENTINEL", "PRIMARIES"))).size());
        String port = String.valueOf(deployment.nodes().get(0).port());
        assertEquals(
                List.of(0L, "*", 0L), ours.ask("SENTINEL", "IS-PRIMARY-DOWN-BY-ADDR", "127.0.0.1", port, "0", "*"));
        assertEquals("OK", said(ours, "SET mymaster primary-reboot-down-after-period 5"));
        assertEquals("OK", said(ours, "SET mymaster master-reboot-down-after-period 0"));
    }

    /** Also of the periods that a running process goes by. */
    @Test
    void aTunedPeriodIsInForceAtOnce() throws IOException {
        assertEquals("OK", said(ours, "DEBUG info-period 200"));
        // At the standard period both sentinels together would ask ten times in 50 s.
        long before = calls();
        long asked = asking;
        Await.until(PATIENCE, "ten more INFO", () -> calls() - before >= 10 + (asking - asked), deployment::evidence);
        assertEquals("OK", said(ours, "DEBUG info-period 10000"));
    }

    private static long calls() throws IOException {
        asking++;
        String stats =
                String.valueOf(deployment.nodes().get(0).info("commandstats").get("cmdstat_info"));
        return Long.parseLong(stats.replaceFirst("calls=([0-9]+),.*", "$1"));
    }

    private static @Nullable Object reply(SentinelProcess sentinel, String[] words) throws IOException {
        try {
            return sentinel.ask(words);
        } catch (Resp.Refused refused) {
            return refused.getMessage();
        }
    }

    private static String said(SentinelProcess sentinel, String command) throws IOException {
        String[] words = ("SENTINEL " + command).split(" ");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].equals("\"\"") ? "" : words[i];
        }
        return String.valueOf(reply(sentinel, words));
    }
}
