package dev.vedette.sim.check;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Fact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import dev.vedette.sim.Observation;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who is who in this world, and what each sentinel knows by its own words. Hears everything before the checkers do. */
final class Cast {
    /** What a sentinel knows of one master. */
    private static final class Sight {
        @Nullable
        MasterPicture picture;

        final SortedMap<RunId, Address> peers = new TreeMap<>();
    }

    private final Map<String, String> byIp = new TreeMap<>();
    private final Map<String, String> ips = new TreeMap<>();
    final Frailty stock = new Frailty();
    private final Map<String, RunId> ids = new TreeMap<>();
    private final Map<String, RunId> stockIds = new TreeMap<>();
    private final Map<RunId, String> names = new TreeMap<>();
    private final Map<String, Epoch> epochs = new TreeMap<>();
    private final Map<String, SortedMap<MasterName, Sight>> sights = new TreeMap<>();

    private final Set<String> catchingUp = new TreeSet<>();

    void hear(Observation observation) {
        String who = observation.who();
        stock.hear(observation);
        boolean saved = observation instanceof Observation.Noted noted
                && noted.note().text().contains("configuration saved on disk");
        boolean late = saved || observation instanceof Observation.WentOn;
        if (late || observation instanceof Observation.Told told && told.fact() instanceof ElectionFact.EpochChanged) {
            catchingUp.add(who);
        }
        if (observation instanceof Observation.Booted booted) {
            byIp.put(booted.ip(), who);
            ips.put(who, booted.ip());
        } else if (observation instanceof Observation.StockStarted started) {
            stockIds.put(who, started.id());
            names.put(started.id(), who);
        } else if (observation instanceof Observation.Started started) {
            started(who, started.state());
        } else if (observation instanceof Observation.Told told) {
            told(who, told.fact());
        }
    }

    /** Nobody has anything left to do at this moment. */
    void settled() {
        catchingUp.clear();
    }

    /**
     * Whether its disk has answered at this moment, or a thread that hung goes on. What an election says then may be
     * long past: everything that it was told waited with it, TILT and a switch that others announced meanwhile too.
     */
    boolean catchesUp(String who) {
        return catchingUp.contains(who);
    }

    private void started(String who, SentinelState state) {
        ids.put(who, state.myId());
        names.put(state.myId(), who);
        epochs.put(who, state.currentEpoch());
        SortedMap<MasterName, Sight> fresh = new TreeMap<>();
        state.masters().forEach((name, master) -> {
            Sight sight = new Sight();
            sight.picture = master.picture(name);
            sight.peers.putAll(master.peers());
            fresh.put(name, sight);
        });
        sights.put(who, fresh);
    }

    private void told(String who, Fact fact) {
        SortedMap<MasterName, Sight> mine = sights.computeIfAbsent(who, name -> new TreeMap<>());
        if (fact instanceof ElectionFact.EpochChanged changed) {
            epochs.put(who, changed.epoch());
        } else if (fact instanceof MonitorFact.Topology topology) {
            mine.computeIfAbsent(topology.master().name(), name -> new Sight()).picture = topology.master();
        } else if (fact instanceof MonitorFact.MasterRemoved removed) {
            mine.remove(removed.master());
        } else if (fact instanceof MonitorFact.MasterReset reset && mine.containsKey(reset.master())) {
            mine.get(reset.master()).peers.clear();
        } else if (fact instanceof GossipFact.PeerKnown known && mine.containsKey(known.master())) {
            mine.get(known.master()).peers.put(known.peer().id(), known.peer().address());
        } else if (fact instanceof GossipFact.PeerForgotten gone && mine.containsKey(gone.master())) {
            mine.get(gone.master()).peers.remove(gone.peer());
        }
    }

    @Nullable
    String withIp(String ip) {
        return byIp.get(ip);
    }

    @Nullable
    String ip(String who) {
        return ips.get(who);
    }

    boolean isSentinel(String who) {
        return ids.containsKey(who) || stockIds.containsKey(who);
    }

    RunId id(String who) {
        RunId id = ids.getOrDefault(who, stockIds.get(who));
        if (id == null) {
            throw new IllegalStateException(who + " is no sentinel that ever started");
        }
        return id;
    }

    /** The name that the trace has for this sentinel, or its id when it is a stranger. */
    String name(RunId id) {
        return names.getOrDefault(id, id.value());
    }

    /** Whether it is a Vedette, of which everything is heard. */
    boolean isOurs(RunId id) {
        String name = names.get(id);
        return name != null && ids.containsKey(name);
    }

    Epoch currentEpoch(String who) {
        return epochs.getOrDefault(who, Epoch.ZERO);
    }

    /** What it last said of this master; null when it does not watch it. */
    @Nullable
    MasterPicture picture(String who, MasterName master) {
        Sight sight = sights.getOrDefault(who, Collections.emptySortedMap()).get(master);
        return sight == null ? null : sight.picture;
    }

    SortedMap<MasterName, MasterPicture> pictures(String who) {
        SortedMap<MasterName, MasterPicture> all = new TreeMap<>();
        sights.getOrDefault(who, Collections.emptySortedMap()).forEach((name, sight) -> {
            if (sight.picture != null) {
                all.put(name, sight.picture);
            }
        });
        return all;
    }

    SortedMap<RunId, Address> peers(String who, MasterName master) {
        Sight sight = sights.getOrDefault(who, Collections.emptySortedMap()).get(master);
        return sight == null ? Collections.emptySortedMap() : sight.peers;
    }
}
