package dev.vedette.sim.storm;

import dev.vedette.platform.SeededChance;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.Trace;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Waits for a step of a failover and strikes in the middle of it. Blows at drawn moments rarely meet the milliseconds
 * between a vote and its answer; those are where the promises are kept or broken.
 */
final class Ambush extends Blows {
    private static final List<String> STEPS = List.of(
            "+sdown",
            "+odown",
            "+new-epoch",
            "+try-failover",
            "+vote-for-leader",
            "+elected-leader",
            "+failover-state-select-slave",
            "+selected-slave",
            "+failover-state-send-slaveof-noone",
            "+promoted-slave",
            "+failover-state-reconf-slaves",
            "+slave-reconf-sent",
            "+failover-end",
            "+switch-master",
            "+config-update-from",
            "+convert-to-slave");

    private final Consumer<Wound> wounded;

    /** @param wounded hears of what is broken when it is */
    Ambush(Deployment all, SeededChance chance, Consumer<Wound> wounded) {
        super(all, chance);
        this.wounded = wounded;
        way(Fault.AMBUSH, this::lie);
    }

    private Optional<Wound> lie() {
        String step = any(STEPS);
        int deed = chance.between(0, 9);
        boolean[] over = new boolean[1];
        all.world.trace.note("net", "an ambush waits for " + step);
        all.world.trace.once(entry -> !over[0] && entry.is(step), entry -> {
            over[0] = true;
            strike(entry, deed).ifPresent(wounded);
        });
        return Optional.of(new Wound("ambush at " + step, () -> over[0] = true));
    }

    private Optional<Wound> strike(Trace.Entry entry, int deed) {
        SimProcess announcer = all.processes().stream()
                .filter(process -> process.name.equals(entry.who()))
                .findFirst()
                .orElseThrow();
        return switch (deed) {
            case 0, 1 -> ProcessBlows.kill(announcer);
            case 2, 3 -> ProcessBlows.losePower(announcer);
            case 4 -> ProcessBlows.freeze(announcer);
            case 5, 6 -> Optional.of(NetworkBlows.isolate(all, announcer));
            case 7 -> ProcessBlows.kill(anySentinel());
            case 8 -> anySet().actingMaster().flatMap(server -> ProcessBlows.kill(server.process));
            default -> ProcessBlows.kill(anyServer().process);
        };
    }
}
