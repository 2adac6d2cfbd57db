package dev.vedette.sim.check;

import dev.vedette.bus.Note;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.MasterName;
import dev.vedette.sim.Observation;
import java.time.Duration;
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

    private final Map<String, Duration> open = new TreeMap<>();
    private final Map<String, Duration> endedByOthers = new TreeMap<>();

    FailoversEnd(Court court) {
        super(Invariant.FAILOVERS_END, court);
    }

    /** Failovers that were tried and have not ended: by whom, of what, since when. */
    Map<String, Duration> open() {
        return open;
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
            open.remove(key(who, noted.note().master()));
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
            Duration since = open.put(key, now());
            if (since != null) {
                broken(key + ": +try-failover, and the one of " + ago(since) + " has not ended");
            }
        } else if (ENDS.contains(event.name())) {
            // An election behind a failing disk learns of it when the disk lets it.
            Duration over = endedByOthers.get(key);
            boolean late = over != null && (over.equals(now()) || cast.catchesUp(who));
            if (open.remove(key) == null && !late) {
                broken(key + ": " + event.name() + " ends what was not begun, or has ended before");
            }
        } else if (ENDS_OF_OTHERS.contains(event.name())) {
            open.remove(key);
            endedByOthers.put(key, now());
        }
    }
}
