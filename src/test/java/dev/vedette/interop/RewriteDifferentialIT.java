package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same file to a Vedette and to a redis-sentinel, the same orders, the same failover: what either has made of the
 * file is compared line by line, and either starts on the other's.
 *
 * <p>Three kinds of lines are left out: blank ones (Redis puts one in front of each line that it appends), our marks at
 * both ends, and what Redis says about itself as a server and we are not.
 */
class RewriteDifferentialIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String MASTER = Deployment.MASTER;
    /** Redis writes them because a sentinel's default is another one than a server's. */
    private static final List<String> OF_A_SERVER = List.of("protected-mode no", "latency-tracking-info-percentiles ");

    /** A line that is there stays with us when its value is the default again. */
    private static final List<String> DEFAULTS = List.of(
            "sentinel parallel-syncs " + MASTER + " 1",
            "sentinel master-reboot-down-after-period " + MASTER + " 0",
            "sentinel announce-port 0");

    /** No line of ours says what its default says anyway: {@code user default on nopass ~* &* +@all}. */
    private static final String DEFAULT_USER = "user default on nopass ";

    /** Where they stand depends on who was discovered before which save; they are compared apart. */
    private static final List<String> DISCOVERED = List.of("sentinel known-replica ", "sentinel known-sentinel ");

    private final List<Twin> twins = new ArrayList<>();

    @TempDir
    Path folder;

    @FunctionalInterface
    private interface Deed {
        void to(Twin twin) throws IOException;
    }

    @AfterEach
    void stop() throws IOException {
        for (Twin twin : twins) {
            twin.close();
        }
    }

    private void start(List<String> lines) throws IOException {
        for (SentinelFlavour flavour : List.of(SentinelFlavour.VEDETTE, SentinelFlavour.STOCK)) {
            Twin twin = new Twin(flavour, lines);
            twins.add(twin);
            twin.node("r2").ask("CONFIG", "SET", "replica-priority", "10");
        }
        both(twin -> Await.until(PATIENCE, "the priority is known", () -> twin.sentinel.replicas().stream()
                .anyMatch(replica -> "10".equals(replica.get("slave-priority")))));
    }

    private void both(Deed deed) throws IOException {
        for (Twin twin : twins) {
            deed.to(twin);
        }
    }

    private void ask(String... command) throws IOException {
        both(twin -> assertEquals("OK", twin.ask(command), twin.flavour::toString));
    }

    /** The lines of their files, as they are once both have settled. */
    private void assertSameFile(UnaryOperator<List<String>> view) throws IOException {
        both(twin -> twin.ask("SENTINEL", "FLUSHCONFIG"));
        Await.until(
                PATIENCE,
                "both files say the same",
                () -> view.apply(lines(twins.get(0))).equals(view.apply(lines(twins.get(1)))),
                () -> {
                    try {
                        return "ours:\n" + String.join("\n", lines(twins.get(0))) + "\n\ntheirs:\n"
                                + String.join("\n", lines(twins.get(1)));
                    } catch (IOException e) {
                        return e.toString();
                    }
                });
    }

    private static List<String> lines(Twin twin) throws IOException {
        List<String> lines = new ArrayList<>(twin.file());
        lines.removeIf(line -> line.isBlank()
                || line.startsWith("# vedette")
                || line.startsWith(DEFAULT_USER)
                || DEFAULTS.contains(line)
                || OF_A_SERVER.stream().anyMatch(line::startsWith));
        List<String> discovered = lines.stream()
                .filter(line -> DISCOVERED.stream().anyMatch(line::startsWith))
                .sorted()
                .toList();
        lines.removeAll(discovered);
        lines.addAll(discovered);
        return lines;
    }

    @Test
    void aFileOfOneMasterLivesThroughEverything() throws IOException {
        Path script = folder.resolve("script");
        Files.writeString(script, "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        start(List.of(
                "",
                "# What the operator remarks stays,",
                "   # trimmed.",
                "sentinel deny-scripts-reconfig no",
                "",
                "",
                "SENTINEL Auth-Pass mymaster first",
                "# below",
                "loglevel verbose",
                "maxclients 500",
                "sentinel auth-user mymaster somebody",
                "sentinel rename-command mymaster CLIENT CLIENT"));
        both(twin -> twin.ask("SENTINEL", "SET", MASTER, "auth-pass", "", "auth-user", ""));
        assertSameFile(UnaryOperator.identity());

        ask("SENTINEL", "SET", MASTER, "down-after-milliseconds", "3000");
        ask("SENTINEL", "SET", MASTER, "notification-script", script.toString());
        ask("SENTINEL", "SET", MASTER, "client-reconfig-script", script.toString());
        ask("SENTINEL", "SET", MASTER, "master-reboot-down-after-period", "7");
        ask("SENTINEL", "CONFIG", "SET", "announce-ip", "127.0.0.1");
        ask("SENTINEL", "CONFIG", "SET", "announce-port", "1234");
        ask("SENTINEL", "CONFIG", "SET", "sentinel-user", "peer");
        ask("SENTINEL", "CONFIG", "SET", "sentinel-pass", "pass");
        both(twin -> twin.greet(
                twin.closed(0), Twin.STRANGER, 0, MASTER, twin.node("r1").port(), 0));
        assertSameFile(UnaryOperator.identity());

        ask("SENTINEL", "SET", MASTER, "notification-script", "");
        ask("SENTINEL", "SET", MASTER, "client-reconfig-script", "");
        ask("SENTINEL", "SET", MASTER, "master-reboot-down-after-period", "0");
        ask("SENTINEL", "CONFIG", "SET", "sentinel-user", "");
        ask("SENTINEL", "CONFIG", "SET", "sentinel-pass", "");
        ask("SENTINEL", "CONFIG", "SET", "announce-port", "0");
        both(twin -> assertEquals(1L, twin.ask("SENTINEL", "RESET", MASTER)));
        both(twin -> twin.deployment.awaitDiscovered());
        assertSameFile(UnaryOperator.identity());
    }

    /** Who takes which old place differs with several masters: see OldFile. The lines are the same ones. */
    @Test
    void filesOfSeveralMastersSayTheSameAfterAFailoverAndStartTheOtherProgram() throws IOException {
        start(List.of("# one more", "sentinel deny-scripts-reconfig no"));
        both(twin -> assertEquals(
                "OK", twin.ask("SENTINEL", "MONITOR", "other", "127.0.0.1", String.valueOf(twin.closed(0)), "2")));
        ask("SENTINEL", "SET", "other", "auth-pass", "secret", "rename-command", "CONFIG", "cfg");
        both(twin -> twin.node("r1").child().kill());
        both(twin -> twin.deployment.awaitOtherMaster(twin.node("r1").port(), PATIENCE));
        both(twin -> Await.until(PATIENCE, "the failover ends", () -> twin.said().stream()
                .anyMatch(said -> said.event().equals("+switch-master"))));
        both(twin -> assertEquals("OK", twin.ask("SENTINEL", "REMOVE", "other")));
        both(twin -> assertEquals(
                "OK", twin.ask("SENTINEL", "MONITOR", "third", "127.0.0.1", String.valueOf(twin.closed(1)), "2")));
        ask("SENTINEL", "SET", MASTER, "parallel-syncs", "2");
        // A master that is new here has no vote with us in any epoch that has been; with Redis in none that it
        // remembers.
        assertSameFile(lines -> lines.stream()
                .filter(line -> !line.startsWith("sentinel leader-epoch third "))
                .sorted()
                .toList());

        for (Twin twin : twins) {
            List<String> before = sentinelLines(twin);
            twin.sentinel.child().terminate(PATIENCE);
            twin.sentinel.startAs(
                    twin.flavour == SentinelFlavour.STOCK
                            ? SentinelFlavour.VEDETTE.make()
                            : SentinelFlavour.STOCK.make());
            twin.sentinel.awaitReady();
            assertEquals("OK", twin.ask("SENTINEL", "FLUSHCONFIG"));
            assertEquals(before, sentinelLines(twin), twin.flavour::toString);
        }
    }

    private static List<String> sentinelLines(Twin twin) throws IOException {
        return lines(twin).stream()
                .filter(line -> line.startsWith("sentinel "))
                .sorted()
                .toList();
    }
}
