package dev.vedette.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The last events, for those who come back. What was lost on the way here, or fell out at the end, is said to be gone
 * and never passed over in silence.
 */
final class History {
    private final int room;
    private final NavigableMap<Long, Happening> kept = new TreeMap<>();
    private long newest;

    History(int room) {
        this.room = room;
    }

    /**
     * What somebody missed.
     *
     * @param gone how many events are not to be had any more, all of them before or between those that are
     */
    record Missed(long gone, List<Happening> events) {}

    void add(Happening happening) {
        kept.put(happening.seq(), happening);
        newest = Math.max(newest, happening.seq());
        if (kept.size() > room) {
            kept.pollFirstEntry();
        }
    }

    /** The number of the last event; 0 before the first. */
    long newest() {
        return newest;
    }

    /** The number of the oldest event that is kept; 1 more than {@link #newest} when there is none. */
    long oldest() {
        return kept.isEmpty() ? newest + 1 : kept.firstKey();
    }

    /** The next event after this number that is still to be had, or null. */
    @Nullable
    Happening next(long seq) {
        Map.Entry<Long, Happening> next = kept.higherEntry(seq);
        return next == null ? null : next.getValue();
    }

    Missed after(long seq) {
        List<Happening> events = new ArrayList<>(kept.tailMap(seq, false).values());
        return new Missed(Math.max(0, newest - seq) - events.size(), events);
    }
}
