package dev.vedette.sim.check;

import static dev.vedette.sim.check.Bench.D;
import static dev.vedette.sim.check.Bench.D2;
import static dev.vedette.sim.check.Bench.D3;
import static dev.vedette.sim.check.Bench.M;
import static dev.vedette.sim.check.Bench.ONE;
import static dev.vedette.sim.check.Bench.THREE;
import static dev.vedette.sim.check.Bench.TWO;
import static dev.vedette.sim.check.Bench.e;
import static dev.vedette.sim.check.Bench.hello;
import static dev.vedette.sim.check.Bench.id;
import static dev.vedette.sim.check.Bench.notes;
import static dev.vedette.sim.check.Bench.reported;
import static dev.vedette.sim.check.Bench.savesMaster;
import static dev.vedette.sim.check.Bench.says;
import static dev.vedette.sim.check.Bench.started;
import static dev.vedette.sim.check.Bench.told;
import static dev.vedette.sim.check.Bench.topology;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Address;
import dev.vedette.model.LinkId;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Reason;
import dev.vedette.model.Role;
import dev.vedette.sim.Observation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** From the choice of a replica to the switch. */
class FailoverLawTest {
    private static final String SWITCH = "mymaster 10.0.0.1 6379 10.0.0.2 6379";

    private static Observation elected(String who, long epoch) {
        return told(who, new ElectionFact.Elected(M, e(epoch), false));
    }

    private static Observation selects(String who, String details) {
        return says(who, "+selected-slave", details, "the best");
    }

    private static Observation fine(String who, Address replica) {
        return reported(who, replica, Role.REPLICA, 100, Duration.ZERO);
    }

    private static Observation down(String who, Address replica) {
        return told(who, new MonitorFact.InstanceDown(M, new LinkId.Node(M, replica), Reason.NO_VALID_REPLY));
    }

    private static Observation up(String who, Address replica) {
        return told(who, new MonitorFact.InstanceUp(M, new LinkId.Node(M, replica)));
    }

    private static Observation masterDown(String who) {
        return told(who, new MonitorFact.MasterDown(M, Reason.NO_VALID_REPLY));
    }

    private static Observation switched(String who) {
        return told(who, new MonitorFact.Switched(M, ONE, TWO, e(1)));
    }

    // One heir

    @Test
    void secondHeirOfAnEpochIsSeen() {
        new Bench(OneHeir::new)
                .hears(elected("s1", 1), selects("s1", D2), selects("s1", D3))
                .complains(Invariant.ONE_HEIR, "s1 chooses 10.0.0.3:6379 for mymaster in epoch 1, in which it chose");
        new Bench(OneHeir::new).hears(selects("s1", D2)).complains(Invariant.ONE_HEIR, "was never elected");
    }

    @Test
    void newEpochMayHaveAnotherHeir() {
        new Bench(OneHeir::new)
                .hears(elected("s1", 1), selects("s1", D2), elected("s1", 2), selects("s1", D3))
                .isSilent();
    }

    // Fit heir

    @Test
    void priorityZeroIsSeen() {
        new Bench(FitHeir::new)
                .hears(reported("s1", TWO, Role.REPLICA, 0, Duration.ZERO))
                .later(20)
                .hears(selects("s1", D2))
                .complains(Invariant.FIT_HEIR, "which said 20 ms ago that its priority is 0");
    }

    @Test
    void replicaThatIsDownOrSilentIsSeen() {
        new Bench(FitHeir::new)
                .hears(fine("s1", TWO), down("s1", TWO))
                .later(1)
                .hears(selects("s1", D2))
                .complains(Invariant.FIT_HEIR, "which is down for it");
        new Bench(FitHeir::new)
                .hears(fine("s1", TWO), masterDown("s1"))
                .later(5_001)
                .hears(selects("s1", D2))
                .complains(Invariant.FIT_HEIR, "of which its last INFO is 5001 ms ago");
        new Bench(FitHeir::new)
                .hears(fine("s1", TWO), switched("s1"), selects("s1", D2))
                .complains(Invariant.FIT_HEIR, "of which it has no INFO");
    }

    @Test
    void replicaThatLostItsMasterLongAgoIsSeen() {
        new Bench(FitHeir::new)
                .hears(masterDown("s1"))
                .later(4_000)
                .hears(reported("s1", TWO, Role.REPLICA, 100, Duration.ofSeconds(15)), selects("s1", D2))
                .complains(Invariant.FIT_HEIR, "was down for 15000 ms, with the master down for 4000 ms");
    }

    @Test
    void fitReplicaMayBeChosen() {
        new Bench(FitHeir::new)
                .hears(masterDown("s1"), down("s1", TWO))
                .later(5_000)
                .hears(up("s1", TWO), reported("s1", TWO, Role.REPLICA, 1, Duration.ofSeconds(15)))
                .later(5_000)
                .hears(selects("s1", D2))
                .isSilent();
    }

    @Test
    void masterThatLivesNeedsNoFreshNews() {
        new Bench(FitHeir::new)
                .hears(fine("s1", TWO))
                .later(30_000)
                .hears(selects("s1", D2))
                .isSilent();
    }

    /** Rooms run side by side: the choice was made before the news. */
    @Test
    void newsOfTheSameMomentIsForgiven() {
        new Bench(FitHeir::new)
                .hears(fine("s1", TWO))
                .later(10)
                .hears(reported("s1", TWO, Role.REPLICA, 0, Duration.ZERO), down("s1", TWO), selects("s1", D2))
                .isSilent();
    }

    // Heard it itself

    private static Bench waiting() {
        return new Bench(HeardItself::new)
                .hears(elected("s1", 1), selects("s1", D2), says("s1", "+failover-state-wait-promotion", D2));
    }

    @Test
    void masterThatDidNotSayItIsOneIsSeen() {
        waiting()
                .hears(fine("s1", TWO), topology("s1", ONE, TWO, 1))
                .complains(Invariant.HEARD_ITSELF, "did not report itself a master after it was told");
        waiting()
                .hears(reported("s1", THREE, Role.MASTER, 100, Duration.ZERO), topology("s1", ONE, THREE, 1))
                .complains(Invariant.HEARD_ITSELF, "s1 announces 10.0.0.3:6379");
    }

    @Test
    void promotionOfAnEpochThatIsNotItsOwnOrNotTheNewestIsSeen() {
        Observation master = reported("s1", TWO, Role.MASTER, 100, Duration.ZERO);
        waiting().hears(master, topology("s1", ONE, TWO, 2)).complains(Invariant.HEARD_ITSELF, "elected in epoch 1");
        PeerRef peer = new PeerRef(id("s2"), new Address("10.0.1.2", 26379));
        waiting()
                .hears(told("s1", new GossipFact.ConfigurationHeard(M, THREE, e(1), peer)))
                .later(1)
                .hears(master, savesMaster("s1", ONE, TWO, 1))
                .later(5)
                .hears(topology("s1", ONE, TWO, 1))
                .complains(Invariant.HEARD_ITSELF, "and heard of epoch 1 6 ms ago");
    }

    /** Seed 2005665: gossip told of it when the monitor had forgotten the master. */
    @Test
    void whatWasHeardOfAMasterBeforeItWasAddedAgainIsOver() {
        PeerRef peer = new PeerRef(id("s2"), new Address("10.0.1.2", 26379));
        new Bench(HeardItself::new)
                .hears(told("s1", new MonitorFact.MasterRemoved(M)))
                .hears(told("s1", new GossipFact.ConfigurationHeard(M, THREE, e(1), peer)))
                .later(1)
                .hears(says("s1", "+monitor", D), elected("s1", 1), selects("s1", D2))
                .hears(says("s1", "+failover-state-wait-promotion", D2))
                .hears(reported("s1", TWO, Role.MASTER, 100, Duration.ZERO), topology("s1", ONE, TWO, 1))
                .isSilent();
    }

    @Test
    void helloOfWhatItNeverHeldIsSeen() {
        new Bench(HeardItself::new)
                .hears(hello("s1", 1, TWO, 1))
                .complains(
                        Invariant.HEARD_ITSELF, "s1 says hello with 10.0.0.2:6379 as the master mymaster of epoch 1");
    }

    @Test
    void confirmedMasterMayBeAnnounced() {
        waiting()
                .hears(reported("s1", TWO, Role.MASTER, 100, Duration.ZERO), savesMaster("s1", ONE, TWO, 1))
                .later(5)
                .hears(topology("s1", ONE, TWO, 1), hello("s1", 1, TWO, 1), topology("s1", ONE, TWO, 1))
                .hears(topology("s1", TWO, null, 1), topology("s2", TWO, null, 1), hello("s2", 1, TWO, 1))
                .hears(hello("s9", 4, THREE, 4))
                .isSilent();
    }

    // Parallel syncs

    private static Bench moving() {
        return new Bench(ParallelSyncs::new)
                .hears(says("s1", "+try-failover", D), says("s1", "+slave-reconf-sent", D2));
    }

    @Test
    void oneReplicaTooManyIsSeen() {
        moving().hears(says("s1", "+slave-reconf-inprog", D2), says("s1", "+slave-reconf-sent", D3))
                .complains(Invariant.PARALLEL_SYNCS, "[10.0.0.2:6379, 10.0.0.3:6379] are under way");
    }

    @Test
    void slotThatIsFreeMayBeTaken() {
        Observation next = says("s1", "+slave-reconf-sent", D3);
        moving().hears(says("s1", "+slave-reconf-done", D2), next).isSilent();
        moving().hears(says("s1", "-slave-reconf-sent-timeout", D2, "too slow"), next)
                .isSilent();
        moving().hears(down("s1", TWO), next).isSilent();
        moving().hears(says("s1", "+try-failover", D), next).isSilent();
        moving().hears(says("s1", "+slave-reconf-sent-be", D3)).isSilent();
        moving().hears(says("s1", "+slave-reconf-sent", D2)).isSilent();
    }

    @Test
    void replicaThatCameBackHoldsItsSlot() {
        moving().hears(down("s1", TWO), up("s1", TWO))
                .later(1)
                .hears(says("s1", "+slave-reconf-sent", D3))
                .complains(Invariant.PARALLEL_SYNCS, "parallel-syncs is 1");
    }

    @Test
    void whoIsForgottenAtThisMomentMayStillBeDownForTheLeader() {
        Observation reset = told("s1", new MonitorFact.MasterReset(M));
        moving().hears(down("s1", TWO), reset)
                .hears(says("s1", "+slave-reconf-sent", D2), says("s1", "+slave-reconf-sent", D3))
                .isSilent();
        moving().hears(down("s1", TWO), reset)
                .later(1)
                .hears(says("s1", "+slave-reconf-sent", D2), says("s1", "+slave-reconf-sent", D3))
                .complains(Invariant.PARALLEL_SYNCS, "parallel-syncs is 1");
    }

    // Failovers end

    @Test
    void secondEndAndEndWithoutBeginningAreSeen() {
        new Bench(FailoversEnd::new)
                .hears(says("s1", "+try-failover", D), says("s1", "+failover-end", D))
                .later(1)
                .hears(says("s1", "-failover-abort-slave-timeout", D, "why"))
                .complains(Invariant.FAILOVERS_END, "ends what was not begun");
        new Bench(FailoversEnd::new)
                .hears(says("s1", "-failover-abort-not-elected", D, "why"))
                .complains(Invariant.FAILOVERS_END, "s1 mymaster");
    }

    @Test
    void secondAttemptBeforeTheEndOfTheFirstIsSeen() {
        new Bench(FailoversEnd::new)
                .hears(says("s1", "+try-failover", D))
                .later(70)
                .hears(says("s1", "+try-failover", D))
                .complains(Invariant.FAILOVERS_END, "the one of 70 ms ago has not ended");
    }

    /** Seed 5002421: orders that had waited for the disk, and switches between them. */
    @Test
    void electionThatCatchesUpTriesAgainBeforeItsFailoverIsEnded() {
        Observation attempt = says("s1", "+try-failover", D);
        Observation end = notes("s1", "failover over: " + Reason.NEWER_CONFIGURATION.sentence());
        new Bench(FailoversEnd::new)
                .hears(notes("s1", "Sentinel new configuration saved on disk"), attempt, attempt, end, end)
                .later(1)
                .hears(attempt)
                .isSilent();
        new Bench(FailoversEnd::new)
                .hears(notes("s1", "Sentinel new configuration saved on disk"), attempt, attempt, end)
                .later(1)
                .hears(notes("s1", "Sentinel new configuration saved on disk"), attempt)
                .complains(Invariant.FAILOVERS_END, "the one of 1 ms ago has not ended");
    }

    @Test
    void failoverEndsInManyWays() {
        Observation attempt = says("s1", "+try-failover", D);
        new Bench(FailoversEnd::new)
                .hears(attempt, says("s1", "-failover-abort-not-elected", D, "why"))
                .hears(attempt, says("s1", "-failover-abort-no-good-slave", D, "why"))
                .hears(attempt, says("s1", "+failover-end-for-timeout", D), says("s1", "+failover-end", D))
                .hears(says("s1", "+switch-master", SWITCH))
                .hears(attempt, notes("s1", "failover over: " + Reason.NEWER_CONFIGURATION.sentence()))
                .hears(attempt, notes("s1", "campaign over: " + Reason.RESET.sentence()))
                .hears(attempt, says("s1", "+reset-master", D))
                .hears(attempt, says("s1", "-monitor", D))
                .hears(attempt, started("s1", 9, 0, 9), attempt)
                .isSilent();
    }

    /** The switch is the monitor's word, the abort the failover's. */
    @Test
    void endMayComeBehindTheSwitchThatMadeIt() {
        new Bench(FailoversEnd::new)
                .hears(says("s1", "+try-failover", D), says("s1", "+switch-master", SWITCH))
                .hears(says("s1", "-failover-abort-slave-timeout", D, "why"))
                .isSilent();
    }

    // True switch

    @Test
    void switchFromSomewhereElseIsSeen() {
        new Bench(TrueSwitch::new)
                .hears(says("s1", "+switch-master", SWITCH), switched("s1"), says("s1", "+switch-master", SWITCH))
                .complains(Invariant.TRUE_SWITCH, "from 10.0.0.1:6379 to 10.0.0.2:6379, and it was 10.0.0.2:6379");
    }

    @Test
    void switchThatWasNotAnnouncedIsSeen() {
        new Bench(TrueSwitch::new).hears(switched("s1")).complains(Invariant.TRUE_SWITCH, "and announced null");
        new Bench(TrueSwitch::new)
                .hears(says("s1", "+switch-master", "mymaster 10.0.0.1 6379 10.0.0.3 6379"), switched("s1"))
                .complains(Invariant.TRUE_SWITCH, "and announced Step");
    }

    @Test
    void switchesFollowOneAnother() {
        new Bench(TrueSwitch::new)
                .hears(says("s1", "+switch-master", SWITCH), switched("s1"))
                .hears(says("s1", "+switch-master", "mymaster 10.0.0.2 6379 10.0.0.3 6379"))
                .hears(told("s1", new MonitorFact.Switched(M, TWO, THREE, e(2))))
                .hears(says("s1", "-monitor", "master mymaster 10.0.0.3 6379"))
                .hears(says("s1", "+monitor", "master mymaster 10.0.0.1 6379 quorum 2"))
                .hears(says("s1", "+switch-master", SWITCH), switched("s1"))
                .isSilent();
    }
}
