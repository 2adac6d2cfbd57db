package dev.vedette.sim.storm;

import dev.vedette.platform.SeededChance;
import dev.vedette.sim.Quality;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.check.Reached;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Does harm by seed, lets some of it heal in time, and at the end heals all of it. */
final class Nemesis {
    static final String FAULT = "fault: ";
    private static final Duration SHORT_WAIT = Duration.ofMillis(1_500);
    private static final Duration LONG_WAIT = Duration.ofSeconds(12);
    private static final Duration SHORT_WOUND = Duration.ofMillis(2_500);
    private static final Duration GOOD_DISK = Duration.ofMillis(5);
    private static final Duration LONG_WOUND = Duration.ofSeconds(40);

    private final Deployment all;
    private final SeededChance chance;
    private final Map<Fault, Supplier<Optional<Wound>>> ways = new EnumMap<>(Fault.class);
    private final List<Fault> faults;
    private final Set<Wound> open = new LinkedHashSet<>();
    private final Reached reached;

    /** @param reached counts what was really done */
    Nemesis(Deployment all, Reached reached) {
        this.all = all;
        this.reached = reached;
        this.chance = all.world.chance("nemesis");
        for (Blows blows : List.of(
                new ProcessBlows(all, chance),
                new NetworkBlows(all, chance),
                new ClockBlows(all, chance),
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
        all.world.network.quality(all.quality());
        all.world.network.pieces(all.storm.piecesPermille());
        all.processes().forEach(process -> process.disk.slow(all.storm.slowestWrite()));
        for (int i = 0; i < all.storm.blows(); i++) {
            if (faults.isEmpty()) {
                break;
            }
            Fault fault = faults.get(chance.between(0, faults.size() - 1));
            Optional<Wound> wound = ways.get(fault).get();
            wound.ifPresent(found -> {
                reached.count(FAULT + fault.name().toLowerCase(Locale.ROOT));
                wounded(found);
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
        all.processes().stream().filter(process -> !process.life().alive()).forEach(SimProcess::start);
        all.world.network.quality(Quality.USUAL);
        all.world.network.pieces(0);
        all.processes().forEach(process -> process.disk.slow(GOOD_DISK));
    }
}
