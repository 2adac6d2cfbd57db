package dev.vedette.sim.check;

import static dev.vedette.sim.check.Bench.D;
import static dev.vedette.sim.check.Bench.notes;
import static dev.vedette.sim.check.Bench.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Reason;
import dev.vedette.sim.Observation;
import dev.vedette.sim.check.Reached.Group;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table says what was reached, how often, and what never was. */
class ReachedTest {
    private static final Observation TRY = says("s1", "+try-failover", D);
    private static final Observation WON = says("s1", "+elected-leader", D, "2 of 3 votes, 2 needed");

    private static Reached of(Observation... observations) {
        Reached reached = new Reached();
        List.of(observations).forEach(reached::hear);
        return reached;
    }

    @Test
    void failoversAreCountedOnceByTheirEnd() {
        Reached reached = of(
                TRY,
                WON,
                says("s1", "+failover-end", D),
                says("s1", "+switch-master", "mymaster 10.0.0.1 6379 10.0.0.2 6379"),
                TRY,
                WON,
                notes("s1", "failover over: " + Reason.NEWER_CONFIGURATION.sentence()),
                TRY,
                says("s1", "+switch-master", "mymaster 10.0.0.2 6379 10.0.0.1 6379"),
                TRY,
                new Observation.Ended("s2"),
                new Observation.Ended("s1"));
        assertEquals(1, reached.of(Group.FAILOVERS, "switched"));
        assertEquals(1, reached.of(Group.FAILOVERS, "failover over: another sentinel announced a newer configuration"));
        assertEquals(1, reached.of(Group.FAILOVERS, "switched by others meanwhile, in the campaign"));
        assertEquals(1, reached.of(Group.FAILOVERS, "ended with the process"));
        assertEquals(2, reached.of(Group.ELECTIONS, "won"));
        assertEquals(4, reached.of(Group.EVENTS, "+try-failover"));
        assertEquals(2, reached.of(Group.OBSERVED, "Ended"));
    }

    @Test
    void reasonsAreFoundInEventsAndNotes() {
        Reached reached = of(
                TRY,
                says("s1", "-failover-abort-not-elected", D, Reason.SPLIT_VOTE.sentence() + ": 1 of 3 votes"),
                notes("s1", "waiting 100 ms: " + Reason.WAITING_TURN.sentence()));
        assertEquals(1, reached.of(Group.REASONS, "SPLIT_VOTE"));
        assertEquals(1, reached.of(Group.REASONS, "WAITING_TURN"));
        assertEquals(0, reached.of(Group.REASONS, "NOT_ELECTED"));
        assertEquals(1, reached.of(Group.ELECTIONS, "lost: " + Reason.SPLIT_VOTE.sentence()));
        assertEquals(1, reached.of(Group.FAILOVERS, "not elected"));
    }

    @Test
    void worldsAddUp() {
        Reached all = new Reached();
        Reached one = of(WON, new Observation.Exited("s1", 0, ""));
        one.count("lost writes");
        Reached other = of(WON, WON);
        other.count("lost writes");
        all.add(one);
        all.add(other);
        assertEquals(3, all.of(Group.EVENTS, "+elected-leader"));
        assertEquals(2, all.of(Group.OTHER, "lost writes"));
        assertEquals(1, all.of(Group.OBSERVED, "Exited"));
    }

    @Test
    void tableShowsWhatWasNeverReached() {
        String table = of(WON).table();
        assertTrue(table.contains("elections\n          1  won\n"), table);
        assertTrue(table.contains("          1  +elected-leader\n"), table);
        assertTrue(table.contains("      never  +failover-end\n"), table);
        assertTrue(table.contains("      never  SPLIT_VOTE: the votes are split"), table);
        assertTrue(table.indexOf("events\n") < table.indexOf("reasons\n"), table);
    }

    /** Were a sentence part of another one, both would be counted for the longer. */
    @Test
    void everyReasonIsToldFromTheOthers() {
        for (Reason reason : Reason.values()) {
            Reached reached = of(notes("s1", reason.sentence()));
            for (Reason other : Reason.values()) {
                assertEquals(other == reason ? 1 : 0, reached.of(Group.REASONS, other.name()), reason + " " + other);
            }
        }
    }
}
