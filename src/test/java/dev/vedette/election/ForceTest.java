package dev.vedette.election;

import static dev.vedette.election.Court.A;
import static dev.vedette.election.Court.B;
import static dev.vedette.election.Court.MASTER;
import static dev.vedette.election.Court.ME;
import static dev.vedette.election.Court.X;
import static dev.vedette.election.Court.Y;
import static dev.vedette.election.Court.epoch;
import static dev.vedette.election.Court.questions;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Play;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An operator's order asks for votes, and obeys them only when they are somebody else's. */
class ForceTest {
    private static final String ABORT = "-failover-abort-not-elected";
    private static final List<String> BEGINS = List.of("+new-epoch", "+try-failover", "+vote-for-leader");

    private static List<Effect> order(Court court) {
        return court.play.tell(new FailoverFact.Ordered(MASTER, false));
    }

    private static List<ElectionFact.Elected> elected(List<Effect> effects) {
        return Play.facts(effects, ElectionFact.Elected.class);
    }

    private static List<ElectionFact.Elected> leadsIn(long epoch) {
        return List.of(new ElectionFact.Elected(MASTER, epoch(epoch), true));
    }

    @Test
    void leadsWithTheFirstMajorityThatItHears() {
        Court court = Court.with(2, A, X);
        List<Effect> begun = order(court);
        assertEquals(BEGINS, Play.events(begun));
        assertEquals(List.of("a!", "x!"), questions(begun));
        assertTrue(court.report().forced());
        List<Effect> led = court.grants(X, ME, 1);
        assertEquals(List.of("+elected-leader"), Play.events(led));
        assertEquals("an operator ordered the failover; 2 of 3 votes, 2 needed", Play.reason(led, "+elected-leader"));
        assertEquals(leadsIn(1), elected(led));
    }

    @Test
    void waitsForNobodyWhoIsDownOrAway() {
        Court court = Court.with(2, A);
        court.knows(X);
        court.peerDown(A);
        List<Effect> led = order(court);
        assertEquals(leadsIn(1), elected(led));
        assertEquals(
                "an operator ordered the failover, which needs no majority; 1 of 3 votes, 2 needed without an order",
                Play.reason(led, "+elected-leader"));
    }

    @Test
    void isNotHeldUpForLongByWhoDoesNotAnswer() {
        Court court = Court.with(2, A, X);
        order(court);
        assertEquals(List.of(), elected(court.passes(Force.PATIENCE.toMillis() - 1)));
        assertEquals(leadsIn(1), elected(court.passes(1)));
    }

    @Test
    void leadsWithoutVotesWhenAllHaveAnsweredAndNobodyStands() {
        Court court = Court.with(2, A, X);
        order(court);
        court.grants(A, null, 0);
        assertEquals(leadsIn(1), elected(court.grants(X, null, 0)), "they cannot vote, for whatever reason");
    }

    @Test
    void givesWayToTheLeaderOfItsEpoch() {
        Court court = Court.with(2, A, X);
        order(court);
        assertEquals(List.of(), Play.events(court.grants(A, A, 1)));
        List<Effect> over = court.grants(X, A, 1);
        assertEquals(List.of(ABORT), Play.events(over));
        assertEquals(
                Reason.ANOTHER_LEADS.sentence() + ": " + A + " has most votes of epoch 1", Play.reason(over, ABORT));
        assertEquals(1, Play.facts(over, ElectionFact.CampaignEnded.class).size());
        assertEquals(List.of(), elected(court.passes(20_000)));
    }

    @Test
    void takesANewerEpochWhenTheVotesAreScattered() {
        Court court = Court.with(2, X, Y);
        order(court);
        court.grants(X, X, 1);
        List<Effect> again = new ArrayList<>(court.grants(Y, Y, 1));
        again.addAll(court.passes(200));
        assertEquals(List.of("+new-epoch", "+vote-for-leader"), Play.events(again), "the attempt is the same one");
        assertTrue(court.report().busy());
        assertEquals(leadsIn(2), elected(court.grants(X, ME, 2)));
    }

    @Test
    void takesANewerEpochWhenTheDeadMayHaveDecided() {
        Court court = Court.with(2, X);
        court.knows(Y);
        order(court);
        List<Effect> again = new ArrayList<>(court.grants(X, X, 1));
        again.addAll(court.passes(200));
        assertEquals(List.of("+new-epoch", "+vote-for-leader"), Play.events(again));
        assertEquals(leadsIn(2), elected(court.grants(X, ME, 2)));
    }

    @Test
    void givesWayToWhoAsksInANewerEpochFirst() {
        Court court = Court.with(2, A, X);
        order(court);
        court.grants(A, A, 1);
        court.grants(X, X, 1);
        court.play.sinceLast();
        assertEquals(A, court.asked(A, 2).leader());
        List<Effect> over = court.play.sinceLast();
        assertEquals(
                Reason.EPOCH_MOVED_ON.sentence() + ": " + A + " is voted for in epoch 2", Play.reason(over, ABORT));
        assertEquals(List.of(), Play.events(court.passes(10_000)));
    }

    @Test
    void catchesUpWithAnEpochThatItSlept() {
        Court court = Court.with(2, X, Y);
        order(court);
        List<Effect> again = new ArrayList<>(court.grants(X, Y, 7));
        again.addAll(court.passes(200));
        assertEquals(epoch(8), court.guillotine.disk().current());
        assertEquals(leadsIn(8), elected(court.grants(X, ME, 8)));
        assertFalse(Play.events(again).contains(ABORT), "that vote may be years old");
    }

    @Test
    void triesAFewEpochsAndNotAll() {
        Court court = Court.with(2, X, Y);
        List<Effect> all = new ArrayList<>(order(court));
        for (int round = 1; round <= 20; round++) {
            all.addAll(court.grants(X, X, round));
            all.addAll(court.grants(Y, Y, round));
            all.addAll(court.passes(300));
        }
        assertEquals(epoch(Force.ROUNDS), court.guillotine.disk().current());
        assertEquals(Reason.OTHERS_STAND.sentence() + ": 1 of 3 votes, 2 needed", Play.reason(all, ABORT));
        assertFalse(court.report().busy());
    }

    @Test
    void duringACampaignIsRefusedWithAReason() {
        Court court = Court.with(1, X, Y);
        court.masterDown();
        List<Effect> refused = order(court);
        assertEquals(List.of(), Play.events(refused));
        assertEquals(
                List.of("the ordered failover does not start: " + Reason.FAILOVER_RUNNING.sentence()),
                Play.remarks(refused));
    }

    /** An order that comes to nothing must not keep us from doing what is needed a minute later. */
    @Test
    void holdsNothingBack() {
        Court court = Court.with(2, B, X);
        order(court);
        court.grants(X, ME, 1);
        court.play.tell(new FailoverFact.Aborted(MASTER, epoch(1), Reason.PROMOTION_REFUSED));
        court.masterDown();
        court.saysDown(X);
        assertTrue(Play.events(court.passes(200)).contains("+try-failover"));
    }

    // Epochs to settle what two orders made

    private static List<Effect> wants(Court court, long disputed) {
        return court.play.tell(new MonitorFact.EpochWanted(MASTER, epoch(disputed)));
    }

    @Test
    void anEpochThatIsWantedIsOnDiskAndOursAlone() {
        Court court = Court.at(epoch(5), epoch(5), 2, A, X);
        List<Effect> claimed = wants(court, 5);
        assertEquals(List.of("+new-epoch"), Play.events(claimed));
        assertEquals(
                List.of(new ElectionFact.EpochClaimed(MASTER, epoch(5), epoch(6))),
                Play.facts(claimed, ElectionFact.EpochClaimed.class));
        assertEquals(epoch(6), court.guillotine.disk().current());
        assertEquals(ME, court.asked(A, 6).leader(), "nobody is elected in it with our help");
        assertEquals(A, court.asked(A, 7).leader());
    }

    @Test
    void aClaimIsNoAttemptAndStartsNoPause() {
        Court court = Court.with(2, B, X);
        wants(court, 0);
        court.masterDown();
        court.saysDown(X);
        assertTrue(Play.events(court.passes(200)).contains("+try-failover"));
    }

    @Test
    void aClaimDoesNotEndThePauseForSomebodyElse() {
        Court court = Court.with(2, A, X);
        court.asked(A, 1);
        wants(court, 1);
        court.masterDown();
        court.saysDown(X);
        assertFalse(Play.events(court.passes(3_000)).contains("+try-failover"), "a has our vote of epoch 1");
        court.peerDown(A);
        assertTrue(Play.events(CampaignTest.keepSayingDown(court, Duration.ofSeconds(6)))
                .contains("+try-failover"));
    }

    @Test
    void noEpochIsClaimedInTheMiddleOfACampaign() {
        Court court = Court.with(2, A, X);
        order(court);
        assertEquals(List.of(), wants(court, 0), "its own epoch will settle it");
    }
}
