package dev.vedette.election;

import static dev.vedette.election.Court.A;
import static dev.vedette.election.Court.ADDRESS;
import static dev.vedette.election.Court.B;
import static dev.vedette.election.Court.FAILOVER_TIMEOUT;
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
import dev.vedette.brain.Stamp;
import dev.vedette.brain.Ticket;
import dev.vedette.bus.Ask;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterState;
import dev.vedette.model.Moment;
import dev.vedette.model.Reason;
import dev.vedette.model.SentinelState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When votes are sought, how the election ends, and how long the pause after it is. */
class CampaignTest {
    private static final String ABORT = "-failover-abort-not-elected";

    @Test
    void seeksVotesAndIsElected() {
        Court court = Court.with(2, X, Y);
        court.masterDown();
        List<Effect> odown = court.saysDown(X);
        assertEquals(List.of("+odown", "+new-epoch", "+try-failover", "+vote-for-leader"), Play.events(odown));
        assertEquals(
                List.of(new ElectionFact.CampaignStarted(MASTER, epoch(1), false)),
                Play.facts(odown, ElectionFact.CampaignStarted.class));
        List<Effect> elected = court.votes(Y, ME, 1);
        assertEquals(List.of("+elected-leader"), Play.events(elected));
        assertEquals("2 of 3 votes, 2 needed", Play.reason(elected, "+elected-leader"));
        assertEquals(
                List.of(new ElectionFact.Elected(MASTER, epoch(1), false)),
                Play.facts(elected, ElectionFact.Elected.class));
        assertEquals(List.of(Y + " voted for " + ME + " 1"), Play.remarks(elected));
    }

    @Test
    void seeksVotesAtOnceAlsoOfWhomItHasJustAsked() {
        Court court = Court.with(1, X, Y);
        List<Effect> down = court.masterDown();
        assertTrue(
                questions(down).containsAll(List.of("x!", "y!")),
                questions(down).toString());
    }

    @Test
    void aloneItNeedsNobody() {
        Court court = Court.with(1);
        assertTrue(Play.events(court.masterDown()).contains("+elected-leader"));
    }

    /** With a small quorum, sentinels that know nobody yet would each elect themselves. */
    @Test
    void doesNotCampaignBeforeItCanHaveHeardTheOthers() {
        Court court = Court.of(
                new SentinelState(ME, Epoch.ZERO, new TreeMap<>(Map.of(MASTER, Court.state(ADDRESS, Epoch.ZERO, 1)))));
        assertFalse(Play.events(court.masterDown()).contains("+try-failover"));
        assertFalse(Play.events(court.passes(60_000)).contains("+try-failover"), "it hears nothing at all");
        court.play.tell(new GossipFact.Listening(MASTER));
        assertFalse(Play.events(court.passes(2_000)).contains("+try-failover"));
        assertTrue(Play.events(court.passes(1_000)).contains("+elected-leader"));
    }

    @Test
    void hearsTheOthersAnewAfterAReset() {
        Court court = Court.with(1);
        court.play.tell(new MonitorFact.MasterReset(MASTER));
        assertFalse(Play.events(court.masterDown()).contains("+try-failover"));
    }

    /** Whoever knows its peers from a file does not have to hear them first. */
    @Test
    void knowsTheOthersFromItsFile() {
        Court court = Court.of(knowingX());
        assertTrue(Play.events(court.masterDown()).contains("+try-failover"));
    }

    private static SentinelState knowingX() {
        MasterState alone = Court.state(ADDRESS, Epoch.ZERO, 1);
        MasterState known = new MasterState(
                alone.address(),
                alone.settings(),
                alone.configEpoch(),
                alone.leaderEpoch(),
                alone.replicas(),
                new TreeMap<>(Map.of(X, new Address("10.0.1.2", 26379))));
        return new SentinelState(ME, Epoch.ZERO, new TreeMap<>(Map.of(MASTER, known)));
    }

    @Test
    void aQuorumBeyondTheMajorityIsNeededForVotesToo() {
        Court court = Court.with(3, X, Y);
        court.masterDown();
        court.saysDown(X);
        court.saysDown(Y);
        assertFalse(Play.events(court.votes(X, ME, 1)).contains("+elected-leader"), "two votes are not three");
        assertTrue(Play.events(court.votes(Y, ME, 1)).contains("+elected-leader"));
    }

    @Test
    void theDeadCountForTheMajority() {
        Court court = Court.with(1, X, Y, Court.id('y'), Court.id('z'), Court.id('w'));
        assertEquals(4, court.report().peers().size());
        court.masterDown();
        assertFalse(Play.events(court.votes(X, ME, 1)).contains("+elected-leader"), "2 of 5");
        assertTrue(Play.events(court.votes(Y, ME, 1)).contains("+elected-leader"), "3 of 5");
    }

    @Test
    void aVoteOfAnotherEpochDoesNotCount() {
        Court court = Court.at(epoch(4), epoch(4), 2, X, Y);
        court.masterDown();
        court.votes(X, ME, 4);
        assertEquals(List.of(), Play.events(court.votes(Y, ME, 6)));
        assertEquals(List.of("+elected-leader"), Play.events(court.votes(Y, ME, 5)));
    }

    @Test
    void takesTurnsByIdAndWaitsForNobodyLongGone() {
        Court court = Court.with(1, A, B, X);
        List<Effect> down = court.masterDown();
        assertEquals(
                List.of("waiting 200 ms: " + Reason.WAITING_TURN.sentence()), Play.remarks(down), "a and b go first");
        assertFalse(Play.events(court.passes(199)).contains("+try-failover"));
        assertTrue(Play.events(court.passes(1)).contains("+try-failover"));
    }

    @Test
    void theFreshlyDeadKeepTheirTurn() {
        Court court = Court.with(1, A, B);
        court.peerDown(A);
        court.passes(5_001);
        court.peerDown(B);
        court.masterDown();
        assertFalse(Play.events(court.passes(99)).contains("+try-failover"), "perhaps b is only down for us");
        assertTrue(Play.events(court.passes(1)).contains("+try-failover"), "a has been gone for long");
    }

    @Test
    void doesNotCampaignInTheTurnOfAMasterThatCameBack() {
        Court court = Court.with(1, A);
        court.masterDown();
        court.masterUp();
        assertFalse(Play.events(court.passes(5_000)).contains("+try-failover"));
    }

    @Test
    void givesUpAfterTheElectionTimeout() {
        Court court = Court.with(2, X, Y);
        court.masterDown();
        court.saysDown(X);
        assertFalse(Play.events(court.passes(9_999)).contains(ABORT));
        List<Effect> end = court.passes(1);
        assertEquals(1, Play.facts(end, ElectionFact.CampaignEnded.class).size());
        assertEquals(Reason.NOT_ELECTED.sentence() + ": 1 of 3 votes, 2 needed", Play.reason(end, ABORT));
        assertFalse(court.report().busy());
    }

    /**
     * Two masters die together: all elections of a sentinel share the clock of epochs, their votes they do not share.
     */
    @Test
    void anElectionAboutAnotherMasterLeavesVotesAsTheyAre() {
        Court court = Court.with(2, X, Y);
        court.masterDown();
        court.saysDown(X);
        court.play.tell(new GossipFact.EpochHeard(MASTER, epoch(7)));
        assertEquals(
                List.of(new ElectionFact.Elected(MASTER, epoch(1), false)),
                Play.facts(court.rules(X, epoch(1), ME, 1), ElectionFact.Elected.class));
    }

    /** What peers are asked for is a vote in the epoch of our own: in any other it would be lost. */
    @Test
    void asksForVotesInTheEpochOfItsCampaign() {
        Court court = Court.with(2, X, Y);
        court.masterDown();
        court.saysDown(X);
        court.play.tell(new GossipFact.EpochHeard(MASTER, epoch(7)));
        List<Epoch> asked = Play.commands(court.passes(1_200), Errand.IsMasterDown.class).stream()
                .map(command -> ((Errand.IsMasterDown) command.errand()).epoch())
                .distinct()
                .toList();
        assertEquals(List.of(epoch(1)), asked);
    }

    /** Peers refuse an epoch that is over for them; then the same campaign goes on in a newer one. */
    @Test
    void anEpochThatAllRefuseIsLeftBehind() {
        Court court = Court.with(2, X, Y);
        court.masterDown();
        court.saysDown(X);
        court.play.tell(new GossipFact.EpochHeard(MASTER, epoch(7)));
        assertEquals(List.of(), Play.events(court.rules(X, epoch(1), null, 0)));
        List<Effect> again = court.rules(Y, epoch(1), null, 0);
        assertEquals(List.of("+new-epoch", "+vote-for-leader"), Play.events(again));
        assertEquals(List.of("x!", "y!"), questions(again));
        assertEquals(
                List.of(new ElectionFact.Elected(MASTER, epoch(8), false)),
                Play.facts(court.grants(X, ME, 8), ElectionFact.Elected.class));
    }

    @Test
    void anEpochInWhichSomebodyElseStandsIsNot() {
        Court court = Court.with(2, X, Y, Court.id('z'), Court.id('w'));
        court.masterDown();
        court.saysDown(X);
        court.play.tell(new GossipFact.EpochHeard(MASTER, epoch(7)));
        court.rules(X, epoch(1), X, 1);
        court.rules(Y, epoch(1), null, 0);
        court.rules(Court.id('z'), epoch(1), null, 0);
        assertEquals(List.of(), Play.events(court.rules(Court.id('w'), epoch(1), null, 0)), "x may have won it");
        assertEquals(List.of(), Play.events(court.passes(4_900)), "as long as its word counts");
    }

    @Test
    void saysWhenTheEpochMovedOn() {
        Court court = Court.with(2, X, Y);
        court.masterDown();
        court.saysDown(X);
        court.play.tell(new GossipFact.EpochHeard(MASTER, epoch(7)));
        assertTrue(Play.reason(court.passes(10_000), ABORT).startsWith(Reason.EPOCH_MOVED_ON.sentence()));
    }

    @Test
    void doesNotGoOnWhereItHasVotedForAnother() {
        Court court = Court.with(2, X, Y);
        court.masterDown();
        court.saysDown(X);
        List<Effect> asked = court.play.ask(new Ask.IsDown(ADDRESS, epoch(7), Y));
        assertTrue(Play.reason(asked, ABORT).startsWith(Reason.EPOCH_MOVED_ON.sentence()));
        assertFalse(Play.events(court.votes(X, ME, 7)).contains("+elected-leader"));
    }

    /** A failover that failed would fail again; one that nobody led is another matter: {@link PauseTest}. */
    @Test
    void pausesForTwiceTheFailoverTimeoutAndSaysSoOnce() {
        Court court = Court.with(2, X, Y);
        court.masterDown();
        court.votes(X, ME, 1);
        List<Effect> pause =
                new ArrayList<>(court.play.tell(new FailoverFact.Aborted(MASTER, epoch(1), Reason.NO_GOOD_REPLICA)));
        pause.addAll(keepSayingDown(court, FAILOVER_TIMEOUT.multipliedBy(2).minusMillis(1)));
        assertFalse(Play.events(pause).contains("+try-failover"));
        List<String> delays = Play.remarks(pause).stream()
                .filter(remark -> remark.startsWith("Next failover delay: I will not start a failover before "))
                .toList();
        assertEquals(1, delays.size(), delays.toString());
        assertTrue(Play.events(keepSayingDown(court, Duration.ofMillis(200))).contains("+try-failover"));
    }

    @Test
    void aVoteForAnotherHoldsItBackAsLong() {
        Court court = Court.with(2, A, X);
        court.masterDown();
        court.asked(A, 1);
        court.saysDown(X);
        List<Effect> pause =
                keepSayingDown(court, FAILOVER_TIMEOUT.multipliedBy(2).minusMillis(1));
        assertFalse(Play.events(pause).contains("+try-failover"));
        assertTrue(Play.events(keepSayingDown(court, Duration.ofMillis(300))).contains("+try-failover"));
    }

    /** Peers answer every second that they see the master down, or it would not be odown for so long. */
    static List<Effect> keepSayingDown(Court court, Duration time) {
        List<Effect> all = new java.util.ArrayList<>();
        Duration left = time;
        while (!left.isZero()) {
            Duration step = left.compareTo(Duration.ofSeconds(1)) < 0 ? left : Duration.ofSeconds(1);
            all.addAll(court.play.pass(step));
            all.addAll(court.saysDown(X));
            left = left.minus(step);
        }
        return all;
    }

    @Test
    void aSwitchEndsThePause() {
        Court court = Court.with(1, X);
        court.asked(X, 1);
        court.switchTo(ADDRESS);
        court.play.tell(new MonitorFact.Topology(Court.picture(ADDRESS, 1)));
        assertTrue(Play.events(court.masterDown()).contains("+try-failover"));
    }

    @Test
    void doesNotStartOnNewsWhoseDenialIsNextInTheQueue() {
        Stamp now = new Stamp(Moment.ofMillis(1), Instant.EPOCH);
        Election election = new Election(knowingX(), Court.NO_CHANCE, now.now());
        List<Effect> effects = new ArrayList<>(
                election.step(now, new MonitorFact.MasterDown(MASTER, Reason.NO_VALID_REPLY), Ticket.NONE));
        List<Effect.Wake> alarms = effects.stream()
                .filter(Effect.Wake.class::isInstance)
                .map(Effect.Wake.class::cast)
                .toList();
        assertEquals(1, alarms.size());
        effects.addAll(election.step(now, new MonitorFact.MasterUp(MASTER), Ticket.NONE));
        effects.addAll(election.step(now, alarms.get(0).alarm(), Ticket.NONE));
        assertEquals(List.of("+odown", "-odown"), Play.events(effects));
    }

    /** Whoever goes on asking for votes looks like a leader at work, and nobody would miss the real one. */
    @Test
    void whoIsBeatenGivesUpAtOnceAndMissesTheWinner() {
        Court court = Court.with(2, X, Y, Court.id('z'), Court.id('w'));
        court.masterDown();
        court.saysDown(X);
        court.votes(X, X, 1);
        court.votes(Y, X, 1);
        List<Effect> beaten = court.votes(Court.id('z'), X, 1);
        assertEquals(
                Reason.ANOTHER_LEADS.sentence() + ": " + X + " has most votes of epoch 1", Play.reason(beaten, ABORT));
        court.passes(5_100);
        List<Effect> still = new ArrayList<>(court.saysDown(Y));
        still.addAll(court.passes(1_000));
        assertFalse(Play.events(still).contains("+try-failover"), "the winner is alive");
        List<Effect> missed = new ArrayList<>(court.peerDown(X));
        missed.addAll(court.passes(1_000));
        assertTrue(Play.events(missed).contains("+try-failover"));
    }

    @Test
    void callsASplitVoteAgainAtOnce() {
        Court court = Court.with(1, X, Y);
        court.masterDown();
        court.votes(X, X, 1);
        List<Effect> split = court.votes(Y, Y, 1);
        assertEquals(Reason.SPLIT_VOTE.sentence() + ": 1 of 3 votes, 2 needed", Play.reason(split, ABORT));
        assertEquals(1, Play.facts(split, ElectionFact.CampaignEnded.class).size());
        assertTrue(Play.events(split).containsAll(List.of("+new-epoch", "+try-failover")));
        assertEquals(epoch(2), court.guillotine.disk().current());
    }

    @Test
    void doesNotWaitForAVoteThatCannotDecide() {
        Court court = Court.with(1, X, Y, Court.id('z'), Court.id('w'));
        court.masterDown();
        court.votes(X, X, 1);
        court.votes(Y, Y, 1);
        assertTrue(court.report().campaigning(), "z and w may both have voted for x");
        assertTrue(Play.events(court.votes(Court.id('z'), Court.id('z'), 1)).contains(ABORT), "2 of 5 at best");
    }

    @Test
    void aDeadPeersUnknownVoteMayHaveDecided() {
        Court court = Court.with(1, X, Y);
        court.masterDown();
        court.peerDown(Y);
        List<Effect> other = court.votes(X, X, 1);
        assertFalse(Play.events(other).contains(ABORT), "y may have voted for x before it died");
        assertFalse(Play.events(court.passes(9_999)).contains("+try-failover"));
    }

    @Test
    void doesNotCampaignInTilt() {
        Court court = Court.with(1, X);
        court.tilt(true);
        court.masterDown();
        assertEquals(List.of(), Play.events(court.passes(30_000)));
        assertTrue(Play.events(court.tilt(false)).contains("+try-failover"));
    }

    @Test
    void isNotElectedInTilt() {
        Court court = Court.with(1, X, Y);
        court.masterDown();
        court.tilt(true);
        assertFalse(Play.events(court.votes(X, ME, 1)).contains("+elected-leader"));
        assertTrue(Play.events(court.tilt(false)).contains("+elected-leader"));
    }
}
