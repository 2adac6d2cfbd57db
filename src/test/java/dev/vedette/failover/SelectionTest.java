package dev.vedette.failover;

import static dev.vedette.failover.Scene.R1;
import static dev.vedette.failover.Scene.R2;
import static dev.vedette.failover.Scene.R3;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Candidate;
import dev.vedette.bus.Candidates;
import dev.vedette.model.Address;
import dev.vedette.model.Reason;
import dev.vedette.model.RunId;
import dev.vedette.model.Tunables;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which replica is promoted, and what is said of the others; reference 7.4. */
class SelectionTest {
    private static final Duration DOWN_AFTER = Duration.ofSeconds(2);

    /** The master has been down for 3 s, or not at all where that column says so; the last column is the refusal. */
    @ParameterizedTest(name = "{0}: {9}")
    @CsvSource(textBlock = """
            good,               false, true,     0,    0, 100, true,       0, false, ''
            sdown,              true,  true,     0,    0, 100, true,       0, false, REPLICA_DOWN
            disconnected,       false, false,    0,    0, 100, true,       0, false, REPLICA_DISCONNECTED
            pong just fresh,    false, true,  5000,    0, 100, true,       0, false, ''
            pong too old,       false, true,  5001,    0, 100, true,       0, false, REPLICA_SILENT
            priority zero,      false, true,     0,    0,   0, true,       0, false, REPLICA_PRIORITY_ZERO
            was zero,           false, true,     0,    0,   0, true,       0, true,  REPLICA_PRIORITY_WAS_ZERO
            no info ever,       false, true,     0,   -1, 100, true,       0, false, REPLICA_INFO_NEVER
            info just fresh,    false, true,     0, 5000, 100, true,       0, false, ''
            info too old,       false, true,     0, 5001, 100, true,       0, false, REPLICA_INFO_STALE
            up: info fresh,     false, true,     0, 30000, 100, false,     0, false, ''
            up: info too old,   false, true,     0, 30001, 100, false,     0, false, REPLICA_INFO_STALE
            link just short,    false, true,     0,    0, 100, true,   23000, false, ''
            link too long,      false, true,     0,    0, 100, true,   23001, false, REPLICA_LINK_DOWN_TOO_LONG
            up: link short,     false, true,     0,    0, 100, false,  20000, false, ''
            up: link too long,  false, true,     0,    0, 100, false,  20001, false, REPLICA_LINK_DOWN_TOO_LONG
            says master,        false, true,     0,    0, 100, true,       0, true,  ''
            """)
    void filters(
            String what,
            boolean down,
            boolean connected,
            long ping,
            long info,
            int priority,
            boolean masterDown,
            long linkDown,
            boolean saysMaster,
            String refusal) {
        Candidate replica = new Candidate(
                R1,
                R1,
                new RunId("f"),
                down,
                connected,
                Duration.ofMillis(ping),
                info < 0 ? null : Duration.ofMillis(info),
                priority,
                5,
                Duration.ofMillis(linkDown),
                saysMaster);
        Selection selection = Selection.of(of(masterDown, replica), Tunables.STANDARD, false);
        if (refusal.isEmpty()) {
            assertEquals(replica, selection.chosen());
            assertTrue(selection.refused().isEmpty());
        } else {
            assertNull(selection.chosen());
            assertEquals(Reason.valueOf(refusal), selection.refused().get(R1));
            assertEquals(
                    Reason.NO_GOOD_REPLICA.sentence() + ": 10.0.0.2:6379: "
                            + Reason.valueOf(refusal).sentence(),
                    selection.whyNobody(of(masterDown, replica)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            the lower priority first,     90, 1, b,   100, 9, a
            then the most data,          100, 9, b,   100, 8, a
            also beyond signed numbers,  100, -1, b,  100, 8, a
            then the smaller run id,     100, 9, a,   100, 9, b
            in whatever case,            100, 9, A,   100, 9, b
            in whatever case of both,    100, 9, a,   100, 9, B
            an unknown run id is last,   100, 9, z,   100, 9,
            """)
    void theFirstIsBetter(
            String why, int priority, long offset, String run, int otherPriority, long otherOffset, String otherRun) {
        Candidate better = ranked(R3, priority, offset, run);
        Candidate worse = ranked(R1, otherPriority, otherOffset, otherRun);
        assertEquals(
                better,
                Selection.of(of(true, better, worse), Tunables.STANDARD, false).chosen());
        assertEquals(
                better,
                Selection.of(of(true, worse, better), Tunables.STANDARD, false).chosen(),
                "in whatever order they are told");
    }

    @Test
    void theReplicasThatAreRefusedAreExplained() {
        Candidate silent = new Candidate(
                R2, R2, null, false, true, Duration.ofSeconds(6), Duration.ZERO, 100, 0, Duration.ZERO, false);
        Candidate zero = ranked(R3, 0, 9, "a");
        Selection selection = Selection.of(of(true, zero, silent, ranked(R1, 100, 1, "c")), Tunables.STANDARD, false);
        assertEquals(R1, selection.chosen().address());
        assertEquals(
                "10.0.0.3:6379: it has not answered PING for 5 seconds; "
                        + "10.0.0.4:6379: its priority is 0: it must never be promoted",
                selection.explanation());
    }

    @Test
    void saysThatThereIsNone() {
        Candidates none = of(true);
        assertEquals(
                "no replica can be promoted: none is known",
                Selection.of(none, Tunables.STANDARD, false).whyNobody(none));
    }

    @Test
    void whoIsNotSpokenOfByItsMasterCanBePromotedButNotNamedToIt() {
        Candidate known = ranked(R1, 100, 1, "a");
        Candidate unnamed = new Candidate(
                R1, null, known.runId(), false, true, Duration.ZERO, Duration.ZERO, 100, 1, Duration.ZERO, false);
        assertEquals(
                R1,
                Selection.of(of(true, unnamed), Tunables.STANDARD, false)
                        .chosen()
                        .address());
        assertNull(Selection.of(of(true, unnamed), Tunables.STANDARD, true).chosen());
        assertEquals(
                known, Selection.of(of(true, known), Tunables.STANDARD, true).chosen());
    }

    @ParameterizedTest(name = "connected {0}, down {1}, info {2} ms old: {3}")
    @CsvSource({
        "true, false, 1000, false",
        "true, false, 1001, true",
        "true, false, -1, true",
        "false, false, 9000, false",
        "true, true, 9000, false"
    })
    void aMomentsPatienceIsForThoseWhoMayAnswerYet(boolean connected, boolean down, long info, boolean patience) {
        Candidate replica = new Candidate(
                R1,
                R1,
                null,
                down,
                connected,
                Duration.ZERO,
                info < 0 ? null : Duration.ofMillis(info),
                100,
                0,
                Duration.ZERO,
                false);
        assertEquals(patience, Selection.deservesPatience(of(true, Scene.fresh(R2, 1), replica)));
        assertFalse(Selection.deservesPatience(of(true, Scene.fresh(R2, 1))));
    }

    private static Candidate ranked(Address address, int priority, long offset, String runId) {
        return new Candidate(
                address,
                address,
                runId == null ? null : new RunId(runId),
                false,
                true,
                Duration.ZERO,
                Duration.ZERO,
                priority,
                offset,
                Duration.ZERO,
                false);
    }

    private static Candidates of(boolean masterDown, Candidate... replicas) {
        return new Candidates(
                Scene.MASTER,
                Scene.OLD,
                masterDown ? Duration.ofSeconds(3) : null,
                DOWN_AFTER,
                false,
                List.of(replicas));
    }
}
