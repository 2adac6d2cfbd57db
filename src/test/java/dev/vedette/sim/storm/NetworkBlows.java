package dev.vedette.sim.storm;

import dev.vedette.platform.SeededChance;
import dev.vedette.sim.SimProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who cannot reach whom. */
final class NetworkBlows extends Blows {
    NetworkBlows(Deployment all, SeededChance chance) {
        super(all, chance);
        way(Fault.CUT, () -> cut(anyProcess(), anyProcess(), true));
        way(Fault.ONE_WAY_CUT, () -> cut(anyProcess(), anyProcess(), false));
        way(Fault.PARTITION, this::partition);
    }

    private Optional<Wound> cut(SimProcess one, SimProcess other, boolean bothWays) {
        if (one == other) {
            return Optional.empty();
        }
        all.world.trace.note("net", one + (bothWays ? " <-x-> " : " -x-> ") + other);
        all.world.network.cutOneWay(one, other);
        if (bothWays) {
            all.world.network.cutOneWay(other, one);
        }
        return Optional.of(new Wound("cut " + one + " " + other, () -> {
            all.world.network.healOneWay(one, other);
            all.world.network.healOneWay(other, one);
        }));
    }

    private Optional<Wound> partition() {
        List<SimProcess> here = new ArrayList<>();
        List<SimProcess> there = new ArrayList<>();
        all.processes().forEach(process -> (oneIn(2) ? here : there).add(process));
        all.world.trace.note("net", here + " <-x-> " + there);
        all.world.network.partition(here, there);
        return Optional.of(new Wound(
                "partition",
                () -> here.forEach(one -> there.forEach(other -> {
                    all.world.network.healOneWay(one, other);
                    all.world.network.healOneWay(other, one);
                }))));
    }

    /** Nobody reaches it, and it reaches nobody. */
    static Wound isolate(Deployment all, SimProcess victim) {
        List<SimProcess> others =
                all.processes().stream().filter(other -> other != victim).toList();
        all.world.trace.note("net", victim + " <-x-> all");
        all.world.network.partition(List.of(victim), others);
        return new Wound(
                "isolate " + victim,
                () -> others.forEach(other -> {
                    all.world.network.healOneWay(victim, other);
                    all.world.network.healOneWay(other, victim);
                }));
    }
}
