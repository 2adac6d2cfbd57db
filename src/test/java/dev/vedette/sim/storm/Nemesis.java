package dev.vedette.sim.storm;

import dev.vedette.platform.SeededChance;
import dev.vedette.sim.SimDisk;
import dev.vedette.sim.SimProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Does harm by seed, and at the end undoes all of it. */
final class Nemesis {
    private static final int BLOWS = 25;
    private static final Duration SHORT_WAIT = Duration.ofMillis(1_500);
    private static final Duration LONG_WAIT = Duration.ofSeconds(12);

    private static final Duration SLOWEST_PACKET = Duration.ofMillis(400);
    private static final Duration SLOWEST_WRITE = Duration.ofMillis(600);

    private final Ring ring;
    private final SeededChance chance;
    private final List<SimProcess> all = new ArrayList<>();
    private final Set<SimProcess> frozen = new LinkedHashSet<>();

    Nemesis(Ring ring) {
        this.ring = ring;
        this.chance = ring.world.chance("nemesis");
        all.addAll(ring.servers);
        ring.watchers.forEach(watcher -> all.add(watcher.process()));
    }

    /** Blows, in a world whose network and disks are quick or slow: slow ones let candidates collide. */
    void storm() {
        ring.world.network.slow(chance.upTo(SLOWEST_PACKET.dividedBy(chance.between(1, 100))));
        all.forEach(process -> process.disk.slow(chance.upTo(SLOWEST_WRITE.dividedBy(chance.between(1, 100)))));
        for (int i = 0; i < BLOWS; i++) {
            strike(any());
            ring.world.run(chance.upTo(chance.between(0, 2) == 0 ? LONG_WAIT : SHORT_WAIT));
        }
    }

    private SimProcess any() {
        return all.get(chance.between(0, all.size() - 1));
    }

    private void strike(SimProcess victim) {
        boolean running = victim.runs();
        switch (chance.between(0, 8)) {
            case 0 -> {
                if (running) {
                    victim.kill();
                }
            }
            case 1 -> {
                if (running) {
                    victim.losePower();
                }
            }
            case 2, 3 -> {
                if (!victim.life().alive()) {
                    victim.start();
                }
            }
            case 4 -> {
                if (running) {
                    frozen.add(victim);
                    victim.freeze();
                }
            }
            case 5 -> {
                if (frozen.remove(victim)) {
                    victim.thaw();
                }
            }
            case 6 -> ring.world.network.cut(victim, any());
            case 7 -> ring.world.network.cutOneWay(victim, any());
            default -> {
                ring.world.network.heal();
                victim.disk.mood(chance.between(0, 2) == 0 ? SimDisk.Mood.FAILING : SimDisk.Mood.FINE);
            }
        }
    }

    /** From here on nothing is broken any more. */
    void calm() {
        ring.world.trace.note("net", "calm");
        ring.world.network.heal();
        frozen.forEach(SimProcess::thaw);
        for (SimProcess process : all) {
            process.disk.mood(SimDisk.Mood.FINE);
            if (!process.life().alive()) {
                process.start();
            }
        }
    }
}
