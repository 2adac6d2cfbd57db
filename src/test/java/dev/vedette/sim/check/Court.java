package dev.vedette.sim.check;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Where checkers sit: what time it is, who is who, and where to complain. */
final class Court {
    final Cast cast = new Cast();
    private final Supplier<Duration> clock;
    private final BiConsumer<Invariant, String> complaints;

    Court(Supplier<Duration> clock, BiConsumer<Invariant, String> complaints) {
        this.clock = clock;
        this.complaints = complaints;
    }

    Duration now() {
        return clock.get();
    }

    void broken(Invariant law, String what) {
        complaints.accept(law, what);
    }
}
