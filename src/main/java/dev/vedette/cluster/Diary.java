package dev.vedette.cluster;

import dev.vedette.bus.SentinelEvent;
import dev.vedette.cluster.Said.Events;
import dev.vedette.cluster.Sightings.Told;
import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import dev.vedette.model.RunId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Our own events, numbered, for the others; the last ones are kept for those that have missed some. */
final class Diary {
    private static final int REASON = 1000;

    private final RunId me;
    private final String run;
    private final Deque<Told> kept = new ArrayDeque<>();
    private long seq;
    private long told;

    Diary(RunId me, String run) {
        this.me = me;
        this.run = run;
    }

    String run() {
        return run;
    }

    /** The number of the last event. */
    long last() {
        return seq;
    }

    Told write(Instant at, Epoch epoch, SentinelEvent event) {
        Told entry = new Told(
                ++seq,
                at,
                event.name(),
                event.level().name().toLowerCase(Locale.ROOT),
                event.master() == null ? "" : clean(event.master().value()),
                epoch,
                clean(event.payload()),
                event.reason() == null ? "" : clean(event.reason()));
        kept.addLast(entry);
        if (kept.size() > Limits.CLUSTER_EVENTS_KEPT) {
            kept.removeFirst();
        }
        return entry;
    }

    private static String clean(String text) {
        return Said.readable(text, REASON);
    }

    /** What was not said yet, in pieces; it is said then. */
    List<Events> news() {
        List<Events> news = after(told);
        told = seq;
        return news;
    }

    /** What is kept and later, in pieces. */
    List<Events> after(long number) {
        List<Events> pieces = new ArrayList<>();
        long oldest = kept.isEmpty() ? seq + 1 : kept.getFirst().seq();
        List<Told> wanted = kept.stream().filter(entry -> entry.seq() > number).toList();
        for (int from = 0; from < wanted.size(); from += Limits.CLUSTER_EVENTS_PER_MESSAGE) {
            int to = Math.min(wanted.size(), from + Limits.CLUSTER_EVENTS_PER_MESSAGE);
            pieces.add(new Events(me, run, oldest, wanted.subList(from, to)));
        }
        return pieces;
    }
}
