package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Reason;

/** Health and topology, as their one writer sees them. */
public sealed interface MonitorFact extends Fact {
    @Override
    default Class<? extends Fact> room() {
        return MonitorFact.class;
    }

    /** A master is watched, or its picture changed. Always complete: it replaces every earlier picture. */
    record Topology(MasterPicture master) implements MonitorFact {}

    record MasterRemoved(MasterName master) implements MonitorFact {}

    /** An operator reset it: replicas and peers are forgotten, whatever was going on is over. */
    record MasterReset(MasterName master) implements MonitorFact {}

    /** The configured address is now another one; a {@link Topology} went before. */
    record Switched(MasterName master, Address from, Address to, Epoch configEpoch) implements MonitorFact {}

    /** Our own promotion is on disk and may be announced; a {@link Topology} went before. */
    record PromotionRecorded(MasterName master, Address promoted, Epoch configEpoch) implements MonitorFact {}

    /** A configuration at least as new is in force, or the failover is over: the promotion must not be announced. */
    record PromotionOutdated(MasterName master, Address promoted, Epoch inForce) implements MonitorFact {}

    /** This config epoch names two addresses: an epoch that nobody else leads in is needed to settle that. */
    record EpochWanted(MasterName master, Epoch disputed) implements MonitorFact {}

    record MasterDown(MasterName master, Reason reason) implements MonitorFact {}

    record MasterUp(MasterName master) implements MonitorFact {}

    /** A replica or a peer of the master went down for us. */
    record InstanceDown(MasterName master, LinkId instance, Reason reason) implements MonitorFact {}

    record InstanceUp(MasterName master, LinkId instance) implements MonitorFact {}

    /** A replica answered INFO. Also in TILT. */
    record ReplicaReported(MasterName master, Address replica, InfoReport info) implements MonitorFact {}

    /** An instance says in its INFO that it hands over to another one, or does so no more. */
    record HandingOver(MasterName master, Address instance, boolean on) implements MonitorFact {}

    /** TILT began or ended; see reference 12. */
    record Tilt(boolean on) implements MonitorFact {
        @Override
        public boolean isUrgent() {
            return true;
        }
    }
}
