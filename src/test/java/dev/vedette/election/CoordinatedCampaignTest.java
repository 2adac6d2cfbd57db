package dev.vedette.election;

import static dev.vedette.election.Court.A;
import static dev.vedette.election.Court.MASTER;
import static dev.vedette.election.Court.ME;
import static dev.vedette.election.Court.X;
import static dev.vedette.election.Court.epoch;
import static dev.vedette.election.Court.questions;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Play;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.FailoverFact;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A coordinated failover needs no agreement that the master is down, and votes like any other. */
class CoordinatedCampaignTest {

    private static List<Effect> order(Court court) {
        return court.play.tell(new FailoverFact.Ordered(MASTER, true));
    }

    @Test
    void votesAreNeededAndEnough() {
        Court court = Court.with(2, A, X);
        List<Effect> begun = order(court);
        assertEquals(List.of("+new-epoch", "+try-failover", "+vote-for-leader"), Play.events(begun));
        assertEquals(List.of("a!", "x!"), questions(begun));
        assertTrue(court.report().coordinated());
        assertFalse(court.report().forced());
        List<Effect> led = court.grants(X, ME, 1);
        assertEquals(
                List.of(new ElectionFact.Elected(MASTER, epoch(1), false, true)),
                Play.facts(led, ElectionFact.Elected.class));
    }

    /** An order that stands for votes would promote after half a second. */
    @Test
    void withoutVotesNobodyLeadsAndTheNextFailoverIsNotHeldBack() {
        Court court = Court.with(2, A, X);
        order(court);
        List<Effect> later = court.passes(12_000);
        assertEquals(List.of("-failover-abort-not-elected"), Play.events(later));
        assertEquals(List.of(), Play.facts(later, ElectionFact.Elected.class));
        assertTrue(questions(later).contains("a!"), "who has not answered is asked again");
        court.masterDown();
        court.saysDown(A);
        assertTrue(Play.events(court.passes(1_000)).contains("+try-failover"));
    }
}
