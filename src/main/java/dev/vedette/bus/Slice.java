package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.RunId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** One owner's part of the durable state; always that owner's whole part. */
public sealed interface Slice {

    /** The monitor's. A master that is absent is forgotten, with its peers and epochs. */
    record Masters(SortedMap<MasterName, MasterPicture> masters) implements Slice {
        public Masters {
            masters = Collections.unmodifiableSortedMap(new TreeMap<>(masters));
        }
    }

    /** Gossip's. */
    record Peers(SortedMap<MasterName, SortedMap<RunId, Address>> peers) implements Slice {
        public Peers {
            peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
        }
    }

    /** The election's. */
    record Epochs(Epoch current, SortedMap<MasterName, Epoch> leaders) implements Slice {
        public Epochs {
            leaders = Collections.unmodifiableSortedMap(new TreeMap<>(leaders));
        }
    }
}
