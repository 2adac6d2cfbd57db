package dev.vedette.sim.storm;

import dev.vedette.platform.SeededChance;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Does harm by seed, lets some of it heal in time, and at the end heals all of it. */
final class Nemesis {
    private static final Duration SHORT_WAIT = Duration.ofMillis(1_500);
    private static final Duration LONG_WAIT = Duration.ofSeconds(12);
    private static final Duration SHORT_WOUND = Duration.ofMillis(2_500);
    private static final Duration LONG_WOUND = Duration.ofSeconds(40);

    private final Deployment all;
    private final SeededChance chance;
    private final Map<Fault, Supplier<Optional<Wound>>> ways = new EnumMap<>(Fault.class);
    private final List<Fault> faults;
    private final Set<Wound> open = new LinkedHashSet<>();
    private final Set<Fault> struck;

    /** @param struck gathers what was really done */
    Nemesis(Deployment all, Set<Fault> struck) {
        this.all = all;
        this.struck = struck;
        this.chance = all.world.chance("nemesis");
        for (Blows blows : List.of(
                new ProcessBlows(all, chance),
                new NetworkBlows(all, chance),
                new DiskBlows(all, chance),
                new RedisBlows(all, chance),
                new OperatorBlows(all, chance),
                new Ambush(all, chance, this::wounded))) {
            ways.putAll(blows.ways());
        }
        this.faults = all.storm.faults().stream().filter(ways::containsKey).toList();
    }

    /** Blows, in a world whose network and disks are quick or slow: slow ones let candidates collide. */
    void storm() {
        all.world.network.slow(all.storm.slowestPacket());
        all.processes().forEach(process -> process.disk.slow(all.storm.slowestWrite()));
        for (int i = 0; i < all.storm.blows(); i++) {
            if (faults.isEmpty()) {
                break;
            }
            Fault fault = faults.get(chance.between(0, faults.size() - 1));
            Optional<Wound> wound = ways.get(fault).get();
            wound.ifPresent(struckNow -> {
                struck.add(fault);
                wounded(struckNow);
            });
            all.world.run(chance.upTo(chance.between(0, 2) == 0 ? LONG_WAIT : SHORT_WAIT));
        }
    }

    private void wounded(Wound wound) {
        open.add(wound);
        Duration lasts = chance.upTo(chance.between(0, 1) == 0 ? LONG_WOUND : SHORT_WOUND);
        all.world.after(lasts, () -> heal(wound));
    }

    private void heal(Wound wound) {
        if (open.remove(wound)) {
            all.world.trace.note("net", "healed: " + wound.what());
            wound.healing().run();
        }
    }

    /** From here on nothing is broken any more. */
    void calm() {
        all.world.trace.note("net", "calm");
        List.copyOf(open).forEach(this::heal);
    }
}
