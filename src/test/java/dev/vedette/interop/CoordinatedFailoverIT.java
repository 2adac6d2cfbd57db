package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.EventLog;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.Resp;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A planned change of the master, under an application that never stops writing: nothing acknowledged is lost. */
class CoordinatedFailoverIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static Deployment deployment(Duration failoverTimeout) throws IOException {
        Deployment deployment = Deployment.start(new Deployment.Plan(
                Machine.redis(),
                2,
                Collections.nCopies(3, SentinelFlavour.VEDETTE.make()),
                2,
                Duration.ofSeconds(3),
                failoverTimeout,
                false));
        deployment.awaitDiscovered();
        return deployment;
    }

    private static void writes(Writer writer, Deployment deployment) {
        int before = writer.count();
        Await.until(PATIENCE, "a hundred more writes", () -> writer.count() > before + 100, deployment::evidence);
    }

    @Test
    void noAcknowledgedWriteIsLost() throws IOException {
        try (Deployment deployment = deployment(Duration.ofSeconds(30));
                EventLog events = new EventLog();
                Writer writer = new Writer(deployment.sentinels().get(1)).begin()) {
            for (SentinelProcess sentinel : deployment.sentinels()) {
                events.follow(sentinel);
            }
            RedisProcess old = deployment.nodes().get(0);
            int from = old.port();
            SentinelProcess leader = deployment.sentinels().get(0);
            for (int round = 0; round < 3; round++) {
                writes(writer, deployment);
                writer.startPause();
                int before = from;
                assertEquals("OK", leader.ask("SENTINEL", "FAILOVER", Deployment.MASTER, "COORDINATED"));
                from = deployment.awaitOtherMaster(before, PATIENCE);
                deployment.awaitDiscovered(from, PATIENCE);
                writes(writer, deployment);
                System.out.println("coordinated failover " + round + ": longest pause between two acknowledged writes "
                        + writer.longestPause().toMillis() + " ms");
                assertTrue(deployment.node(before).follows(from));
                assertTrue(writer.longestPause().compareTo(Duration.ofSeconds(3)) < 0, deployment::evidence);
            }
            for (SentinelProcess sentinel : deployment.sentinels()) {
                assertEquals(List.of(), events.messages(sentinel.name(), "+sdown"), deployment::evidence);
                assertEquals(
                        3, events.messages(sentinel.name(), "+switch-master").size());
            }
            assertEquals(
                    List.of(), events.messages(leader.name(), "+convert-to-slave"), "it has changed roles by itself");
            assertEquals(3, events.messages(leader.name(), "+elected-leader").size(), "by votes");
            assertTrue(writer.count() > 400);
            assertEquals(List.of(), writer.lostAt(deployment.node(from), deployment));
        }
    }

    /** A replica that stands still cannot catch up; the master must not wait for it longer than it was told. */
    @Test
    void writesGoOnWhenTheReplicaDies() throws IOException {
        try (Deployment deployment = deployment(Duration.ofSeconds(30));
                EventLog events = new EventLog();
                Writer writer = new Writer(deployment.sentinels().get(1)).begin()) {
            SentinelProcess leader = deployment.sentinels().get(0);
            events.follow(leader);
            writes(writer, deployment);
            RedisProcess master = deployment.nodes().get(0);
            for (RedisProcess replica : deployment.nodes().subList(1, 3)) {
                replica.child().freeze();
            }
            assertEquals("OK", leader.ask("SENTINEL", "FAILOVER", Deployment.MASTER, "COORDINATED"));
            Await.until(
                    PATIENCE,
                    "it is given up",
                    () -> events.messages(leader.name(), "-failover-abort-slave-timeout")
                                    .size()
                            == 1,
                    deployment::evidence);
            writes(writer, deployment);
            Map<String, String> state = master.info("replication");
            assertEquals("no-failover", state.get("master_failover_state"));
            assertTrue(writer.longestPause().compareTo(Duration.ofSeconds(25)) < 0, "long before failover-timeout");
            for (RedisProcess replica : deployment.nodes().subList(1, 3)) {
                replica.child().thaw();
            }
            deployment.awaitDiscovered(master.port(), PATIENCE);
            assertEquals(List.of(), writer.lostAt(master, deployment));
        }
    }

    /** Without the right to hand over, nothing happens to the master, and the reason is in the log. */
    @Test
    void aRefusalEndsItAtOnce() throws IOException {
        try (Deployment deployment = deployment(Duration.ofSeconds(30));
                EventLog events = new EventLog();
                Writer writer = new Writer(deployment.sentinels().get(1)).begin()) {
            SentinelProcess leader = deployment.sentinels().get(0);
            events.follow(leader);
            writes(writer, deployment);
            RedisProcess master = deployment.nodes().get(0);
            for (String missing : List.of("failover", "client|pause")) {
                master.ask("ACL", "SETUSER", "default", "+@all", "-" + missing);
                int before = events.messages(leader.name(), "-failover-abort-slave-timeout")
                        .size();
                assertEquals("OK", leader.ask("SENTINEL", "FAILOVER", Deployment.MASTER, "COORDINATED"));
                Await.until(
                        PATIENCE,
                        "it is given up for want of " + missing,
                        () -> events.messages(leader.name(), "-failover-abort-slave-timeout")
                                        .size()
                                == before + 1,
                        deployment::evidence);
                writes(writer, deployment);
                assertTrue(master.isMaster());
                master.ask("ACL", "SETUSER", "default", "+@all");
            }
            assertTrue(leader.child().tail().contains("NOPERM"), leader.child()::tail);
            assertEquals(List.of(), writer.lostAt(master, deployment));
        }
    }

    /** A pause that was begun must end also where the target is none for the master. */
    @Test
    void aTargetThatTheMasterDoesNotKnowDoesNotStopWrites() throws IOException {
        try (Deployment deployment = deployment(Duration.ofSeconds(30));
                EventLog events = new EventLog();
                Writer writer = new Writer(deployment.sentinels().get(1)).begin()) {
            SentinelProcess leader = deployment.sentinels().get(0);
            events.follow(leader);
            writes(writer, deployment);
            RedisProcess master = deployment.nodes().get(0);
            // They follow nobody for a moment: known to the sentinels, unknown to the master.
            for (RedisProcess replica : deployment.nodes().subList(1, 3)) {
                replica.ask("CONFIG", "SET", "replica-announce-port", "1");
                replica.ask("SLAVEOF", "127.0.0.1", "1");
                replica.ask("SLAVEOF", "127.0.0.1", String.valueOf(master.port()));
            }
            Await.until(
                    PATIENCE,
                    "the master lists other ports",
                    // Whoever is between two links is not listed at all.
                    () -> Stream.of("slave0", "slave1")
                            .map(master.info("replication")::get)
                            .allMatch(line -> line != null && line.contains("port=1,")),
                    deployment::evidence);
            assertEquals("OK", leader.ask("SENTINEL", "FAILOVER", Deployment.MASTER, "COORDINATED"));
            Await.until(
                    PATIENCE,
                    "it is given up",
                    () -> events.messages(leader.name(), "-failover-abort-slave-timeout")
                                    .size()
                            == 1,
                    deployment::evidence);
            writer.startPause();
            writes(writer, deployment);
            Await.until(
                    PATIENCE,
                    "the log says why",
                    () -> leader.child().tail().contains("is not a replica"),
                    leader.child()::tail);
            assertEquals(List.of(), writer.lostAt(master, deployment));
        }
    }

    @Test
    void onlyKnownOptionsAreTaken() throws IOException {
        try (Deployment deployment = deployment(Duration.ofSeconds(30))) {
            SentinelProcess sentinel = deployment.sentinels().get(0);
            assertRefused("ERR No such master with that name", sentinel, "nope", "COORDINATED");
            assertRefused("ERR Unknown failover option specified", sentinel, Deployment.MASTER, "QUICKLY");
        }
    }

    private static void assertRefused(String error, SentinelProcess sentinel, String master, String option) {
        Resp.Refused refused =
                assertThrows(Resp.Refused.class, () -> sentinel.ask("SENTINEL", "FAILOVER", master, option));
        assertEquals(error, refused.getMessage());
    }
}
