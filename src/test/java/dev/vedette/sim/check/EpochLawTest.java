package dev.vedette.sim.check;

import static dev.vedette.sim.check.Bench.M;
import static dev.vedette.sim.check.Bench.ONE;
import static dev.vedette.sim.check.Bench.THREE;
import static dev.vedette.sim.check.Bench.TWO;
import static dev.vedette.sim.check.Bench.answered;
import static dev.vedette.sim.check.Bench.e;
import static dev.vedette.sim.check.Bench.hello;
import static dev.vedette.sim.check.Bench.notes;
import static dev.vedette.sim.check.Bench.savesMaster;
import static dev.vedette.sim.check.Bench.started;
import static dev.vedette.sim.check.Bench.told;
import static dev.vedette.sim.check.Bench.topology;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.sim.Observation;
import org.junit.jupiter.api.Test;

/** Epochs, what they name, and what of them outlives a crash. */
class EpochLawTest {
    private static Observation epoch(String who, long value) {
        return told(who, new ElectionFact.EpochChanged(e(value)));
    }

    // Epochs rise

    @Test
    void epochThatGoesBackIsSeen() {
        new Bench(EpochsRise::new)
                .hears(epoch("s1", 3), epoch("s2", 2), epoch("s1", 2))
                .complains(Invariant.EPOCHS_RISE, "s1: the current epoch goes back from 3 to 2");
        new Bench(EpochsRise::new)
                .hears(started("s1", 5, 5, 5), topology("s1", ONE, null, 4))
                .complains(Invariant.EPOCHS_RISE, "s1 mymaster: the config epoch goes back from 5 to 4");
    }

    @Test
    void masterThatIsWatchedAnewStartsAnew() {
        new Bench(EpochsRise::new)
                .hears(topology("s1", ONE, null, 4), told("s1", new MonitorFact.MasterRemoved(M)))
                .hears(topology("s1", ONE, null, 0), epoch("s1", 4), epoch("s1", 5))
                .isSilent();
    }

    // Durable first

    @Test
    void epochThatWasShownAndForgottenIsSeen() {
        new Bench(DurableFirst::new)
                .hears(epoch("s1", 2), started("s1", 1, 0, 0))
                .complains(Invariant.DURABLE_FIRST, "s1 showed the current epoch 2, and starts again with 1");
        new Bench(DurableFirst::new)
                .hears(hello("s1", 7, ONE, 0), started("s1", 6, 0, 0))
                .complains(Invariant.DURABLE_FIRST, "showed the current epoch 7");
    }

    @Test
    void voteThatWasAnsweredAndForgottenIsSeen() {
        new Bench(DurableFirst::new)
                .hears(answered("s2", "s1", "s2", 2), started("s1", 2, 0, 1))
                .complains(Invariant.DURABLE_FIRST, "s1 voted about mymaster in epoch 2, and starts again with 1");
    }

    @Test
    void promotionThatWaitedForTheDiskAndWasForgottenIsSeen() {
        new Bench(DurableFirst::new)
                .hears(savesMaster("s1", ONE, TWO, 2))
                .later(5)
                .hears(topology("s1", ONE, TWO, 2), started("s1", 2, 1, 2))
                .complains(Invariant.DURABLE_FIRST, "announced for mymaster the config epoch 2");
    }

    @Test
    void whatIsOnTheDiskMayBeShown() {
        new Bench(DurableFirst::new)
                .hears(epoch("s1", 2), answered("s2", "s1", "s2", 2), savesMaster("s1", TWO, null, 2))
                .later(5)
                .hears(topology("s1", TWO, null, 2), started("s1", 3, 2, 2))
                .isSilent();
    }

    @Test
    void monitoringGoesOnWithoutADisk() {
        new Bench(DurableFirst::new)
                .hears(savesMaster("s1", ONE, TWO, 2))
                .later(1_000)
                .hears(topology("s1", ONE, TWO, 2), started("s1", 2, 1, 2))
                .isSilent();
        new Bench(DurableFirst::new)
                .hears(savesMaster("s1", ONE, TWO, 2), notes("s1", "Sentinel was not able to save the new ..."))
                .later(5)
                .hears(topology("s1", ONE, TWO, 2), started("s1", 2, 1, 2))
                .isSilent();
    }

    /** Seed 4015159. */
    @Test
    void whoseClockIsFastLosesPatienceSooner() {
        new Bench(DurableFirst::new)
                .hears(savesMaster("s1", ONE, TWO, 2))
                .later(997)
                .gains("s1", 3)
                .hears(topology("s1", ONE, TWO, 2), started("s1", 2, 1, 2))
                .isSilent();
    }

    // One address

    @Test
    void oneEpochForTwoAddressesIsSeen() {
        new Bench(OneAddress::new)
                .hears(hello("s1", 2, TWO, 2), hello("s2", 2, THREE, 2))
                .complains(Invariant.ONE_ADDRESS, "config epoch 2 of mymaster names 10.0.0.2:6379 and, with s2 in");
        new Bench(OneAddress::new)
                .hears(topology("s1", ONE, TWO, 2), started("s2", 2, 2, 2))
                .complains(Invariant.ONE_ADDRESS, "with s2, 10.0.0.1:6379");
    }

    @Test
    void newAddressWithoutANewEpochIsSeen() {
        new Bench(OneAddress::new)
                .hears(topology("s1", TWO, null, 0))
                .complains(Invariant.ONE_ADDRESS, "s1 holds 10.0.0.2:6379 and no longer 10.0.0.1:6379");
    }

    @Test
    void promotionAndItsSwitchNameTheSame() {
        new Bench(OneAddress::new)
                .hears(topology("s1", ONE, TWO, 2), hello("s1", 2, TWO, 2), topology("s1", TWO, null, 2))
                .hears(topology("s2", TWO, null, 2), topology("s1", TWO, null, 3))
                .isSilent();
    }

    @Test
    void orderedFailoversMayCollide() {
        new Bench(OneAddress::new)
                .hears(told("s1", new ElectionFact.CampaignStarted(M, e(2), true)))
                .hears(topology("s1", ONE, TWO, 2), topology("s2", ONE, THREE, 2))
                .isSilent();
    }

    @Test
    void epochZeroIsWhatOperatorsSay() {
        new Bench(OneAddress::new)
                .hears(told("s1", new MonitorFact.MasterRemoved(M)), topology("s1", THREE, null, 0))
                .isSilent();
    }
}
