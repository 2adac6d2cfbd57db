package dev.vedette.command;

import dev.vedette.bus.BusMessage;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The command room's picture of what is watched, carried by the monitor's facts. It answers what clients ask most, the
 * address of a master, without asking anybody.
 */
final class Masters {
    private final SortedMap<MasterName, MasterPicture> pictures = new TreeMap<>();

    Masters(List<MasterPicture> initial) {
        initial.forEach(picture -> pictures.put(picture.name(), picture));
    }

    void hear(BusMessage fact) {
        if (fact instanceof MonitorFact.Topology topology) {
            pictures.put(topology.master().name(), topology.master());
        } else if (fact instanceof MonitorFact.MasterRemoved removed) {
            pictures.remove(removed.master());
        }
    }

    @Nullable
    MasterPicture find(MasterName name) {
        return pictures.get(name);
    }

    boolean knows(MasterName name) {
        return pictures.containsKey(name);
    }

    Collection<MasterName> names() {
        return Collections.unmodifiableSet(pictures.keySet());
    }
}
