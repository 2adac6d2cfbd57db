package dev.vedette.command;

import dev.vedette.bus.BusMessage;
import dev.vedette.bus.ConfigFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.NameFact;
import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The command room's picture of what is watched, carried by the monitor's facts. It answers what clients ask most, the
 * address of a master, without asking anybody, and on any thread; the rest is confined to the room's home.
 */
final class Masters {
    private final SortedMap<MasterName, MasterPicture> pictures = new TreeMap<>();

    /** As clients are told them. */
    private final Map<MasterName, Address> addresses = new ConcurrentHashMap<>();

    private final AddressBook book;

    Masters(List<MasterPicture> initial, AddressBook book) {
        this.book = book;
        initial.forEach(this::put);
    }

    private void put(MasterPicture picture) {
        pictures.put(picture.name(), picture);
        addresses.put(picture.name(), book.shown(picture.advertised()));
    }

    void hear(BusMessage fact) {
        if (fact instanceof MonitorFact.Topology topology) {
            put(topology.master());
        } else if (fact instanceof NameFact.Answered answered) {
            book.learn(answered.host(), answered.ip());
            pictures.values().stream()
                    .filter(picture -> picture.advertised().host().equalsIgnoreCase(answered.host()))
                    .forEach(this::put);
        } else if (fact instanceof ConfigFact.Changed changed) {
            book.policy(changed.now().settings().names());
            List.copyOf(pictures.values()).forEach(this::put);
        } else if (fact instanceof MonitorFact.MasterRemoved removed) {
            pictures.remove(removed.master());
            addresses.remove(removed.master());
        }
    }

    AddressBook book() {
        return book;
    }

    /** Where it is, or null when it is not watched. On any thread. */
    @Nullable
    Address address(MasterName name) {
        return addresses.get(name);
    }

    boolean knows(MasterName name) {
        return pictures.containsKey(name);
    }

    Collection<MasterName> names() {
        return Collections.unmodifiableSet(pictures.keySet());
    }
}
