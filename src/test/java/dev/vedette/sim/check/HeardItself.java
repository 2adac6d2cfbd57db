package dev.vedette.sim.check;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Fact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Slice;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Role;
import dev.vedette.sim.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Peers believe config epochs blindly, so nothing goes out that the promoted server did not confirm. */
final class HeardItself extends Checker {
    private record Waiting(Address heir, boolean confirmed) {}

    private record Heard(Duration at, Epoch epoch) {}

    /** By sentinel and master. */
    private final Map<String, Epoch> elected = new TreeMap<>();

    private final Map<String, Waiting> waiting = new TreeMap<>();
    private final Map<String, MasterPicture> held = new TreeMap<>();
    private final Map<String, Heard> newest = new TreeMap<>();
    private final Map<String, Duration> decided = new TreeMap<>();
    /** Every configuration that a sentinel ever held. */
    private final Set<String> ever = new TreeSet<>();

    HeardItself(Court court) {
        super(Invariant.HEARD_ITSELF, court);
    }

    @Override
    void hear(Observation observation) {
        String who = observation.who();
        Hello hello = Hello.in(observation);
        if (hello != null) {
            said(hello);
        } else if (observation instanceof Observation.Started started) {
            for (Map<String, ?> memory : List.of(elected, waiting, held, newest, decided)) {
                memory.keySet().removeIf(key -> key.startsWith(who + " "));
            }
            started.state().masters().forEach((name, master) -> holds(who, master.picture(name)));
        } else if (observation instanceof Observation.Saving saving && saving.slice() instanceof Slice.Master part) {
            decided.putIfAbsent(
                    who + " " + part.picture().name() + " " + part.picture().configEpoch(), now());
        } else if (observation instanceof Observation.Announced announced
                && announced.event().name().equals("+monitor")) {
            // What was on its way when it was taken away has been told since.
            newest.remove(who + " " + announced.event().master());
        } else if (observation instanceof Observation.Announced announced
                && announced.event().name().equals("+failover-state-wait-promotion")) {
            Subject heir = Subject.of(announced.event().payload());
            waiting.put(who + " " + heir.master(), new Waiting(heir.address(), false));
        } else if (observation instanceof Observation.Told told) {
            told(who, told.fact());
        }
    }

    private void told(String who, Fact fact) {
        if (fact instanceof ElectionFact.Elected win) {
            elected.put(who + " " + win.master(), win.epoch());
            waiting.remove(who + " " + win.master());
        } else if (fact instanceof MonitorFact.ReplicaReported report) {
            Waiting heir = waiting.get(who + " " + report.master());
            if (heir != null
                    && heir.heir().equals(report.replica())
                    && report.info().role() == Role.MASTER) {
                waiting.put(who + " " + report.master(), new Waiting(report.replica(), true));
            }
        } else if (fact instanceof GossipFact.ConfigurationHeard heard) {
            Heard before = newest.get(who + " " + heard.master());
            if (before == null || heard.configEpoch().isAfter(before.epoch())) {
                newest.put(who + " " + heard.master(), new Heard(now(), heard.configEpoch()));
            }
        } else if (fact instanceof MonitorFact.Topology topology) {
            MasterPicture before = holds(who, topology.master());
            boolean news = topology.master().promoted() != null
                    && (before == null || !topology.master().promoted().equals(before.promoted()));
            if (news) {
                promoted(who, topology.master(), before);
            }
        } else if (fact instanceof MonitorFact.MasterRemoved removed) {
            held.remove(who + " " + removed.master());
            newest.remove(who + " " + removed.master());
        }
    }

    private @Nullable MasterPicture holds(String who, MasterPicture picture) {
        ever.add(configuration(who, picture.name(), picture.advertised(), picture.configEpoch()));
        return held.put(who + " " + picture.name(), picture);
    }

    private static String configuration(String who, MasterName master, Address address, Epoch epoch) {
        return who + " " + master + " " + address + " " + epoch;
    }

    private void promoted(String who, MasterPicture next, @Nullable MasterPicture before) {
        String key = who + " " + next.name();
        String what = who + " announces " + next.promoted() + " as the master " + next.name() + " of epoch "
                + next.configEpoch();
        if (!next.configEpoch().equals(elected.get(key))) {
            broken(what + ", and was last elected in epoch " + elected.get(key));
        }
        Waiting heir = waiting.get(key);
        if (heir == null || !heir.confirmed() || !heir.heir().equals(next.promoted())) {
            broken(what + ", which did not report itself a master after it was told to be one");
        }
        if (before != null && !next.configEpoch().isAfter(before.configEpoch())) {
            broken(what + ", which is not newer than its own epoch " + before.configEpoch());
        }
        Heard heard = newest.get(key);
        Duration since = decided.getOrDefault(key + " " + next.configEpoch(), now());
        if (heard != null
                && heard.at().compareTo(since) < 0
                && !next.configEpoch().isAfter(heard.epoch())) {
            broken(what + ", and heard of epoch " + heard.epoch() + " " + ago(heard.at()));
        }
    }

    private void said(Hello hello) {
        String sender = cast.name(hello.sender());
        if (cast.isOurs(hello.sender())
                && !ever.contains(configuration(sender, hello.master(), hello.address(), hello.configEpoch()))) {
            broken(sender + " says hello with " + hello.address() + " as the master " + hello.master() + " of epoch "
                    + hello.configEpoch() + ", which it never held");
        }
    }
}
