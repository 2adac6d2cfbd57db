package dev.vedette.sim.storm;

import dev.vedette.platform.SeededChance;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.redis.SimServer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Ways to break one kind of thing. Each finds its victims by chance, and may find none. */
abstract class Blows {
    final Deployment all;
    final SeededChance chance;
    private final Map<Fault, Supplier<Optional<Wound>>> ways = new EnumMap<>(Fault.class);

    Blows(Deployment all, SeededChance chance) {
        this.all = all;
        this.chance = chance;
    }

    final void way(Fault fault, Supplier<Optional<Wound>> blow) {
        ways.put(fault, blow);
    }

    final Map<Fault, Supplier<Optional<Wound>>> ways() {
        return ways;
    }

    final <T> T any(List<T> of) {
        return of.get(chance.between(0, of.size() - 1));
    }

    final boolean oneIn(int many) {
        return chance.between(1, many) == 1;
    }

    final MasterSet anySet() {
        return any(all.sets);
    }

    /** Of whatever make. */
    final SimProcess anySentinel() {
        return any(all.watchers).process();
    }

    final SimServer anyServer() {
        return any(all.servers());
    }

    /** Masters are hit more often than their number says: that is where it hurts. */
    final SimProcess anyProcess() {
        return oneIn(3) ? anySet().actingMaster().orElseGet(this::anyServer).process : any(all.processes());
    }

    final Duration within(long millis) {
        return chance.upTo(Duration.ofMillis(millis));
    }
}
