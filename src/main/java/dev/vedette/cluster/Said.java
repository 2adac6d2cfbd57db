package dev.vedette.cluster;

import dev.vedette.model.Epoch;
import dev.vedette.model.RunId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a node says to all others, in one of a few ways. Whoever hears it believes nothing of it. */
sealed interface Said {
    RunId node();

    /** Without what would not be read by others, at most {@code most} characters of it. */
    static String readable(String text, int most) {
        String cut = text.length() > most ? text.substring(0, most) : text;
        return cut.replaceAll("\\p{Cntrl}", " ");
    }

    /**
     * That it is there, and what it thinks of some of its masters.
     *
     * @param run of the process, in which events are numbered
     * @param address where its commands are served
     * @param events the number of its last event
     * @param ordered the number of the last order for all nodes that it has seen or thought about
     * @param masters how many it watches
     * @param round of opinions: each has all masters once
     * @param last whether these are the last ones of the round
     */
    record Pulse(
            RunId node,
            String run,
            String address,
            String version,
            Epoch epoch,
            boolean tilt,
            long events,
            long ordered,
            int masters,
            long round,
            boolean last,
            List<Opinion> opinions)
            implements Said {
        public Pulse {
            opinions = List.copyOf(opinions);
        }
    }

    /**
     * Some of its events, one behind the other.
     *
     * @param oldest the number of the oldest event that it still has
     */
    record Events(RunId node, String run, long oldest, List<Sightings.Told> events) implements Said {
        public Events {
            events = List.copyOf(events);
        }
    }

    /**
     * A command for some nodes.
     *
     * @param run of the process that orders, which counts its orders
     * @param to whom, and in which run: whoever was restarted is not meant any more
     * @param entry its number in the {@link Ledger}; 0 when it changes nothing
     * @param at by the clock of the node that orders it
     * @param user who orders it there
     */
    record Order(
            RunId node,
            String run,
            long number,
            SortedMap<RunId, String> to,
            long entry,
            Instant at,
            String user,
            List<String> words)
            implements Said {
        public Order {
            to = Collections.unmodifiableSortedMap(new TreeMap<>(to));
            words = List.copyOf(words);
        }

        /** Words may be passwords. */
        @Override
        public String toString() {
            return "Order[" + node + ", " + number + "]";
        }
    }

    /** Orders of anybody that another node may have missed. */
    record Offer(RunId node, RunId of, String run, List<Ledger.Entry> entries) implements Said {
        public Offer {
            entries = List.copyOf(entries);
        }
    }

    /** What became of an order of another node. */
    record Done(RunId node, RunId of, String run, long number, boolean refused, String text) implements Said {}

    /** That it has missed events of another node, and has those up to a number. */
    record Again(RunId node, RunId of, String run, long after) implements Said {}
}
