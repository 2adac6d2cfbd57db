package dev.vedette.sim.check;

import static dev.vedette.sim.check.Bench.D;
import static dev.vedette.sim.check.Bench.D2;
import static dev.vedette.sim.check.Bench.M;
import static dev.vedette.sim.check.Bench.THREE;
import static dev.vedette.sim.check.Bench.TWO;
import static dev.vedette.sim.check.Bench.answered;
import static dev.vedette.sim.check.Bench.e;
import static dev.vedette.sim.check.Bench.id;
import static dev.vedette.sim.check.Bench.notes;
import static dev.vedette.sim.check.Bench.ordered;
import static dev.vedette.sim.check.Bench.savesEpoch;
import static dev.vedette.sim.check.Bench.says;
import static dev.vedette.sim.check.Bench.started;
import static dev.vedette.sim.check.Bench.told;
import static dev.vedette.sim.check.Bench.votes;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Address;
import dev.vedette.model.LinkId;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Reason;
import dev.vedette.model.RunId;
import dev.vedette.sim.Observation;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Votes, leaders, mandates and pauses: each checker sees a breach, and lets its legitimate neighbour pass. */
class ElectionLawTest {
    private static Observation elected(String who, long epoch, boolean forced) {
        return told(who, new ElectionFact.Elected(M, e(epoch), forced));
    }

    private static Observation campaigns(String who, long epoch, boolean forced) {
        return told(who, new ElectionFact.CampaignStarted(M, e(epoch), forced));
    }

    private static Observation sends(String who, Address server) {
        return new Observation.Commanded(who, new LinkId.Node(M, server), new Errand.Reconfigure(null));
    }

    // One vote

    @Test
    void secondVoteAfterACrashIsSeen() {
        new Bench(OneVote::new)
                .hears(votes("s1", "s1", 1), started("s1", 0, 0, 0), votes("s1", "s2", 1))
                .complains(Invariant.ONE_VOTE, "s1 voted for s1 and for s2 in epoch 1");
    }

    @Test
    void secondVoteIsSeenInAReplyAndInALog() {
        new Bench(OneVote::new)
                .hears(answered("s2", "s1", "s2", 1), answered("s3", "s1", "s3", 1))
                .complains(Invariant.ONE_VOTE, "s1 voted for s2 and for s3");
        new Bench(OneVote::new)
                .hears(votes("s1", "s1", 4), notes("s2", id("s1") + " voted for " + id("s2") + " 4"))
                .complains(Invariant.ONE_VOTE, "in epoch 4");
    }

    @Test
    void sameVoteTwiceAndAnotherEpochAreFine() {
        new Bench(OneVote::new)
                .hears(votes("s1", "s2", 1), answered("s2", "s1", "s2", 1), answered("s3", "s1", null, 1))
                .hears(votes("s1", "s3", 2), notes("s2", "Next failover delay: some time"))
                .isSilent();
    }

    // One leader

    @Test
    void twoLeadersAreSeen() {
        new Bench(OneLeader::new)
                .hears(elected("s1", 3, false), elected("s2", 3, false))
                .complains(Invariant.ONE_LEADER, "s2 is elected for mymaster in epoch 3, in which s1");
    }

    @Test
    void orderedLeaderMayShareAnEpoch() {
        new Bench(OneLeader::new)
                .hears(elected("s1", 3, false), elected("s2", 3, true), elected("s2", 4, false))
                .isSilent();
    }

    /** Also of who was just reset: nobody campaigns before it has heard hellos for long enough. */
    @Test
    void whoWasMadeToForgetItsPeersCountsAsAnybody() {
        new Bench(OneLeader::new)
                .hears(elected("s1", 3, false), told("s2", new MonitorFact.MasterReset(M)), elected("s2", 3, false))
                .complains(Invariant.ONE_LEADER, "s2 is elected");
    }

    /** Seed 2010475: SENTINEL RESET on both sides of a partition. */
    @Test
    void whoHasListenedSinceItWasMadeToForgetCanKnowNoBetter() {
        PeerRef peer = new PeerRef(id("s3"), new Address("10.0.1.3", 26379));
        Observation meets = told("s2", new GossipFact.PeerKnown(M, peer));
        Observation meetsTheOther =
                told("s2", new GossipFact.PeerKnown(M, new PeerRef(id("s1"), new Address("10.0.1.1", 26379))));
        new Bench(OneLeader::new)
                .hears(elected("s1", 3, false), told("s2", new MonitorFact.MasterReset(M)))
                .later(2_500)
                .hears(meets, elected("s2", 3, false))
                .isSilent();
        new Bench(OneLeader::new)
                .hears(elected("s1", 3, false), told("s2", new MonitorFact.MasterReset(M)))
                .later(2_500)
                .hears(meets, meetsTheOther, elected("s2", 3, false))
                .complains(Invariant.ONE_LEADER, "s2 is elected");
    }

    // Mandate

    @Test
    void leaderWithoutMajorityIsSeen() {
        new Bench(Mandate::new)
                .hears(votes("s1", "s1", 1), votes("s2", "s2", 1), elected("s1", 1, false))
                .complains(Invariant.MANDATE, "with 1 votes, and needs 2");
    }

    @Test
    void sentinelThatIsKnownForLongCounts() {
        Bench bench = new Bench(Mandate::new);
        for (int i = 4; i <= 5; i++) {
            PeerRef peer = new PeerRef(new RunId("s" + i), new Address("10.0.1." + i, 26379));
            bench.hears(told("s1", new GossipFact.PeerKnown(M, peer)));
        }
        bench.later(30_000)
                .hears(votes("s1", "s1", 1), votes("s2", "s1", 1), elected("s1", 1, false))
                .complains(Invariant.MANDATE, "with 2 votes, and needs 3");
    }

    @Test
    void electedLeaderMayPromote() {
        new Bench(Mandate::new)
                .hears(votes("s1", "s1", 1), answered("s1", "s2", "s1", 1), elected("s1", 1, false))
                .hears(sends("s1", TWO), says("s1", "+selected-slave", D2, "best"))
                .later(1)
                .hears(ordered("r2", null, "10.0.1.1"))
                .isSilent();
    }

    @Test
    void orderOfADeadLeaderMayArriveLate() {
        new Bench(Mandate::new)
                .hears(votes("s1", "s1", 1), votes("s2", "s1", 1), elected("s1", 1, false))
                .hears(says("s1", "+selected-slave", D2, "best"), started("s1", 1, 0, 1))
                .later(60_000)
                .hears(ordered("r2", null, "10.0.1.1"), ordered("r3", TWO, "10.0.1.1"))
                .hears(ordered("r3", null, "10.0.9.9"))
                .isSilent();
    }

    @Test
    void promotionOfAnotherThanTheChosenIsSeen() {
        Bench bench = new Bench(Mandate::new)
                .hears(votes("s1", "s1", 1), votes("s2", "s1", 1), elected("s1", 1, false))
                .hears(says("s1", "+selected-slave", D2, "best"));
        bench.hears(sends("s1", THREE)).complains(Invariant.MANDATE, "s1 tells 10.0.0.3:6379 to become the master");
    }

    /** It was killed before its choice was heard. */
    @Test
    void orderOfWhoDiedAtThatMomentIsNotJudged() {
        new Bench(Mandate::new)
                .hears(sends("s1", TWO), new Observation.Ended("s1"))
                .isSilent();
    }

    @Test
    void promotionByWhoWasNeverElectedIsSeen() {
        new Bench(Mandate::new)
                .hears(says("s2", "+selected-slave", D2, "best"), ordered("r2", null, "10.0.1.2"))
                .complains(Invariant.MANDATE, "r2 was told by s2");
    }

    @Test
    void personNeedsNoVotes() {
        new Bench(Mandate::new).hears(elected("s1", 1, true)).isSilent();
    }

    // Cool-down

    private static Bench coolDown() {
        return new Bench(court -> new CoolDown(court, EnumSet.of(Reason.SPLIT_VOTE)));
    }

    @Test
    void campaignSoonAfterAVoteIsSeen() {
        coolDown()
                .hears(savesEpoch("s1", 1))
                .later(300)
                .hears(votes("s1", "s2", 1))
                .later(9_000)
                .hears(savesEpoch("s1", 2))
                .later(5_000)
                .hears(campaigns("s1", 2, false))
                .complains(Invariant.COOL_DOWN, "s1 campaigns for mymaster in epoch 2, 9300 ms after it voted for");
    }

    @Test
    void campaignSoonAfterAnAttemptIsSeen() {
        coolDown()
                .hears(campaigns("s1", 1, false), votes("s1", "s1", 1))
                .later(5_000)
                .hears(says("s1", "-failover-abort-not-elected", D, Reason.NOT_ELECTED.sentence()))
                .later(4_999)
                .hears(campaigns("s1", 2, false))
                .complains(Invariant.COOL_DOWN, "9999 ms after it tried in epoch 1");
    }

    @Test
    void pauseEndsInTimeBySwitchAndByExcuse() {
        coolDown()
                .hears(votes("s1", "s2", 1))
                .later(10_000)
                .hears(campaigns("s1", 2, false))
                .isSilent();
        coolDown()
                .hears(votes("s1", "s2", 1), says("s1", "+switch-master", "mymaster 10.0.0.1 6379 10.0.0.2 6379"))
                .later(2_000)
                .hears(campaigns("s1", 2, false))
                .isSilent();
        coolDown()
                .hears(campaigns("s1", 1, false))
                .hears(says("s1", "-failover-abort-not-elected", D, Reason.SPLIT_VOTE.sentence() + ": 1 of 3 votes"))
                .later(200)
                .hears(campaigns("s1", 2, false))
                .isSilent();
    }

    /** The disk held the vote back until the switch had ended the pause that goes with it. */
    @Test
    void voteOfBeforeTheSwitchMakesNoPause() {
        coolDown()
                .hears(savesEpoch("s1", 1))
                .later(2_000)
                .hears(says("s1", "+switch-master", "mymaster 10.0.0.1 6379 10.0.0.2 6379"))
                .later(2_000)
                .hears(votes("s1", "s2", 1))
                .later(2_000)
                .hears(campaigns("s1", 2, false))
                .isSilent();
        coolDown()
                .hears(says("s1", "+switch-master", "mymaster 10.0.0.1 6379 10.0.0.2 6379"))
                .later(1)
                .hears(votes("s1", "s2", 1), campaigns("s1", 2, false))
                .complains(Invariant.COOL_DOWN, "0 ms after it voted");
    }

    /** Seed 200711: requests for votes had waited for a full disk, and with them the news of what came of them. */
    @Test
    void voteForWhatIsOverMakesNoPause() {
        coolDown()
                .hears(Bench.topology("s1", Bench.TWO, null, 5))
                .hears(savesEpoch("s1", 5), votes("s1", "s2", 5))
                .later(1)
                .hears(campaigns("s1", 6, false))
                .isSilent();
        coolDown()
                .hears(Bench.topology("s1", Bench.TWO, null, 4))
                .hears(savesEpoch("s1", 5), votes("s1", "s2", 5))
                .later(1)
                .hears(campaigns("s1", 6, false))
                .complains(Invariant.COOL_DOWN, "1 ms after it voted");
    }

    /** Seed 502817: a request had waited while the disk hung with an older vote, and the switch came behind it. */
    @Test
    void voteThatWaitedBehindAnotherMakesNoPauseBeyondTheSwitchThatCameMeanwhile() {
        voteBehindAHeldOne(1).isSilent();
        voteBehindAHeldOne(100).complains(Invariant.COOL_DOWN, "601 ms after it voted");
    }

    /** @param gap in ms, between what the disk let out at last and what was decided next */
    private static Bench voteBehindAHeldOne(int gap) {
        return coolDown()
                .hears(savesEpoch("s1", 1))
                .later(2_000)
                .hears(says("s1", "+switch-master", "mymaster 10.0.0.1 6379 10.0.0.2 6379"))
                .later(2_000)
                .hears(votes("s1", "s3", 1))
                .later(gap)
                .hears(savesEpoch("s1", 2))
                .later(1)
                .hears(votes("s1", "s2", 2))
                .later(600)
                .hears(campaigns("s1", 3, false));
    }

    /** Seed 200627: by a clock that is fast, the pause was long enough. */
    @Test
    void pauseIsTimedByTheClockOfWhoKeepsIt() {
        coolDown()
                .hears(votes("s1", "s2", 1))
                .later(9_900)
                .gains("s1", 100)
                .hears(campaigns("s1", 2, false))
                .isSilent();
        coolDown()
                .hears(votes("s1", "s2", 1))
                .later(9_900)
                .gains("s2", 100)
                .hears(campaigns("s1", 2, false))
                .complains(Invariant.COOL_DOWN, "9900 ms after it voted");
    }

    @Test
    void shorterTimeoutAndOrdersShortenThePause() {
        coolDown().hears(votes("s1", "s2", 1), campaigns("s1", 2, true)).isSilent();
        Bench bench = coolDown().hears(votes("s1", "s2", 1));
        var impatient = Bench.SETTINGS.failoverTimeout(java.time.Duration.ofSeconds(1));
        var before = Bench.picture(Bench.ONE, null, 0);
        bench.hears(told(
                        "s1",
                        new MonitorFact.Topology(new dev.vedette.model.MasterPicture(
                                M, before.address(), null, e(0), impatient, before.replicas()))))
                .later(2_000)
                .hears(campaigns("s1", 2, false))
                .isSilent();
    }
}
