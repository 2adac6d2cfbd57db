package dev.vedette.sim.check;

import dev.vedette.bus.SentinelEvent;
import dev.vedette.sim.Observation;
import java.util.Set;
import java.util.TreeSet;

/** These are the lines that people read at night, and they ask why. */
final class ReasonsGiven extends Checker {
    private static final Set<String> EXPLAINED = new TreeSet<>(Set.of(
            "+sdown",
            "+tilt",
            "+elected-leader",
            "+selected-slave",
            "+failover-detected",
            "+convert-to-slave",
            "+fix-slave-config",
            "-slave-reconf-sent-timeout"));

    ReasonsGiven(Court court) {
        super(Invariant.REASONS_GIVEN, court);
    }

    @Override
    void hear(Observation observation) {
        if (!(observation instanceof Observation.Announced announced)) {
            return;
        }
        SentinelEvent event = announced.event();
        boolean explained = EXPLAINED.contains(event.name()) || event.name().startsWith("-failover-abort-");
        if (explained && (event.reason() == null || event.reason().isBlank())) {
            broken(announced.who() + " says " + event.name() + " " + event.payload() + " and not why");
        }
    }
}
