package dev.vedette.cluster;

import dev.vedette.cluster.Said.Pulse;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import dev.vedette.model.RunId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Every node that was heard, this one included, and the last that it said of each of its masters. */
final class Nodes {

    private record Held(Opinion opinion, long round) {}

    /** One node as it was heard last. */
    static final class Node {
        private Pulse pulse;
        private Moment heard;
        private final SortedMap<MasterName, Held> held = new TreeMap<>();
        private boolean whole;
        private long seen;
        private long missed;
        private @Nullable Moment asked;

        private Node(Pulse pulse, Moment heard) {
            this.pulse = pulse;
            this.heard = heard;
        }

        RunId id() {
            return pulse.node();
        }

        /** The last thing that it said of itself; for its opinions see {@link #opinion}. */
        Pulse pulse() {
            return pulse;
        }

        Moment heard() {
            return heard;
        }

        boolean isHeard(Moment now) {
            return !now.isPast(heard, Limits.CLUSTER_SILENCE);
        }

        @Nullable
        Opinion opinion(MasterName master) {
            Held known = held.get(master);
            return known == null ? null : known.opinion();
        }

        Collection<MasterName> masters() {
            return held.keySet();
        }

        /** The number of the last of its events that we have. */
        long seen() {
            return seen;
        }

        void seen(long seq) {
            seen = seq;
        }

        /** Events of it that are not to be had any more. */
        long missed() {
            return missed;
        }

        void missed(long more) {
            missed += more;
        }

        /** Whether it may be asked for events again; that is then done. */
        boolean mayAsk(Moment now) {
            boolean may = asked == null || now.isPast(asked, Limits.CLUSTER_AGAIN);
            if (may) {
                asked = now;
            }
            return may;
        }
    }

    private final SortedMap<RunId, Node> all = new TreeMap<>();
    private int opinions;

    /** Returns the node, or null when there are too many. */
    @Nullable
    Node hear(Moment now, Pulse pulse) {
        Node node = all.get(pulse.node());
        if (node == null) {
            if (all.size() >= Limits.CLUSTER_NODES && !forgetOne(now)) {
                return null;
            }
            node = new Node(pulse, now);
            all.put(pulse.node(), node);
        }
        if (!node.pulse.run().equals(pulse.run())) {
            node.seen = 0;
            node.whole = false;
        }
        node.pulse = withoutOpinions(pulse);
        node.heard = now;
        for (Opinion opinion : pulse.opinions()) {
            if (!node.held.containsKey(opinion.name()) && opinions >= Limits.CLUSTER_OPINIONS) {
                continue;
            }
            opinions += node.held.put(opinion.name(), new Held(opinion, pulse.round())) == null ? 1 : 0;
        }
        if (pulse.last()) {
            int before = node.held.size();
            node.held.values().removeIf(known -> known.round() != pulse.round());
            opinions -= before - node.held.size();
            node.whole = true;
        }
        return node;
    }

    private static Pulse withoutOpinions(Pulse p) {
        return new Pulse(
                p.node(),
                p.run(),
                p.address(),
                p.version(),
                p.epoch(),
                p.tilt(),
                p.events(),
                p.ordered(),
                p.masters(),
                p.round(),
                p.last(),
                List.of());
    }

    /** The one that was silent for longest, if it is silent. */
    private boolean forgetOne(Moment now) {
        Optional<Node> quietest = all.values().stream().min(Comparator.comparing(node -> node.heard));
        if (quietest.isEmpty() || quietest.get().isHeard(now)) {
            return false;
        }
        forget(quietest.get());
        return true;
    }

    /** Those that have been silent for long are no more part of it. */
    void sweep(Moment now) {
        List<Node> gone = all.values().stream()
                .filter(node -> now.isPast(node.heard, Limits.CLUSTER_MEMORY))
                .toList();
        gone.forEach(this::forget);
    }

    private void forget(Node node) {
        all.remove(node.id());
        opinions -= node.held.size();
    }

    @Nullable
    Node find(RunId id) {
        return all.get(id);
    }

    List<Node> all() {
        return new ArrayList<>(all.values());
    }

    /** Those that speak, and have said all that they watch. */
    SortedSet<RunId> speaking(Moment now) {
        SortedSet<RunId> speaking = new TreeSet<>();
        all.values().stream().filter(node -> node.whole && node.isHeard(now)).forEach(node -> speaking.add(node.id()));
        return speaking;
    }

    /** What those that speak say of a master. */
    SortedMap<RunId, Opinion> opinions(MasterName master, SortedSet<RunId> speaking) {
        SortedMap<RunId, Opinion> said = new TreeMap<>();
        for (RunId id : speaking) {
            Node node = all.get(id);
            Opinion opinion = node == null ? null : node.opinion(master);
            if (opinion != null) {
                said.put(id, opinion);
            }
        }
        return said;
    }

    /** How people know a node. */
    String label(RunId id) {
        Node node = all.get(id);
        String shortly = id.value().length() > 8 ? id.value().substring(0, 8) : id.value();
        return node == null ? shortly : shortly + " (" + node.pulse.address() + ")";
    }
}
