package dev.vedette.bus;

import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.Reason;

/** Agreement, epochs and campaigns. */
public sealed interface ElectionFact extends Fact {
    @Override
    default Class<? extends Fact> room() {
        return ElectionFact.class;
    }

    /** The current epoch of the process; it is on disk. */
    record EpochChanged(Epoch epoch) implements ElectionFact {}

    record ObjectivelyDown(MasterName master) implements ElectionFact {}

    record ObjectivelyUp(MasterName master) implements ElectionFact {}

    /** We started a failover and seek votes; the master is busy until it ends. */
    record CampaignStarted(MasterName master, Epoch epoch, boolean forced) implements ElectionFact {}

    /** The campaign ended without us being elected, or the master was switched, reset or removed under our lead. */
    record CampaignEnded(MasterName master) implements ElectionFact {}

    /**
     * We lead the failover of this epoch.
     *
     * @param forced an operator's order stands for the votes
     * @param coordinated an operator's order stands for the agreement, and the master is to hand over by itself
     */
    record Elected(MasterName master, Epoch epoch, boolean forced, boolean coordinated) implements ElectionFact {
        public Elected(MasterName master, Epoch epoch, boolean forced) {
            this(master, epoch, forced, false);
        }
    }

    /** An epoch that is ours, and on disk, to settle what the disputed one has left open. */
    record EpochClaimed(MasterName master, Epoch disputed, Epoch epoch) implements ElectionFact {}

    /** Our lead of this epoch must not be used any more, if nothing has been ordered yet. */
    record MandateLost(MasterName master, Epoch epoch, Reason reason, String explanation) implements ElectionFact {}
}
