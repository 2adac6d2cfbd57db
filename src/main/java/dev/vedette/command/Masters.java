package dev.vedette.command;

import dev.vedette.bus.BusMessage;
import dev.vedette.bus.ConfigFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.NameFact;
import dev.vedette.model.AddressBook;
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

    private final AddressBook book;

    Masters(List<MasterPicture> initial, AddressBook book) {
        this.book = book;
        initial.forEach(picture -> pictures.put(picture.name(), picture));
    }

    void hear(BusMessage fact) {
        if (fact instanceof MonitorFact.Topology topology) {
            pictures.put(topology.master().name(), topology.master());
        } else if (fact instanceof NameFact.Answered answered) {
            book.learn(answered.host(), answered.ip());
        } else if (fact instanceof ConfigFact.Changed changed) {
            book.policy(changed.now().settings().names());
        } else if (fact instanceof MonitorFact.MasterRemoved removed) {
            pictures.remove(removed.master());
        }
    }

    AddressBook book() {
        return book;
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
