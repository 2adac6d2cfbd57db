package dev.vedette.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that outlives the process: what the brains start from, and what the file holds. */
public record SentinelState(RunId myId, Epoch currentEpoch, SortedMap<MasterName, MasterState> masters) {
    public SentinelState {
        masters = Collections.unmodifiableSortedMap(new TreeMap<>(masters));
    }
}
