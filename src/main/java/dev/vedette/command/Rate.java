package dev.vedette.command;

import dev.vedette.model.Moment;
import java.time.Duration;

/** How much per second, over the last second and a half: sixteen slots of a tenth of a second, as Redis counts. */
final class Rate {
    private static final int SLOTS = 16;
    private static final long SLOT_NANOS = Duration.ofMillis(100).toNanos();
    private static final double SLOTS_PER_SECOND = 10.0;

    private final long[] slots = new long[SLOTS];
    private long current;

    void add(Moment now, long amount) {
        advance(now);
        slots[(int) Math.floorMod(current, (long) SLOTS)] += amount;
    }

    double perSecond(Moment now) {
        advance(now);
        long sum = 0;
        for (long slot : slots) {
            sum += slot;
        }
        return sum * SLOTS_PER_SECOND / SLOTS;
    }

    private void advance(Moment now) {
        long slot = Math.floorDiv(now.nanos(), SLOT_NANOS);
        for (long next = Math.max(current + 1, slot - SLOTS + 1); next <= slot; next++) {
            slots[(int) Math.floorMod(next, (long) SLOTS)] = 0;
        }
        current = Math.max(current, slot);
    }
}
