package dev.vedette.cluster;

import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
     * @param epoch the config epoch that a switch puts in force: two switches between the same addresses are two
     *     things, however soon one follows the other; 0 for every other event
     * @param reason for people; may be empty
     */
    record Told(
            long seq,
            Instant at,
            String event,
            String level,
            String master,
            Epoch epoch,
            String payload,
            String reason) {
        /** How many agreed differs from node to node, and is no other event. */
        private String key() {
            int detail = payload.indexOf(" #");
            String text = detail < 0 ? payload : payload.substring(0, detail);
            return String.join("\n", event, master, epoch.toString(), text);
        }

        private Duration distance(Told other) {
            return Duration.between(at, other.at).abs();
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

        /** What the node saw of it; null when it did not. */
        private @Nullable Witness witness(RunId node) {
            return witnesses.stream()
                    .filter(witness -> witness.node().equals(node))
                    .findFirst()
                    .orElse(null);
        }

        /** Whether this is what the node saw, and not another one that is equal. */
        private boolean takes(RunId node, Told told) {
            Witness known = witness(node);
            Duration away = first().distance(told);
            return away.compareTo(SAME) <= 0
                    && (known == null
                            ? witnesses.size() < Limits.CLUSTER_NODES
                            : away.compareTo(first().distance(known.told())) < 0);
        }
    }

    private final Deque<Sighting> all = new ArrayDeque<>();
    /** Those that differ in nothing but their time. */
    private final SortedMap<String, List<Sighting>> equal = new TreeMap<>();

    private long numbers;
    private long changes;

    /**
     * It belongs to the equal entry that is nearest in time. A node that comes back reads of several equal ones while
     * it has entries of its own: what a later report fits better makes room, and is placed again. Each such step brings
     * a witness nearer to its entry, so there is an end to it.
     */
    void add(RunId node, Told told) {
        List<Sighting> candidates = equal.computeIfAbsent(told.key(), key -> new ArrayList<>());
        Sighting place = candidates.stream()
                .skip(Math.max(0, candidates.size() - Limits.CLUSTER_SIGHTINGS_COMPARED))
                .filter(candidate -> candidate.takes(node, told))
                .min(Comparator.comparing(candidate -> candidate.first().distance(told)))
                .orElse(null);
        if (place == null) {
            place = new Sighting(++numbers);
            all.addLast(place);
            candidates.add(place);
        }
        Witness displaced = place.witness(node);
        place.witnesses.remove(displaced);
        place.witnesses.add(new Witness(node, told));
        place.changed = ++changes;
        if (all.size() > Limits.CLUSTER_SIGHTINGS) {
            forget(all.removeFirst());
        }
        if (displaced != null) {
            add(node, displaced.told());
        }
    }

    private void forget(Sighting oldest) {
        String key = oldest.first().key();
        List<Sighting> like = equal.getOrDefault(key, List.of());
        like.remove(oldest);
        if (like.isEmpty()) {
            equal.remove(key);
        }
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
