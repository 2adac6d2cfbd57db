package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.PeerRef;
import dev.vedette.model.RunId;

/** Who else watches, and what they told us. */
public sealed interface GossipFact extends Fact {
    @Override
    default Class<? extends Fact> room() {
        return GossipFact.class;
    }

    MasterName master();

    /** A peer is new under this master, or has another address. */
    record PeerKnown(MasterName master, PeerRef peer) implements GossipFact {}

    record PeerForgotten(MasterName master, RunId peer) implements GossipFact {}

    /** The first hello came in, our own perhaps, since nothing was known of the others: from now on we hear them. */
    record Listening(MasterName master) implements GossipFact {}

    /** A peer's epoch. */
    record EpochHeard(MasterName master, Epoch epoch) implements GossipFact {}

    /** What a known peer takes for the current master, and since which failover. */
    record ConfigurationHeard(MasterName master, Address address, Epoch configEpoch, PeerRef from)
            implements GossipFact {}

    /** A known peer takes another address for the master, since a failover of the very same epoch. */
    record ConfigurationDisputed(MasterName master, Address address, Epoch configEpoch, PeerRef from)
            implements GossipFact {}
}
