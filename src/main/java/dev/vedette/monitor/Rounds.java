package dev.vedette.monitor;

import dev.vedette.model.LinkId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Which links the pulse looks at. Each link has an alarm of its own for what becomes due on it; the pulse is the net
 * beneath those, and a net need not cost more the more it holds. So a few links are looked at in each pulse, and of
 * thousands each pulse looks at a tenth: whatever an alarm missed is found within a second.
 */
final class Rounds {
    /** So many links are looked at in each pulse in any case: they cost nothing worth saving. */
    static final int AT_LEAST = 50;

    /** Pulses of a round, at 10 or more a second. */
    static final int PULSES = 10;

    private final Watches watches;
    private final Deque<LinkId> rest = new ArrayDeque<>();
    private int share;

    Rounds(Watches watches) {
        this.watches = watches;
    }

    /** The links whose turn it is. One that came after the round began has its first turn in the next one. */
    List<LinkHealth> next() {
        if (rest.isEmpty()) {
            watches.links().forEach(link -> rest.add(link.id()));
            share = Math.max(AT_LEAST, (rest.size() + PULSES - 1) / PULSES);
        }
        List<LinkHealth> turn = new ArrayList<>(Math.min(share, rest.size()));
        for (int i = 0; i < share && !rest.isEmpty(); i++) {
            LinkHealth link = watches.health(rest.remove());
            if (link != null) {
                turn.add(link);
            }
        }
        return turn;
    }
}
