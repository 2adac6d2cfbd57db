package dev.vedette.sim.storm;

import dev.vedette.platform.SeededChance;
import dev.vedette.sim.SimProcess;
import java.time.Duration;
import java.util.Optional;

/** Clocks that are wrong, or that stand still. */
final class ClockBlows extends Blows {
    static final Duration FARTHEST_JUMP = Duration.ofMinutes(10);
    /** Far worse than a quartz. */
    private static final int WORST_DRIFT = 20_000;

    ClockBlows(Deployment all, SeededChance chance) {
        super(all, chance);
        way(Fault.CLOCK_JUMP, () -> jump(anySentinel()));
        way(Fault.CLOCK_DRIFT, () -> drift(anyProcess()));
        way(Fault.SUSPENDED_HOST, () -> suspend(anyProcess()));
    }

    private Optional<Wound> jump(SimProcess victim) {
        int most = oneIn(2) ? (int) FARTHEST_JUMP.toSeconds() : 3;
        Duration by = Duration.ofSeconds(chance.between(-most, most));
        all.world.trace.note(victim.name, "its clock is set by " + by.toSeconds() + " s");
        victim.clock.jump(by);
        return Optional.of(Wound.none("clock of " + victim));
    }

    private Optional<Wound> drift(SimProcess victim) {
        int drift = chance.between(-WORST_DRIFT, WORST_DRIFT);
        all.world.trace.note(victim.name, "its clock drifts by " + drift + " ppm");
        victim.clock.drift(drift);
        return Optional.of(new Wound("drift of " + victim, () -> victim.clock.drift(0)));
    }

    private Optional<Wound> suspend(SimProcess victim) {
        if (!victim.runs()) {
            return Optional.empty();
        }
        victim.suspend();
        return Optional.of(new Wound("suspension of " + victim, victim::resume));
    }
}
