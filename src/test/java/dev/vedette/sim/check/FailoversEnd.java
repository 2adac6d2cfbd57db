package dev.vedette.sim.check;

import dev.vedette.bus.Note;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.MasterName;
import dev.vedette.sim.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A failover ends by an abort, by its own end (and the switch that follows), by a newer configuration, by a reset or a
 * removal, or with its process. A switch, reset or removal is another room's word: what the failover says at the same
 * moment may come behind it.
 */
final class FailoversEnd extends Checker {
    private static final Set<String> ENDS = new TreeSet<>(Set.of(
            "-failover-abort-not-elected",
            "-failover-abort-no-good-slave",
            "-failover-abort-slave-timeout",
            "+failover-end"));
    private static final Set<String> ENDS_OF_OTHERS =
            new TreeSet<>(Set.of("+switch-master", "+reset-master", "-monitor"));

    private final Map<String, List<Duration>> open = new TreeMap<>();
    private final Map<String, Duration> endedByOthers = new TreeMap<>();

    FailoversEnd(Court court) {
        super(Invariant.FAILOVERS_END, court);
    }

    /** Failovers that were tried and have not ended: by whom, of what, since when. */
    Map<String, Duration> open() {
        Map<String, Duration> first = new TreeMap<>();
        open.forEach((key, since) -> first.put(key, since.get(0)));
        return first;
    }

    private boolean ends(String key) {
        List<Duration> since = open.get(key);
        if (since != null) {
            since.remove(0);
            if (since.isEmpty()) {
                open.remove(key);
            }
        }
        return since != null;
    }

    @Override
    void hear(Observation observation) {
        String who = observation.who();
        if (observation instanceof Observation.Started || observation instanceof Observation.Ended) {
            open.keySet().removeIf(key -> key.startsWith(who + " "));
            endedByOthers.keySet().removeIf(key -> key.startsWith(who + " "));
        } else if (observation instanceof Observation.Announced announced) {
            event(who, announced.event());
        } else if (observation instanceof Observation.Noted noted && isEnd(noted.note())) {
            ends(key(who, noted.note().master()));
        }
    }

    private static String key(String who, @Nullable MasterName master) {
        return who + " " + master;
    }

    private static boolean isEnd(Note note) {
        return note.text().startsWith("failover over: ") || note.text().startsWith("campaign over: ");
    }

    private void event(String who, SentinelEvent event) {
        String key = key(who, event.master());
        if (event.name().equals("+try-failover")) {
            List<Duration> tried = open.computeIfAbsent(key, any -> new ArrayList<>());
            // An election that catches up goes on at once; the failover that it had won is ended by another room.
            if (!tried.isEmpty() && !(tried.get(0).equals(now()) && cast.catchesUp(who))) {
                broken(key + ": +try-failover, and the one of " + ago(tried.get(0)) + " has not ended");
            }
            tried.add(now());
        } else if (ENDS.contains(event.name())) {
            // An election behind a failing disk learns of it when the disk lets it.
            Duration over = endedByOthers.get(key);
            boolean late = over != null && (over.equals(now()) || cast.catchesUp(who));
            if (!ends(key) && !late) {
                broken(key + ": " + event.name() + " ends what was not begun, or has ended before");
            }
        } else if (ENDS_OF_OTHERS.contains(event.name())) {
            open.remove(key);
            endedByOthers.put(key, now());
        }
    }
}
