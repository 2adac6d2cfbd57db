package dev.vedette.election;

import static dev.vedette.election.CampaignTest.keepSayingDown;
import static dev.vedette.election.Court.A;
import static dev.vedette.election.Court.B;
import static dev.vedette.election.Court.MASTER;
import static dev.vedette.election.Court.ME;
import static dev.vedette.election.Court.X;
import static dev.vedette.election.Court.Y;
import static dev.vedette.election.Court.epoch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Play;
import dev.vedette.bus.Channel;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.LinkId;
import dev.vedette.model.Reason;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends the pause before a failover early, and what does not. */
class PauseTest {
    private static final String ABORT = "-failover-abort-not-elected";
    private static final Duration LONG = Duration.ofSeconds(30);

    /** The master is down for all, and A has our vote in epoch 1. */
    private static Court votedForA() {
        Court court = Court.with(2, A, B, X);
        court.masterDown();
        court.asked(A, 1);
        court.saysDown(X);
        court.passes(5_100);
        court.saysDown(X);
        court.play.sinceLast();
        return court;
    }

    private static boolean tries(List<Effect> effects) {
        return Play.events(effects).contains("+try-failover");
    }

    private static List<Effect> peerUp(Court court, RunId peer) {
        return court.play.tell(new MonitorFact.InstanceUp(MASTER, new LinkId.Peer(peer)));
    }

    private static void disconnects(Court court, RunId peer) {
        court.play.tell(new LinkFact.Down(new LinkId.Peer(peer), Channel.COMMAND, "gone"));
    }

    @Test
    void endsWhenTheLeaderIsDown() {
        Court court = votedForA();
        assertFalse(tries(keepSayingDown(court, LONG)), "it is alive");
        List<Effect> down = court.peerDown(A);
        assertTrue(
                Play.remarks(down).contains("the pause before a failover ends: " + Reason.LEADER_GONE.sentence()),
                Play.remarks(down).toString());
        assertTrue(tries(court.passes(200)), "a and b have their turns first");
        assertEquals(epoch(2), court.guillotine.disk().current());
    }

    @Test
    void doesNotEndForTheDeathOfAnother() {
        Court court = votedForA();
        court.peerDown(B);
        assertFalse(tries(keepSayingDown(court, LONG)));
    }

    @Test
    void lastsWhileSomebodyElseIsAtWork() {
        Court court = votedForA();
        court.asked(B, 1);
        court.peerDown(A);
        assertFalse(tries(court.passes(4_900)), "b asks for votes: it may lead, by the votes of others");
        court.saysDown(X);
        assertTrue(tries(court.passes(400)));
    }

    @Test
    void lastsWhileTooFewCouldVote() {
        Court court = votedForA();
        court.peerDown(B);
        disconnects(court, X);
        court.peerDown(A);
        assertFalse(tries(court.passes(3_000)), "nobody would hear of it");
    }

    /** A partition has healed: whoever was voted for asks, and a moment later its pings are answered again. */
    @Test
    void lastsWhenWhoCountsAsDownHasJustAsked() {
        Court court = Court.with(2, A, B, X);
        court.masterDown();
        court.peerDown(A);
        court.passes(8_000);
        court.asked(A, 1);
        court.saysDown(X);
        assertFalse(tries(court.passes(3_000)));
        peerUp(court, A);
        assertFalse(tries(keepSayingDown(court, LONG)));
    }

    @Test
    void lastsWhenTheLeaderIsBackBeforeOurTurn() {
        Court court = votedForA();
        court.peerDown(A);
        peerUp(court, A);
        assertFalse(tries(keepSayingDown(court, LONG)));
    }

    /** Nobody answered our campaign within its time. */
    private static Court notElected() {
        Court court = Court.with(2, A, X, Y);
        court.passes(3_000);
        court.masterDown();
        court.saysDown(X);
        for (RunId peer : List.of(A, X, Y)) {
            disconnects(court, peer);
        }
        assertTrue(Play.events(court.passes(10_200)).contains(ABORT));
        court.play.sinceLast();
        return court;
    }

    @Test
    void endsWhenEnoughVotersAreBackForAWhile() {
        Court court = notElected();
        assertFalse(tries(keepSayingDown(court, LONG)), "x is heard, but who would vote?");
        court.connects(X);
        court.connects(Y);
        assertFalse(tries(keepSayingDown(court, Duration.ofMillis(1_900))), "a newer configuration may be on its way");
        List<Effect> back = keepSayingDown(court, Duration.ofMillis(500));
        assertTrue(tries(back));
        assertTrue(Play.remarks(back).contains("the pause before a failover ends: " + Reason.VOTERS_BACK.sentence()));
    }

    @Test
    void triesNoFasterThanOnceInTwoElectionTimeouts() {
        Court court = Court.with(2, X, Y);
        court.masterDown();
        court.saysDown(X);
        List<Effect> minutes = keepSayingDown(court, Duration.ofMinutes(5));
        long tries =
                Play.events(minutes).stream().filter("+try-failover"::equals).count();
        assertTrue(tries >= 10 && tries <= 15, tries + " attempts in five minutes, of peers that never vote");
    }

    @Test
    void doesNotEndWhileARivalAsks() {
        Court court = notElected();
        court.connects(X);
        court.connects(Y);
        for (int i = 0; i < 20; i++) {
            court.asked(Y, 1);
            assertFalse(tries(keepSayingDown(court, Duration.ofSeconds(1))), "y may have been elected without us");
        }
        assertTrue(tries(keepSayingDown(court, Duration.ofSeconds(6))));
    }

    // Mandates

    private static Court leading() {
        Court court = Court.with(2, X, Y);
        court.masterDown();
        court.saysDown(X);
        court.votes(X, ME, 1);
        court.play.sinceLast();
        return court;
    }

    @Test
    void aCampaignEndsWithOurVoteForSomebodyElse() {
        Court court = Court.with(2, X, Y);
        court.masterDown();
        court.saysDown(X);
        court.play.sinceLast();
        court.asked(Y, 2);
        List<Effect> over = court.play.sinceLast();
        assertEquals(
                Reason.EPOCH_MOVED_ON.sentence() + ": " + Y + " is voted for in epoch 2", Play.reason(over, ABORT));
        assertEquals(1, Play.facts(over, ElectionFact.CampaignEnded.class).size());
        assertFalse(tries(keepSayingDown(court, LONG)), "y has our vote, and is alive");
    }

    @Test
    void aCampaignEndsWithTheNewsOfANewerLeader() {
        Court court = Court.with(2, X, Y);
        court.masterDown();
        court.saysDown(X);
        assertFalse(Play.events(court.votes(X, Y, 5)).contains(ABORT), "y stands, and who knows who else");
        assertEquals(epoch(5), court.guillotine.disk().current(), "or the next campaign would be as old");
        assertTrue(Play.events(court.votes(Y, Y, 5)).contains(ABORT));
    }

    /** Seen with slow disks: the votes for us were in, and a peer had only voted for itself in the next epoch. */
    @Test
    void aLeaderIsNotOvertakenByWhoOnlyStands() {
        Court court = leading();
        assertEquals(List.of(), Play.facts(court.votes(X, X, 2), ElectionFact.MandateLost.class));
    }

    private enum Overtaking {
        OWN_VOTE {
            @Override
            void happens(Court court) {
                court.asked(Y, 2);
            }
        },
        NEWS {
            @Override
            void happens(Court court) {
                court.votes(X, Y, 2);
                court.votes(Y, Y, 2);
                court.votes(Y, Y, 2);
            }
        };

        abstract void happens(Court court);
    }

    @ParameterizedTest
    @EnumSource
    void aLeaderThatIsOvertakenSaysSoOnce(Overtaking how) {
        Court court = leading();
        how.happens(court);
        List<ElectionFact.MandateLost> lost = Play.facts(court.play.sinceLast(), ElectionFact.MandateLost.class);
        assertEquals(
                List.of(new ElectionFact.MandateLost(
                        MASTER,
                        epoch(1),
                        Reason.OVERTAKEN,
                        Reason.OVERTAKEN.sentence() + ": " + Y + " is voted for in epoch 2")),
                lost);
        assertTrue(court.report().busy(), "until the failover has ended");
    }

    @Test
    void aLeaderThatLosesItsMajoritySaysSo() {
        Court court = leading();
        assertEquals(List.of(), Play.facts(court.peerDown(X), ElectionFact.MandateLost.class));
        List<ElectionFact.MandateLost> lost = Play.facts(court.peerDown(Y), ElectionFact.MandateLost.class);
        assertEquals(Reason.MAJORITY_LOST, lost.get(0).reason());
        assertEquals(
                Reason.MAJORITY_LOST.sentence() + ": 1 of 3 sentinels can be reached",
                lost.get(0).explanation());
    }

    @Test
    void whoLostAMandateMayTryAgain() {
        Court court = leading();
        court.play.tell(new FailoverFact.Aborted(MASTER, epoch(1), Reason.MANDATE_SLEPT_THROUGH));
        assertFalse(tries(keepSayingDown(court, Duration.ofSeconds(9))));
        assertTrue(tries(keepSayingDown(court, Duration.ofSeconds(3))));
    }
}
