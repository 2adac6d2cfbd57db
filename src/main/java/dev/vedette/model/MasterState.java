package dev.vedette.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything about one master that outlives the process. */
public record MasterState(
        Address address,
        MasterSettings settings,
        Epoch configEpoch,
        Epoch leaderEpoch,
        SortedSet<Address> replicas,
        SortedMap<RunId, Address> peers) {

    public MasterState {
        replicas = Collections.unmodifiableSortedSet(new TreeSet<>(replicas));
        peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
    }

    /** A master that nobody has watched yet. */
    public static MasterState fresh(Address address, MasterSettings settings) {
        return new MasterState(address, settings, Epoch.ZERO, Epoch.ZERO, new TreeSet<>(), new TreeMap<>());
    }

    /** What everybody is shown of it at the start. */
    public MasterPicture picture(MasterName name) {
        return new MasterPicture(name, address, null, configEpoch, settings, replicas);
    }
}
