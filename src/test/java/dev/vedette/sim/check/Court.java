package dev.vedette.sim.check;

import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.sim.Observation;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Where checkers sit: what time it is, who is who, and where to complain. */
final class Court {
    final Cast cast = new Cast();
    private final Forgotten forgotten = new Forgotten();
    private final Supplier<Duration> clock;
    private final Function<String, Duration> clocks;
    private final BiConsumer<Invariant, String> complaints;

    /** @param clocks what each process takes for the time that has passed */
    Court(Supplier<Duration> clock, Function<String, Duration> clocks, BiConsumer<Invariant, String> complaints) {
        this.clock = clock;
        this.clocks = clocks;
        this.complaints = complaints;
    }

    /** To be told of everything before the checkers are. */
    void hear(Observation observation) {
        if (observation instanceof Observation.Told told) {
            forgotten.hear(told.who(), told.fact(), cast, now());
        }
        cast.hear(observation);
    }

    /** Whether this epoch may have two leaders, or name two addresses: by a stock sentinel's doing, or a person's. */
    boolean excusesEpoch(MasterName master, Epoch epoch) {
        return cast.stock.excusesEpoch(master, epoch) || forgotten.excusesEpoch(master, epoch);
    }

    Duration now() {
        return clock.get();
    }

    /** The time by the clock of {@code who}, which may drift: nobody can keep a pause by another one. */
    Duration now(String who) {
        return clocks.apply(who);
    }

    void broken(Invariant law, String what) {
        complaints.accept(law, what);
    }
}
