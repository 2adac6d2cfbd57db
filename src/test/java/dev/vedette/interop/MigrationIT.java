package dev.vedette.interop;

import static dev.vedette.interop.SentinelFlavour.STOCK;
import static dev.vedette.interop.SentinelFlavour.VEDETTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.EventLog;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * docs/migration.md, step by step: three redis-sentinels are replaced by Vedettes in place, one after the other, on the
 * same files; and back again. The commands are those of the page.
 */
class MigrationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EventLog events = new EventLog();

    @Test
    @Tag("long")
    void inPlaceAndBackWithFailoversOnTheWay() throws IOException {
        Deployment.Plan plan = new Deployment.Plan(
                Machine.redis(),
                2,
                Collections.nCopies(3, STOCK.make()),
                2,
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                false);
        try (Deployment deployment = Deployment.start(plan);
                events) {
            deployment.awaitDiscovered();
            List<SentinelProcess> sentinels = deployment.sentinels();
            for (SentinelProcess sentinel : sentinels) {
                events.follow(sentinel);
            }
            replace(deployment, sentinels.get(0), VEDETTE);
            failOver(deployment);
            replace(deployment, sentinels.get(1), VEDETTE);
            failOver(deployment);
            replace(deployment, sentinels.get(2), VEDETTE);
            failOver(deployment);
            replace(deployment, sentinels.get(0), STOCK);
            failOver(deployment);
            replace(deployment, sentinels.get(1), STOCK);
            replace(deployment, sentinels.get(2), STOCK);
            failOver(deployment);
        }
    }

    private static boolean countsThree(List<SentinelProcess> sentinels) throws IOException {
        for (SentinelProcess sentinel : sentinels) {
            String quorum = String.valueOf(sentinel.ask("SENTINEL", "CKQUORUM", Deployment.MASTER));
            if (!quorum.startsWith("OK 3 usable Sentinels")) {
                return false;
            }
        }
        return true;
    }

    /** What a sentinel remembers, as its file has it: identity, epochs, topology. */
    private static Set<String> memory(SentinelProcess sentinel) throws IOException {
        Set<String> memory = new TreeSet<>();
        for (String line : Files.readAllLines(sentinel.configuration())) {
            if (line.matches("sentinel (myid|current-epoch|config-epoch|leader-epoch|known-.*|monitor) .*")) {
                memory.add(line.replace("\"", ""));
            }
        }
        return memory;
    }

    private void replace(Deployment deployment, SentinelProcess sentinel, SentinelFlavour by) throws IOException {
        int port = sentinel.masterPort();
        String quorum = String.valueOf(sentinel.ask("SENTINEL", "CKQUORUM", Deployment.MASTER));
        assertTrue(quorum.startsWith("OK 3 usable Sentinels"), quorum);
        assertEquals("OK", sentinel.ask("SENTINEL", "FLUSHCONFIG"));
        Set<String> memory = memory(sentinel);
        String id = sentinel.id();
        int heard = events.entries().size();

        shutDown(sentinel);
        assertTrue(Files.exists(sentinel.configuration()));
        for (SentinelProcess other : deployment.sentinels()) {
            if (other != sentinel) {
                assertEquals(port, other.masterPort(), "clients are answered by " + other.name());
            }
        }
        sentinel.startAs(by.make());
        sentinel.awaitReady();

        assertEquals(id, sentinel.id());
        assertEquals(port, sentinel.masterPort());
        deployment.awaitDiscovered(port, PATIENCE);
        Await.until(PATIENCE, "all three count again", () -> countsThree(deployment.sentinels()), deployment::evidence);
        assertEquals(memory, memory(sentinel), sentinel.name());
        List<String> alarms = events.entries().stream()
                .skip(heard)
                .filter(entry ->
                        entry.message().startsWith("master ") || entry.event().equals("+switch-master"))
                .filter(entry -> !entry.event().equals("+monitor"))
                .map(EventLog.Entry::toString)
                .toList();
        assertEquals(List.of(), alarms);
        events.follow(sentinel);
    }

    /** It closes the connection in place of an answer. */
    private static void shutDown(SentinelProcess sentinel) {
        try {
            sentinel.ask("SHUTDOWN");
        } catch (IOException closed) {
            assertTrue(
                    sentinel.child().waitFor(PATIENCE), () -> sentinel.child().tail());
        }
        assertEquals(
                0, sentinel.child().terminate(PATIENCE), () -> sentinel.child().tail());
    }

    private void failOver(Deployment deployment) throws IOException {
        RedisProcess old = deployment.node(deployment.sentinels().get(0).masterPort());
        old.child().kill();
        int port = deployment.awaitOtherMaster(old.port(), PATIENCE);
        old.start();
        Await.until(PATIENCE, "the old master follows", () -> old.follows(port), deployment::evidence);
        deployment.awaitDiscovered(port, PATIENCE);
        String epoch = deployment.sentinels().get(0).master().get("config-epoch");
        for (SentinelProcess sentinel : deployment.sentinels()) {
            assertEquals(epoch, sentinel.master().get("config-epoch"), sentinel.name());
        }
    }
}
