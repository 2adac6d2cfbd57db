package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.RunId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A part of the durable state that one owner has changed. What concerns one master comes by itself: of thousands, the
 * others have not changed, and to tell of all of them each time that a replica of one is found would take longer than
 * to find it.
 */
public sealed interface Slice {

    /** The monitor's: everything about one master. */
    record Master(MasterPicture picture) implements Slice {}

    /** The monitor's: a master is forgotten, with its peers and epochs. */
    record Removed(MasterName master) implements Slice {}

    /** Gossip's: everybody around one master. */
    record Peers(MasterName master, SortedMap<RunId, Address> peers) implements Slice {
        public Peers {
            peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
        }
    }

    /** The election's whole part. */
    record Epochs(Epoch current, SortedMap<MasterName, Epoch> leaders) implements Slice {
        public Epochs {
            leaders = Collections.unmodifiableSortedMap(new TreeMap<>(leaders));
        }
    }
}
