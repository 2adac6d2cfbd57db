package dev.vedette.model;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One master as its owner, the monitor, last published it. The addresses and the config epoch belong together: they are
 * only ever replaced as a whole.
 *
 * @param address the configured address, which changes at the switch
 * @param promoted the replica that our own failover has promoted, while the switch is still to come
 * @param configEpoch the epoch of the failover that made this configuration
 * @param replicas every known replica of {@code address}
 */
public record MasterPicture(
        MasterName name,
        Address address,
        @Nullable Address promoted,
        Epoch configEpoch,
        MasterSettings settings,
        SortedSet<Address> replicas) {

    public MasterPicture {
        replicas = Collections.unmodifiableSortedSet(new TreeSet<>(replicas));
    }

    /** What clients and peers are told: the promoted replica as soon as it is known to be a master. */
    public Address advertised() {
        return promoted != null ? promoted : address;
    }
}
