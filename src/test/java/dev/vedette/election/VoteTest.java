package dev.vedette.election;

import static dev.vedette.election.Court.A;
import static dev.vedette.election.Court.ADDRESS;
import static dev.vedette.election.Court.B;
import static dev.vedette.election.Court.MASTER;
import static dev.vedette.election.Court.ME;
import static dev.vedette.election.Court.X;
import static dev.vedette.election.Court.Y;
import static dev.vedette.election.Court.epoch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Play;
import dev.vedette.bus.Answer;
import dev.vedette.bus.Ask;
import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.MasterState;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vote rule, reference 6.3, and what is promised about votes. */
class VoteTest {
    /** The sentinel is in epoch 5 and, in the third column, last voted for A in that epoch. */
    @ParameterizedTest(name = "asked in {0}, voted for a in {2}: {3} in {4}, then in epoch {5}")
    @CsvSource({
        "7, b, 3, b, 7, 7", // newer: follow it, and vote
        "5, b, 3, b, 5, 5", // equal, and no vote was given in it
        "5, b, 5, a, 5, 5", // equal, and the vote is gone
        "4, b, 3, a, 3, 5", // older: the old vote is all there is to say
        "4, b, 5, a, 5, 5",
    })
    void givesOneVoteInTheNewestEpoch(long asked, char candidate, long voted, char leader, long answered, long after) {
        Court court = Court.with(2, A, B);
        court.asked(A, voted);
        court.play.tell(new GossipFact.EpochHeard(Court.MASTER, epoch(5)));
        Answer.Ballot ballot = court.asked(Court.id(candidate), asked);
        assertEquals(Court.id(leader), ballot.leader());
        assertEquals(epoch(answered), ballot.leaderEpoch());
        assertEquals(epoch(after), court.guillotine.disk().current());
    }

    @Test
    void saysSoOnceInTheRightOrder() {
        Court court = Court.with(2, A, B);
        court.asked(A, 1);
        assertEquals(List.of("+new-epoch", "+vote-for-leader"), Play.events(court.play.sinceLast()));
        court.asked(A, 1);
        court.asked(B, 1);
        assertEquals(List.of(), Play.events(court.play.sinceLast()));
        assertEquals(1, court.guillotine.persisted);
    }

    @Test
    void whoOnlyAsksGetsNoVoteAndMovesNoEpoch() {
        Court court = Court.with(2, A);
        court.asked(A, 1);
        Answer.Ballot ballot = court.asked(null, 9);
        assertNull(ballot.leader());
        assertEquals(Epoch.ZERO, ballot.leaderEpoch());
        assertEquals(epoch(1), court.guillotine.disk().current());
    }

    @Test
    void votesForStrangersAboutAMasterThatIsUp() {
        Court court = Court.with(2);
        Answer.Ballot ballot = court.asked(Y, 1);
        assertEquals(Y, ballot.leader());
        assertEquals(false, ballot.down());
    }

    @Test
    void votesInTiltButSeesNothingDown() {
        Court court = Court.with(2, A);
        court.masterDown();
        assertTrue(court.asked(null, 0).down());
        court.tilt(true);
        Answer.Ballot ballot = court.asked(A, 1);
        assertEquals(A, ballot.leader());
        assertEquals(false, ballot.down());
    }

    @Test
    void knowsNothingOfAnUnknownAddress() {
        Court court = Court.with(2, A);
        court.masterDown();
        court.play.sinceLast();
        Answer.Ballot ballot = court.asked(new Address("10.0.0.2", 6379), A, 8);
        assertEquals(new Answer.Ballot(false, null, Epoch.ZERO), ballot);
        assertEquals(0, court.guillotine.persisted, "nobody's epoch is taken for a master that is not watched");
    }

    @Test
    void anEpochOfAHelloCountsAtOnce() {
        Court court = Court.with(2, A, B);
        court.play.tell(new GossipFact.EpochHeard(Court.MASTER, epoch(4)));
        assertEquals(List.of("+new-epoch"), Play.events(court.play.sinceLast()));
        court.play.tell(new GossipFact.EpochHeard(Court.MASTER, epoch(4)));
        court.play.tell(new GossipFact.EpochHeard(Court.MASTER, epoch(3)));
        assertEquals(List.of(), court.play.sinceLast(), "it is no news twice");
        assertNull(court.asked(A, 3).leader(), "an epoch that is over gets no vote");
    }

    /** No stock sentinel could be asked about them, or nobody gets there by elections; after the last comes zero. */
    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 32) + 1})
    void doesNotFollowIntoEpochsThatNobodyCanLeave(long tooFar) {
        Court court = Court.with(1, A);
        assertNull(court.asked(A, tooFar).leader());
        court.play.tell(new GossipFact.EpochHeard(Court.MASTER, epoch(tooFar)));
        assertEquals(Epoch.ZERO, court.guillotine.disk().current());
        court.masterDown();
        assertTrue(Play.events(court.passes(1_000)).contains("+try-failover"));
    }

    @Test
    void followsFarButSaysOnceThatItDoesNotLeap() {
        Court court = Court.with(1, A);
        assertEquals(A, court.asked(A, 1L << 32).leader());
        court.play.sinceLast();
        court.asked(A, Long.MAX_VALUE);
        court.asked(A, Long.MAX_VALUE);
        assertEquals(1, Play.remarks(court.play.sinceLast()).size());
    }

    @Test
    void aVoteOfAnEpochThatTheFileForgotStillCounts() {
        Court court = Court.at(epoch(2), epoch(5), 1, X);
        assertTrue(Play.events(court.masterDown()).contains("+try-failover"));
        assertEquals(epoch(6), court.guillotine.disk().current());
    }

    /** A hello may name a configuration newer than its own epoch; a failover of ours must still be newer than that. */
    @Test
    void theEpochOfAConfigurationCountsToo() {
        Court court = Court.with(1, A);
        MasterPicture picture = Court.picture(ADDRESS, 1);
        court.play.tell(new MonitorFact.Topology(
                new MasterPicture(MASTER, ADDRESS, null, epoch(40), picture.settings(), picture.replicas())));
        assertEquals(epoch(40), court.guillotine.disk().current());
        court.masterDown();
        court.passes(1_000);
        assertEquals(epoch(41), court.guillotine.disk().current());
    }

    @Test
    void afterARestartThereIsNoSecondVote() {
        Court before = Court.with(2, A, B);
        before.asked(A, 6);
        Court after = Court.at(
                before.guillotine.disk().current(),
                before.guillotine.disk().leaders().get(Court.MASTER),
                2);
        Answer.Ballot again = after.asked(B, 6);
        assertNull(again.leader(), "whom it voted for is forgotten, that it voted is not");
        assertEquals(epoch(6), again.leaderEpoch());
        assertEquals(B, after.asked(B, 7).leader());
    }

    /** The wire names a master by its address alone, so that both names share the one vote for it. */
    @Test
    void twoNamesOfOneAddressShareTheVote() {
        MasterName other = new MasterName("zzz");
        MasterState state = Court.state(ADDRESS, Epoch.ZERO, 1);
        TreeMap<MasterName, MasterState> masters = new TreeMap<>();
        masters.put(MASTER, state);
        masters.put(other, state);
        Court court = Court.of(new SentinelState(ME, Epoch.ZERO, masters));
        court.knows(X);
        court.play.tell(new FailoverFact.Ordered(other, false));
        assertEquals(ME, court.asked(X, 1).leader(), "our own vote for the other name is the vote of this epoch");
        court.asked(X, 2);
        var report = Play.answers(court.play.ask(new Ask.Votes()), ElectionReport.class)
                .get(0);
        assertEquals(X, report.masters().get(MASTER).leader());
        assertEquals(X, report.masters().get(other).leader());
    }

    /** Whatever is asked, heard, restarted, removed and added again: one vote for each master in each epoch. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverVotesTwiceInAnEpoch(long seed) {
        Random random = new Random(seed);
        Court court = Court.with(2, A, X);
        Map<Epoch, RunId> given = new TreeMap<>();
        RunId[] candidates = {A, B, X, Y, ME};
        for (int i = 0; i < 2_000; i++) {
            long near = court.guillotine.disk().current().value();
            switch (random.nextInt(12)) {
                case 0 -> court.play.tell(new GossipFact.EpochHeard(Court.MASTER, epoch(near + random.nextInt(3))));
                case 1 -> court.masterDown();
                case 2 -> court.masterUp();
                case 3 -> court.saysDown(random.nextBoolean() ? A : X);
                case 4 -> court.passes(random.nextInt(3_000));
                case 5 -> court.tilt(random.nextBoolean());
                case 6 -> court.switchTo(Court.ADDRESS);
                case 7 -> court = random.nextInt(4) == 0 ? restarted(court) : court;
                case 8 -> {
                    court.play.tell(new MonitorFact.MasterRemoved(Court.MASTER));
                    court.play.tell(new MonitorFact.Topology(Court.picture(Court.ADDRESS, 2)));
                    court.knows(A);
                    court.knows(X);
                }
                default ->
                    note(given, court.asked(candidates[random.nextInt(5)], Math.max(0, near + random.nextInt(4) - 1)));
            }
            // What it says of its own campaigns must agree, too.
            noteOwn(given, court);
        }
        assertTrue(given.size() > 100, given.size() + " epochs are not much of a test");
    }

    private static Court restarted(Court court) {
        SentinelState state = new SentinelState(
                ME,
                court.guillotine.disk().current(),
                new TreeMap<MasterName, MasterState>(Map.of(
                        Court.MASTER,
                        Court.state(
                                Court.ADDRESS, court.guillotine.disk().leaders().get(Court.MASTER), 2))));
        Court after = Court.of(state);
        after.knows(A);
        after.knows(X);
        after.connects(A);
        after.connects(X);
        return after;
    }

    private static void note(Map<Epoch, RunId> given, Answer.Ballot ballot) {
        if (ballot.leader() != null) {
            RunId first = given.putIfAbsent(ballot.leaderEpoch(), ballot.leader());
            assertTrue(first == null || first.equals(ballot.leader()), "two votes in epoch " + ballot.leaderEpoch());
        }
    }

    private static void noteOwn(Map<Epoch, RunId> given, Court court) {
        Play.answers(court.play.ask(new Ask.Votes()), ElectionReport.class).forEach(report -> {
            var master = report.masters().get(Court.MASTER);
            note(given, new Answer.Ballot(false, master.leader(), master.leaderEpoch()));
        });
    }
}
