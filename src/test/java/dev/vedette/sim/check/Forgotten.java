package dev.vedette.sim.check;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Fact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.Periods;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whom a person has made a sentinel forget. {@code SENTINEL RESET} is how people make a majority smaller when sentinels
 * are gone for good. Said on both sides of a partition it makes each side a majority of its own, and two leaders may be
 * elected in one epoch: whoever has listened for as long as everybody needs to say hello, and obeys, can know no
 * better.
 */
final class Forgotten {
    private final Map<String, Set<RunId>> unmet = new TreeMap<>();
    private final Map<String, Duration> since = new TreeMap<>();
    /** By master and epoch. */
    private final Set<String> epochs = new TreeSet<>();

    void hear(String who, Fact fact, Cast cast, Duration now) {
        if (fact instanceof MonitorFact.MasterReset reset) {
            forgets(who, reset.master(), cast, now);
        } else if (fact instanceof MonitorFact.MasterRemoved removed) {
            forgets(who, removed.master(), cast, now);
        } else if (fact instanceof GossipFact.PeerKnown met) {
            unmetBy(who, met.master()).remove(met.peer().id());
        } else if (fact instanceof ElectionFact.Elected win) {
            boolean listened =
                    now.minus(since.getOrDefault(who + " " + win.master(), now)).compareTo(Periods.PUBLISH) > 0;
            if (listened && !unmetBy(who, win.master()).isEmpty()) {
                epochs.add(win.master() + " " + win.epoch());
            }
        }
    }

    private void forgets(String who, MasterName master, Cast cast, Duration now) {
        unmetBy(who, master).addAll(cast.peers(who, master).keySet());
        since.put(who + " " + master, now);
    }

    private Set<RunId> unmetBy(String who, MasterName master) {
        return unmet.computeIfAbsent(who + " " + master, key -> new TreeSet<>());
    }

    /** Whether a leader of it, one of two perhaps, had not met all again. */
    boolean excusesEpoch(MasterName master, Epoch epoch) {
        return epochs.contains(master + " " + epoch);
    }
}
