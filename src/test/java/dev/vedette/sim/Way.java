package dev.vedette.sim;

import org.jspecify.annotations.Nullable;

/** From one host to another; the way back is one of its own. */
final class Way {
    /** A machine, as far as its network card knows. */
    static final class Host {
        boolean down;
        boolean asleep;
        boolean refusing;
    }

    private static final int RETRANSMISSION_MILLIS = 200;
    private static final int MOST_LOSSES_IN_A_ROW = 4;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    final SimNetwork network;
    final Host from;
    final Host to;
    boolean cut;
    /** Null where it is as good as everywhere. */
    @Nullable
    Quality own;

    private long busyUntil;

    Way(SimNetwork network, Host from, Host to) {
        this.network = network;
        this.from = from;
        this.to = to;
    }

    Quality quality() {
        return own != null ? own : network.usual();
    }

    boolean passes() {
        return !cut && !to.down && !to.asleep;
    }

    /** When something that is sent now would be there, if nothing holds it back. */
    long arrival(int bytes) {
        Quality quality = quality();
        long now = network.world.nanos();
        long leaves = now;
        if (quality.bytesPerSecond() > 0) {
            leaves = Math.max(now, busyUntil) + bytes * NANOS_PER_SECOND / quality.bytesPerSecond();
            busyUntil = leaves;
        }
        long due = leaves + network.drawnLatency(quality);
        long wait = RETRANSMISSION_MILLIS * NANOS_PER_MILLI;
        for (int i = 0; i < MOST_LOSSES_IN_A_ROW && network.drawn(quality.lossPermille(), 1_000); i++) {
            due += wait;
            wait *= 2;
        }
        return due;
    }
}
