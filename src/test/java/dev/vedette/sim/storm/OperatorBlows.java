package dev.vedette.sim.storm;

import dev.vedette.platform.SeededChance;
import java.util.List;
import java.util.Optional;

/** Well-meant commands at the wrong moment. */
final class OperatorBlows extends Blows {
    OperatorBlows(Deployment all, SeededChance chance) {
        super(all, chance);
        way(Fault.OPERATOR_FAILOVER, () -> type("SENTINEL FAILOVER " + anySet().name));
        way(Fault.OPERATOR_SET, () -> type(set(anySet())));
        way(
                Fault.OPERATOR_RESET,
                () -> type("SENTINEL RESET " + (oneIn(4) ? "*" : anySet().name.toString())));
        way(Fault.OPERATOR_REMOVE, () -> remove(anySet()));
    }

    private Optional<Wound> remove(MasterSet set) {
        all.note(set);
        return type("SENTINEL REMOVE " + set.name);
    }

    private Optional<Wound> type(String command) {
        // The same to one of them, or to all, as the manual asks for.
        List<Watcher> told = oneIn(3) ? all.watchers : List.of(any(all.watchers));
        told.forEach(sentinel -> all.operator.type(sentinel.process(), SimSentinel.PORT, command));
        return Optional.of(new Wound(command, () -> told.forEach(all::restore)));
    }

    private String set(MasterSet set) {
        String option =
                switch (chance.between(1, 4)) {
                    case 1 -> "quorum " + chance.between(1, all.watchers.size());
                    case 2 -> "down-after-milliseconds " + chance.between(200, 5_000);
                    case 3 -> "failover-timeout " + chance.between(1_000, 20_000);
                    default -> "parallel-syncs " + chance.between(1, 3);
                };
        return "SENTINEL SET " + set.name + " " + option;
    }
}
