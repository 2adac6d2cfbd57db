package dev.vedette.sim.storm;

import dev.vedette.platform.SeededChance;
import dev.vedette.sim.Life;
import dev.vedette.sim.SimProcess;
import java.util.Optional;

/** Processes that die, sleep, or come back as they were. */
final class ProcessBlows extends Blows {
    ProcessBlows(Deployment all, SeededChance chance) {
        super(all, chance);
        way(Fault.KILL, () -> kill(anyProcess()));
        way(Fault.POWER_LOSS, () -> losePower(anyProcess()));
        way(Fault.STUCK_THREAD, () -> stick(anySentinel()));
        way(Fault.FREEZE, () -> freeze(anyProcess()));
    }

    static Optional<Wound> kill(SimProcess victim) {
        if (!victim.runs()) {
            return Optional.empty();
        }
        victim.kill();
        return Optional.of(new Wound("kill " + victim, () -> start(victim)));
    }

    static Optional<Wound> losePower(SimProcess victim) {
        if (!victim.runs()) {
            return Optional.empty();
        }
        victim.losePower();
        return Optional.of(new Wound("power of " + victim, () -> start(victim)));
    }

    static Optional<Wound> freeze(SimProcess victim) {
        if (!victim.runs()) {
            return Optional.empty();
        }
        victim.freeze();
        return Optional.of(new Wound("freeze " + victim, () -> {
            if (victim.isFrozen()) {
                victim.thaw();
            }
        }));
    }

    private Optional<Wound> stick(SimProcess victim) {
        if (!victim.runs()) {
            return Optional.empty();
        }
        Life life = victim.life();
        int thread = chance.between(0, life.loops().size() - 1);
        victim.stick(thread);
        return Optional.of(new Wound("thread of " + victim, () -> {
            if (victim.life() == life && life.alive()) {
                victim.release(thread);
            }
        }));
    }

    private static void start(SimProcess victim) {
        if (!victim.life().alive()) {
            victim.start();
        }
    }
}
