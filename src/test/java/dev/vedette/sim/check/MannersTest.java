package dev.vedette.sim.check;

import static dev.vedette.sim.check.Bench.D;
import static dev.vedette.sim.check.Bench.D2;
import static dev.vedette.sim.check.Bench.M;
import static dev.vedette.sim.check.Bench.TWO;
import static dev.vedette.sim.check.Bench.e;
import static dev.vedette.sim.check.Bench.id;
import static dev.vedette.sim.check.Bench.savesEpoch;
import static dev.vedette.sim.check.Bench.says;
import static dev.vedette.sim.check.Bench.started;
import static dev.vedette.sim.check.Bench.told;
import static dev.vedette.sim.check.Bench.votes;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.GossipFact;
import dev.vedette.model.LinkId;
import dev.vedette.model.Reason;
import dev.vedette.sim.Observation;
import org.junit.jupiter.api.Test;

/** TILT, states that alternate, reasons, and processes that stay. */
class MannersTest {
    private static final String SWITCH = "mymaster 10.0.0.1 6379 10.0.0.2 6379";
    private static final String PEER = "sentinel " + id("s2") + " 10.0.1.2 26379 @ mymaster 10.0.0.1 6379";
    private static final String MOVED = "sentinel " + id("s2") + " 10.0.1.9 26379 @ mymaster 10.0.0.1 6379";

    // TILT

    private static Bench inTilt() {
        return new Bench(StillInTilt::new)
                .hears(says("s1", "+tilt", "#tilt mode entered", "it slept"))
                .later(5);
    }

    private static Observation campaigns(long epoch, boolean forced) {
        return told("s1", new ElectionFact.CampaignStarted(M, e(epoch), forced));
    }

    private static Observation order() {
        return new Observation.Commanded("s1", new LinkId.Node(M, TWO), new Errand.Reconfigure(null));
    }

    @Test
    void actsInTiltAreSeen() {
        inTilt().hears(says("s1", "+sdown", D, "why")).complains(Invariant.STILL_IN_TILT, "s1 says +sdown");
        inTilt().hears(campaigns(2, false)).complains(Invariant.STILL_IN_TILT, "s1 campaigns for mymaster");
        inTilt().hears(order()).complains(Invariant.STILL_IN_TILT, "s1 changes the role of 10.0.0.2:6379");
        inTilt().hears(says("s1", "+switch-master", SWITCH))
                .complains(Invariant.STILL_IN_TILT, "by a failover of its own, in TILT since 5 ms ago");
    }

    @Test
    void hellosVotesAndOrdersGoOnInTilt() {
        inTilt().hears(says("s1", "+config-update-from", PEER), says("s1", "+switch-master", SWITCH))
                .hears(votes("s1", "s2", 2), campaigns(3, true), says("s2", "+sdown", D, "why"))
                .hears(says("s1", "+slave", D2))
                .isSilent();
    }

    /** Seed 2003969. */
    @Test
    void switchByWhichAResetEndsAFailoverIsAPersons() {
        inTilt().hears(says("s1", "+switch-master", SWITCH), says("s1", "+reset-master", D))
                .isSilent();
        inTilt().hears(says("s1", "+switch-master", SWITCH))
                .later(1)
                .hears(says("s1", "+reset-master", D))
                .complains(Invariant.STILL_IN_TILT, "by a failover of its own");
    }

    @Test
    void whatWasDecidedBeforeIsNoActOfTilt() {
        new Bench(StillInTilt::new)
                .hears(savesEpoch("s1", 2))
                .later(400)
                .hears(says("s1", "+tilt", "#tilt mode entered", "it slept"))
                .later(100)
                .hears(campaigns(2, false))
                .isSilent();
    }

    /** Seed 410116. */
    @Test
    void electionWhoseThreadHungSpeaksOfThePast() {
        Observation goesOn = new Observation.WentOn("s1");
        inTilt().hears(goesOn, says("s1", "+odown", D)).isSilent();
        inTilt().hears(goesOn).later(1).hears(says("s1", "+odown", D)).complains(Invariant.STILL_IN_TILT, "+odown");
        inTilt().hears(goesOn, says("s1", "+sdown", D)).complains(Invariant.STILL_IN_TILT, "+sdown");
    }

    @Test
    void electionThatWaitedForTheDiskSpeaksOfThePast() {
        Observation saved = Bench.notes("s1", "Sentinel new configuration saved on disk");
        inTilt().hears(saved, says("s1", "+odown", D), says("s1", "-odown", D)).isSilent();
        new Bench(StatesAlternate::new)
                .hears(saved, says("s1", "+odown", D), says("s1", "+odown", D))
                .later(200)
                .hears(says("s1", "+odown", D))
                .isSilent();
        new Bench(StatesAlternate::new)
                .hears(saved, says("s1", "+odown", D))
                .later(200)
                .hears(says("s1", "-odown", D))
                .later(200)
                .hears(says("s1", "-odown", D))
                .complains(Invariant.STATES_ALTERNATE, "without +odown");
        inTilt().hears(saved).later(1).hears(says("s1", "+odown", D)).complains(Invariant.STILL_IN_TILT, "+odown");
    }

    @Test
    void tiltEnds() {
        inTilt().later(30_000)
                .hears(order(), says("s1", "-tilt", "#tilt mode exited"), says("s1", "+sdown", D, "why"))
                .isSilent();
        inTilt().hears(started("s1", 0, 0, 0), order(), says("s1", "-sdown", D)).isSilent();
    }

    // States

    @Test
    void stateThatDoesNotAlternateIsSeen() {
        new Bench(StatesAlternate::new)
                .hears(says("s1", "+sdown", D2, "why"), says("s1", "+sdown", D2, "why"))
                .complains(Invariant.STATES_ALTERNATE, "s1 says +sdown " + D2 + " after +sdown");
        new Bench(StatesAlternate::new)
                .hears(says("s1", "-odown", D))
                .complains(Invariant.STATES_ALTERNATE, "without +odown");
        new Bench(StatesAlternate::new)
                .hears(says("s1", "-tilt", "#tilt mode exited"))
                .complains(Invariant.STATES_ALTERNATE, "without +tilt");
        new Bench(StatesAlternate::new)
                .hears(says("s1", "+sdown", PEER, "why"), says("s1", "+switch-master", SWITCH))
                .hears(says("s1", "+sdown", PEER, "why"))
                .complains(Invariant.STATES_ALTERNATE, "+sdown sentinel");
    }

    @Test
    void statesAlternate() {
        new Bench(StatesAlternate::new)
                .hears(says("s1", "+sdown", D, "why"), says("s2", "+sdown", D, "why"), says("s1", "+odown", D))
                .hears(says("s1", "-odown", D), says("s1", "-sdown", D), says("s1", "+sdown", D, "why"))
                .hears(says("s1", "+tilt", "", "why"), says("s1", "+tilt", "", "why"), says("s1", "-tilt", ""))
                .hears(says("s1", "+sdown", PEER, "why"), says("s1", "-sdown", MOVED))
                .isSilent();
    }

    @Test
    void switchResetAndRestartForget() {
        Observation sdown = says("s1", "+sdown", D2, "why");
        new Bench(StatesAlternate::new)
                .hears(sdown, says("s1", "+switch-master", SWITCH), sdown)
                .hears(says("s1", "+reset-master", D), sdown)
                .hears(started("s1", 0, 0, 0), sdown)
                .hears(says("s1", "+sdown", PEER, "why"), told("s1", new GossipFact.PeerForgotten(M, id("s2"))))
                .hears(says("s1", "+sdown", PEER, "why"))
                .isSilent();
    }

    /** The election waited for the disk while the monitor switched. */
    @Test
    void lateWordsAboutTheOldAddressAreForgivenForAMoment() {
        new Bench(StatesAlternate::new)
                .hears(says("s1", "+odown", D), says("s1", "+reset-master", D))
                .later(900)
                .hears(says("s1", "+odown", D), says("s1", "+odown", D))
                .isSilent();
        new Bench(StatesAlternate::new)
                .hears(says("s1", "+odown", D), says("s1", "+switch-master", SWITCH), says("s1", "-odown", D))
                .later(1)
                .hears(says("s1", "-odown", D))
                .complains(Invariant.STATES_ALTERNATE, "-odown");
    }

    // Reasons

    @Test
    void silenceAboutTheReasonIsSeen() {
        new Bench(ReasonsGiven::new)
                .hears(says("s1", "-failover-abort-not-elected", D))
                .complains(Invariant.REASONS_GIVEN, "s1 says -failover-abort-not-elected");
        new Bench(ReasonsGiven::new)
                .hears(says("s1", "+sdown", D, " "))
                .complains(Invariant.REASONS_GIVEN, "and not why");
    }

    @Test
    void reasonsAreGivenWhereTheyAreDue() {
        new Bench(ReasonsGiven::new)
                .hears(says("s1", "+sdown", D, Reason.NO_VALID_REPLY.sentence()), says("s1", "-sdown", D))
                .hears(says("s1", "+switch-master", SWITCH))
                .isSilent();
    }

    // Processes

    @Test
    void processThatGivesUpIsSeen() {
        new Bench(ProcessesStay::new)
                .hears(new Observation.Exited("s1", 1, "monitor broke on a pulse: stopping, because …"))
                .complains(Invariant.PROCESSES_STAY, "s1 exits with 1: monitor broke");
    }

    @Test
    void shutdownAndDeadDiskAreDocumented() {
        new Bench(ProcessesStay::new)
                .hears(new Observation.Exited("s1", 0, "User requested shutdown..."))
                .hears(new Observation.Exited("s2", 1, "the disk has not answered for 10000 inputs of election: …"))
                .isSilent();
    }
}
