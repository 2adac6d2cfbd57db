package dev.vedette.sim.check;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Slice;
import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import dev.vedette.sim.Observation;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Current epochs and votes without exception. Config epochs only where the sentinel waited for the disk and the disk
 * took the write in time: monitoring goes on without a disk, and an epoch that was only confirmed for the same address
 * is written when convenient.
 */
final class DurableFirst extends Checker {
    private final Map<RunId, Epoch> current = new TreeMap<>();
    /** By voter and master. */
    private final Map<String, Epoch> votes = new TreeMap<>();
    /** By sentinel and master. */
    private final Map<String, Epoch> configs = new TreeMap<>();

    /** By the clock of the one that waits: it may be fast, and so be out of patience sooner. */
    private final Map<String, Duration> savedSince = new TreeMap<>();

    private final Map<String, Epoch> held = new TreeMap<>();
    private final Map<String, Duration> refused = new TreeMap<>();

    DurableFirst(Court court) {
        super(Invariant.DURABLE_FIRST, court);
    }

    @Override
    void hear(Observation observation) {
        String who = observation.who();
        Hello hello = Hello.in(observation);
        if (hello != null) {
            current.merge(hello.sender(), hello.currentEpoch(), Epoch::max);
        }
        Vote vote = Vote.in(observation, cast);
        if (vote != null) {
            votes.merge(vote.voter() + " " + vote.master(), vote.epoch(), Epoch::max);
        }
        if (observation instanceof Observation.Started started) {
            started(who, started.state());
        } else if (observation instanceof Observation.Saving saving && saving.slice() instanceof Slice.Master part) {
            savedSince.putIfAbsent(key(who, part.picture()) + part.picture().configEpoch(), court.now(who));
        } else if (observation instanceof Observation.Noted noted
                && noted.note().text().contains("not able to save")) {
            refused.put(who, court.now(who));
        } else if (observation instanceof Observation.Told told) {
            if (told.fact() instanceof ElectionFact.EpochChanged changed) {
                current.merge(cast.id(who), changed.epoch(), Epoch::max);
            } else if (told.fact() instanceof MonitorFact.Topology topology) {
                told(who, topology.master());
            } else if (told.fact() instanceof MonitorFact.MasterRemoved removed) {
                votes.remove(cast.id(who) + " " + removed.master());
                configs.remove(who + " " + removed.master() + " ");
            }
        }
    }

    private static String key(String who, MasterPicture master) {
        return who + " " + master.name() + " ";
    }

    private void told(String who, MasterPicture master) {
        Epoch before = held.put(key(who, master), master.configEpoch());
        Duration since = savedSince.get(key(who, master) + master.configEpoch());
        if (since == null || master.configEpoch().equals(before)) {
            return;
        }
        boolean waited = since.compareTo(court.now(who)) < 0;
        boolean inTime = court.now(who).minus(since).compareTo(Limits.PATIENCE_WITH_THE_DISK) < 0;
        boolean taken = refused.getOrDefault(who, Duration.ZERO).compareTo(since) < 0;
        if (waited && inTime && taken) {
            configs.put(key(who, master), master.configEpoch());
        }
    }

    private void started(String who, SentinelState state) {
        savedSince.keySet().removeIf(key -> key.startsWith(who + " "));
        atLeast(current.get(state.myId()), state.currentEpoch(), who + " showed the current epoch ");
        state.masters().forEach((name, master) -> {
            held.put(who + " " + name + " ", master.configEpoch());
            atLeast(
                    votes.get(state.myId() + " " + name),
                    master.leaderEpoch(),
                    who + " voted about " + name + " in epoch ");
            atLeast(
                    configs.get(who + " " + name + " "),
                    master.configEpoch(),
                    who + " announced for " + name + " the config epoch ");
        });
    }

    private void atLeast(@Nullable Epoch shown, Epoch onDisk, String what) {
        if (shown != null && shown.isAfter(onDisk)) {
            broken(what + shown + ", and starts again with " + onDisk);
        }
    }
}
