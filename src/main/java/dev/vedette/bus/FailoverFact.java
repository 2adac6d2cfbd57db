package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.Reason;

/** The steps of a failover that we lead. */
public sealed interface FailoverFact extends Fact {
    @Override
    default Class<? extends Fact> room() {
        return FailoverFact.class;
    }

    MasterName master();

    /** An operator wants a failover, and a replica to promote exists. */
    record Ordered(MasterName master, boolean coordinated) implements FailoverFact {}

    /**
     * The master is about to hand over to a replica, or that is over: while it does, it answers no PUBLISH, and what
     * waits behind one is not answered either.
     */
    record HandingOver(MasterName master, Address instance, boolean on) implements FailoverFact {}

    /** Commands that change its role are on their way to this instance: watch it closely. */
    record Reconfiguring(MasterName master, Address instance) implements FailoverFact {}

    /** The instance has arrived, or is given up: no need to watch it closely any more. */
    record Settled(MasterName master, Address instance) implements FailoverFact {}

    /** The chosen replica says itself that it is a master. */
    record PromotionSeen(MasterName master, Address replica, Epoch epoch) implements FailoverFact {}

    /** Everything that can follow the new master does: switch. */
    record ReadyToSwitch(MasterName master, Address promoted, Epoch epoch) implements FailoverFact {}

    record Aborted(MasterName master, Epoch epoch, Reason reason) implements FailoverFact {}
}
