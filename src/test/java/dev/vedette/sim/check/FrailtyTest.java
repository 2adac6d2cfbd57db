package dev.vedette.sim.check;

import static dev.vedette.sim.check.Bench.M;
import static dev.vedette.sim.check.Bench.answered;
import static dev.vedette.sim.check.Bench.e;
import static dev.vedette.sim.check.Bench.id;
import static dev.vedette.sim.check.Bench.told;

import dev.vedette.bus.ElectionFact;
import dev.vedette.sim.Observation;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A stock sentinel's votes and elections count; what its protocol does not promise is excused, and nothing beside it.
 */
class FrailtyTest {
    private static final String STOCK = "s4";

    private static Bench with(java.util.function.Function<Court, Checker> checker) {
        return new Bench(checker).hears(new Observation.StockStarted(STOCK, id(STOCK), e(2)));
    }

    private static Observation says(String event, String payload) {
        return new Observation.StockAnnounced(STOCK, event, payload, Optional.of(M));
    }

    private static Observation logs(String text) {
        return new Observation.StockLogged(STOCK, text);
    }

    private static Observation votes(String candidate, long epoch) {
        return says("+vote-for-leader", id(candidate) + " " + epoch);
    }

    private static Observation[] campaign(long epoch) {
        return new Observation[] {says("+new-epoch", "" + epoch), says("+try-failover", Bench.D)};
    }

    private static Observation vedetteWins(long epoch) {
        return told("s1", new ElectionFact.Elected(M, e(epoch), false));
    }

    @Test
    void secondVoteOfAStockSentinelIsSeen() {
        with(OneVote::new)
                .hears(votes("s1", 3), votes("s2", 3))
                .complains(Invariant.ONE_VOTE, "s4 voted for s1 and for s2 in epoch 3");
    }

    @Test
    void voteThatTheDiskRefusedMayBeForgotten() {
        with(OneVote::new)
                .hears(logs(Observation.StockLogged.NOT_SAVED), votes("s1", 3))
                .hears(new Observation.StockStarted(STOCK, id(STOCK), e(2)), votes("s2", 3))
                .isSilent();
    }

    @Test
    void onlyTheVoteThatTheDiskRefusedMayBeForgotten() {
        with(OneVote::new)
                .hears(logs(Observation.StockLogged.NOT_SAVED), votes("s1", 3))
                .hears(logs(Observation.StockLogged.SAVED), votes("s1", 4))
                .hears(new Observation.StockStarted(STOCK, id(STOCK), e(4)), votes("s2", 4))
                .complains(Invariant.ONE_VOTE, "in epoch 4");
    }

    @Test
    void diskOfAStockSentinelDoesNotExcuseAVedette() {
        with(OneVote::new)
                .hears(logs(Observation.StockLogged.NOT_SAVED), votes("s1", 3))
                .hears(answered("s2", "s1", "s2", 3), answered("s3", "s1", "s3", 3))
                .complains(Invariant.ONE_VOTE, "s1 voted for s2 and for s3");
    }

    @Test
    void voteInTheEpochOfItsRemovalMayBeRepeatedAndNoLaterOne() {
        with(OneVote::new)
                .hears(votes("s1", 2), says("-monitor", Bench.D), votes("s2", 2))
                .hears(says("+new-epoch", "3"), votes("s1", 3), votes("s2", 3))
                .complains(Invariant.ONE_VOTE, "in epoch 3");
    }

    @Test
    void stockLeaderBesideAnotherIsSeen() {
        with(OneLeader::new)
                .hears(campaign(3))
                .hears(says("+elected-leader", Bench.D), vedetteWins(3))
                .complains(Invariant.ONE_LEADER, "s1 is elected for mymaster in epoch 3, in which s4");
    }

    @Test
    void orderedStockLeaderMayShareItsEpochAndNoOther() {
        with(OneLeader::new)
                .hears(logs(Observation.StockLogged.ORDERED + "'" + M + "'"))
                .hears(campaign(3))
                .hears(says("+elected-leader", Bench.D), vedetteWins(3), says("+switch-master", "over"))
                .hears(campaign(4))
                .hears(vedetteWins(4), says("+elected-leader", Bench.D))
                .complains(Invariant.ONE_LEADER, "in epoch 4");
    }

    @Test
    void votesOfALaterEpochMakeAStockLeaderOfAnOlderOne() {
        with(OneLeader::new)
                .hears(campaign(3))
                .hears(vedetteWins(3), says("+new-epoch", "4"), says("+elected-leader", Bench.D))
                .isSilent();
    }

    @Test
    void stockLeaderThatWasResetIsAloneUntilItMeetsItsPeersAgain() {
        String peer = "sentinel " + id("s1") + " 10.0.1.1 26379 @ mymaster 10.0.0.1 6379";
        with(OneLeader::new)
                .hears(says("+sentinel", peer), says("+reset-master", Bench.D))
                .hears(campaign(3))
                .hears(vedetteWins(3), says("+elected-leader", Bench.D))
                .isSilent();
        with(OneLeader::new)
                .hears(says("+sentinel", peer), says("+reset-master", Bench.D), says("+sentinel", peer))
                .hears(campaign(3))
                .hears(vedetteWins(3), says("+elected-leader", Bench.D))
                .complains(Invariant.ONE_LEADER, "s4 is elected");
    }

    @Test
    void stockLeaderNeedsTheMajorityOfThoseWhomItHasMet() {
        with(Mandate::new)
                .hears(says("+sentinel", "sentinel " + id("s1") + " 10.0.1.1 26379 @ mymaster 10.0.0.1 6379"))
                .hears(campaign(3))
                .hears(votes(STOCK, 3), says("+elected-leader", Bench.D))
                .complains(Invariant.MANDATE, "s4 is elected for mymaster in epoch 3 with 1 votes, and needs 2");
    }

    @Test
    void resetStockLeaderNamesTheOldMasterWithTheNewEpoch() {
        Bench bench = with(OneAddress::new)
                .hears(campaign(3))
                .hears(says("+promoted-slave", Bench.D2), Bench.hello(STOCK, 3, Bench.TWO, 3));
        bench.hears(says("+reset-master", Bench.D), Bench.hello(STOCK, 3, Bench.ONE, 3))
                .isSilent();
        with(OneAddress::new)
                .hears(Bench.hello(STOCK, 3, Bench.TWO, 3), Bench.hello(STOCK, 3, Bench.ONE, 3))
                .complains(Invariant.ONE_ADDRESS, "config epoch 3");
    }

    /** Seeds 2003035, and 3003121 with its next campaign before that hello. */
    @Test
    void stockLeaderThatIsOvertakenMaySayItAfterItsSwitch() {
        with(OneAddress::new)
                .hears(campaign(3))
                .hears(says("+promoted-slave", Bench.D2), Bench.hello("s1", 4, Bench.ONE, 4))
                .hears(says("+switch-master", "over"))
                .hears(campaign(5))
                .hears(Bench.hello(STOCK, 5, Bench.TWO, 4))
                .isSilent();
        with(OneAddress::new)
                .hears(campaign(3))
                .hears(says("+promoted-slave", Bench.D2), Bench.hello("s1", 4, Bench.ONE, 4))
                .hears(says("+switch-master", "over"), Bench.hello("s1", 5, Bench.ONE, 5))
                .hears(Bench.hello(STOCK, 5, Bench.TWO, 5))
                .complains(Invariant.ONE_ADDRESS, "config epoch 5");
    }

    /** Seed 411298. */
    @Test
    void stockLeaderThatIsOvertakenNamesItsOwnWithTheNewerEpoch() {
        with(OneAddress::new)
                .hears(campaign(3))
                .hears(says("+promoted-slave", Bench.D2), Bench.hello(STOCK, 3, Bench.TWO, 3))
                .hears(Bench.hello("s1", 4, Bench.ONE, 4), Bench.hello(STOCK, 4, Bench.TWO, 4))
                .isSilent();
        with(OneAddress::new)
                .hears(campaign(3))
                .hears(says("+promoted-slave", Bench.D2), says("+switch-master", "over"))
                .hears(Bench.hello("s1", 4, Bench.ONE, 4), Bench.hello(STOCK, 4, Bench.TWO, 4))
                .complains(Invariant.ONE_ADDRESS, "config epoch 4");
        with(OneAddress::new)
                .hears(campaign(3))
                .hears(says("+promoted-slave", Bench.D2))
                .hears(Bench.hello("s1", 4, Bench.ONE, 4), Bench.hello("s2", 4, Bench.TWO, 4))
                .complains(Invariant.ONE_ADDRESS, "config epoch 4");
    }
}
