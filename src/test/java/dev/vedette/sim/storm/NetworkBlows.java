package dev.vedette.sim.storm;

import dev.vedette.platform.SeededChance;
import dev.vedette.sim.Quality;
import dev.vedette.sim.SimNetwork;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who cannot reach whom, and what becomes of connections. */
final class NetworkBlows extends Blows {
    private static final int SLOWEST_MILLIS = 1_500;
    private static final int THINNEST = 500;
    private static final int WIDEST = 20_000;
    private static final int MOST_LOST = 300;
    private static final int MOST_RESET = 20_000;

    private final SimNetwork network;

    NetworkBlows(Deployment all, SeededChance chance) {
        super(all, chance);
        network = all.world.network;
        way(Fault.CUT, () -> cut(anyProcess(), anyProcess(), true));
        way(Fault.ONE_WAY_CUT, () -> cut(anyProcess(), anyProcess(), false));
        way(Fault.PARTITION, this::partition);
        way(Fault.REFUSED_PORT, () -> refuse(anyProcess()));
        way(Fault.HALF_OPEN, () -> halfOpen(anyProcess(), anyProcess()));
        way(Fault.RESET_CONNECTIONS, () -> reset(anyProcess(), anyProcess()));
        way(Fault.SLOW_LINK, () -> slow(anyProcess(), anyProcess()));
    }

    private Optional<Wound> cut(SimProcess one, SimProcess other, boolean bothWays) {
        if (one == other) {
            return Optional.empty();
        }
        note(one + (bothWays ? " <-x-> " : " -x-> ") + other);
        network.cutOneWay(one, other);
        if (bothWays) {
            network.cutOneWay(other, one);
        }
        return Optional.of(new Wound("cut " + one + " " + other, () -> join(network, List.of(one), List.of(other))));
    }

    private Optional<Wound> partition() {
        List<SimProcess> here = new ArrayList<>();
        List<SimProcess> there = new ArrayList<>();
        all.processes().forEach(process -> (oneIn(2) ? here : there).add(process));
        note(here + " <-x-> " + there);
        network.partition(here, there);
        return Optional.of(new Wound("partition", () -> join(network, here, there)));
    }

    /** Nobody reaches it, and it reaches nobody. */
    static Wound isolate(Deployment all, SimProcess victim) {
        World world = all.world;
        List<SimProcess> others =
                all.processes().stream().filter(other -> other != victim).toList();
        world.trace.note("net", victim + " <-x-> all");
        world.network.partition(List.of(victim), others);
        return new Wound("isolation of " + victim, () -> join(world.network, List.of(victim), others));
    }

    private static void join(SimNetwork network, List<SimProcess> here, List<SimProcess> there) {
        here.forEach(one -> there.forEach(other -> {
            network.healOneWay(one, other);
            network.healOneWay(other, one);
        }));
    }

    private Optional<Wound> refuse(SimProcess victim) {
        note(victim + " refuses connections");
        network.refuse(victim);
        return Optional.of(new Wound("refusals of " + victim, () -> network.accept(victim)));
    }

    private Optional<Wound> halfOpen(SimProcess one, SimProcess other) {
        if (oneIn(2)) {
            note(one + " and " + other + ": their connections go silent");
            network.forget(one, other);
        } else {
            note(one + " and " + other + ": their connections are unknown");
            network.disown(one, other);
        }
        return Optional.of(Wound.none("half-open connections of " + one + " and " + other));
    }

    private Optional<Wound> reset(SimProcess one, SimProcess other) {
        note(one + " and " + other + ": their connections are reset");
        network.reset(one, other);
        return Optional.of(Wound.none("reset connections of " + one + " and " + other));
    }

    private Optional<Wound> slow(SimProcess one, SimProcess other) {
        Quality bad =
                switch (chance.between(1, 4)) {
                    case 1 -> all.quality().shortest(within(SLOWEST_MILLIS).plus(Duration.ofMillis(1)));
                    case 2 -> all.quality().loss(chance.between(1, MOST_LOST));
                    case 3 -> all.quality().resets(chance.between(1, MOST_RESET));
                    default -> all.quality().bytesPerSecond(chance.between(THINNEST, WIDEST));
                };
        note(one + " to " + other + " is a bad way: " + bad);
        network.quality(one, other, bad);
        return Optional.of(
                new Wound("bad way from " + one + " to " + other, () -> network.quality(one, other, all.quality())));
    }

    private void note(String what) {
        all.world.trace.note("net", what);
    }
}
