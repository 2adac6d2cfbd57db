package dev.vedette.sim.check;

import dev.vedette.bus.MonitorFact;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.sim.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * As the leader tells it. A replica that is down loads nothing and holds no slot; one that did not move in time is
 * given up, and says so; at the very end all that are left are sent at once.
 */
final class ParallelSyncs extends Checker {
    /** Replicas on their way, by sentinel and master. */
    private final Map<String, Set<String>> underWay = new TreeMap<>();

    private final Set<String> down = new TreeSet<>();
    private final Map<String, Duration> upSince = new TreeMap<>();

    ParallelSyncs(Court court) {
        super(Invariant.PARALLEL_SYNCS, court);
    }

    @Override
    void hear(Observation observation) {
        String who = observation.who();
        if (observation instanceof Observation.Started) {
            underWay.keySet().removeIf(key -> key.startsWith(who + " "));
            down.removeIf(key -> key.startsWith(who + " "));
        } else if (observation instanceof Observation.Announced announced) {
            event(who, announced.event().name(), announced.event().payload());
        } else if (observation instanceof Observation.Told told) {
            if (told.fact() instanceof MonitorFact.InstanceDown gone && gone.instance() instanceof LinkId.Node node) {
                down.add(who + " " + gone.master() + " " + node.address());
            } else if (told.fact() instanceof MonitorFact.InstanceUp back
                    && back.instance() instanceof LinkId.Node node) {
                cameUp(who + " " + back.master() + " " + node.address());
            } else if (told.fact() instanceof MonitorFact.Switched switched) {
                forget(who, switched.master());
            } else if (told.fact() instanceof MonitorFact.MasterReset reset) {
                forget(who, reset.master());
            }
        }
    }

    private void forget(String who, MasterName master) {
        underWay.remove(who + " " + master);
        for (String replica : List.copyOf(down)) {
            if (replica.startsWith(who + " " + master + " ")) {
                cameUp(replica);
            }
        }
    }

    private void cameUp(String replica) {
        if (down.remove(replica)) {
            upSince.put(replica, now());
        }
    }

    private void event(String who, String name, String payload) {
        switch (name) {
            case "+try-failover" ->
                underWay.remove(who + " " + Subject.of(payload).master());
            case "+slave-reconf-sent" -> sent(who, Subject.of(payload));
            case "+slave-reconf-done", "-slave-reconf-sent-timeout" -> {
                Subject replica = Subject.of(payload);
                underWay.getOrDefault(who + " " + replica.master(), new TreeSet<>())
                        .remove(replica.name());
            }
            default -> {}
        }
    }

    private void sent(String who, Subject replica) {
        String key = who + " " + replica.master();
        Set<String> mine = underWay.computeIfAbsent(key, name -> new TreeSet<>());
        mine.add(replica.name());
        MasterPicture picture = cast.picture(who, replica.master());
        long busy = mine.stream().filter(name -> isUp(key + " " + name)).count();
        if (picture != null && busy > picture.settings().parallelSyncs()) {
            broken(who + " sends " + replica.name() + " to the new master of " + replica.master() + ", so that " + mine
                    + " are under way, and parallel-syncs is "
                    + picture.settings().parallelSyncs());
        }
    }

    /** Who came up, or was forgotten, at this very moment may still be down where slots are counted. */
    private boolean isUp(String replica) {
        return !down.contains(replica) && !now().equals(upSince.get(replica));
    }
}
