package dev.vedette.cluster;

import dev.vedette.model.Limits;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The events of all nodes in one list, in the order in which they came here; those of one node in its own order. The
 * same event seen by several nodes within half a minute is one entry with several witnesses, so three sentinels that
 * see a master go down are one line.
 */
final class Sightings {
    private static final Duration SAME = Duration.ofSeconds(30);

    /**
     * An event as a node told it.
     *
     * @param seq from 1 without a gap, in one run of the node
     * @param at by the node's clock
     * @param master whom it is about; empty for nobody
     * @param reason for people; may be empty
     */
    record Told(long seq, Instant at, String event, String level, String master, String payload, String reason) {
        /** How many agreed differs from node to node, and is no other event. */
        private String text() {
            int detail = payload.indexOf(" #");
            return detail < 0 ? payload : payload.substring(0, detail);
        }

        private boolean isLike(Told other) {
            return event.equals(other.event)
                    && master.equals(other.master)
                    && text().equals(other.text())
                    && Duration.between(at, other.at).abs().compareTo(SAME) <= 0;
        }
    }

    record Witness(RunId node, Told told) {}

    /** One event, and who saw it. */
    static final class Sighting {
        private final long number;
        private final List<Witness> witnesses = new ArrayList<>();
        private long changed;

        private Sighting(long number) {
            this.number = number;
        }

        /** In the list of this node. */
        long number() {
            return number;
        }

        /** Grows over all entries with each change; who knows everything up to one asks for what is behind it. */
        long changed() {
            return changed;
        }

        List<Witness> witnesses() {
            return Collections.unmodifiableList(witnesses);
        }

        Told first() {
            return witnesses.get(0).told();
        }

        private boolean takes(RunId node, Told told) {
            return witnesses.size() < Limits.CLUSTER_NODES
                    && first().isLike(told)
                    && witnesses.stream().noneMatch(witness -> witness.node().equals(node));
        }
    }

    private final Deque<Sighting> all = new ArrayDeque<>();
    private long numbers;
    private long changes;

    void add(RunId node, Told told) {
        Sighting place = null;
        int looked = 0;
        for (Iterator<Sighting> newest = all.descendingIterator(); newest.hasNext() && place == null; ) {
            Sighting candidate = newest.next();
            place = candidate.takes(node, told) ? candidate : null;
            if (++looked >= Limits.CLUSTER_SIGHTINGS_COMPARED) {
                break;
            }
        }
        if (place == null) {
            place = new Sighting(++numbers);
            all.addLast(place);
            if (all.size() > Limits.CLUSTER_SIGHTINGS) {
                all.removeFirst();
            }
        }
        place.witnesses.add(new Witness(node, told));
        place.changed = ++changes;
    }

    /** What has changed after {@code change}, the oldest entry first; at most the newest {@code most} of them. */
    List<Sighting> after(long change, int most) {
        List<Sighting> found =
                all.stream().filter(entry -> entry.changed > change).toList();
        return found.subList(Math.max(0, found.size() - most), found.size());
    }

    /** The last change. */
    long changes() {
        return changes;
    }
}
