package dev.vedette.sim.check;

import dev.vedette.bus.ElectionFact;
import dev.vedette.sim.Observation;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who was ordered by a person leads without having been elected, and may share its epoch. So may whoever was made to
 * forget its peers by RESET or REMOVE and has not met them again: its majority is of those that the operator left.
 */
final class OneLeader extends Checker {
    private final Map<String, String> leaders = new TreeMap<>();

    OneLeader(Court court) {
        super(Invariant.ONE_LEADER, court);
    }

    @Override
    void hear(Observation observation) {
        if (observation instanceof Observation.Told told
                && told.fact() instanceof ElectionFact.Elected elected
                && !elected.forced()
                && !cast.hasForgotten(told.who(), elected.master())) {
            String before = leaders.putIfAbsent(elected.master() + " " + elected.epoch(), told.who());
            if (before != null) {
                broken(told.who() + " is elected for " + elected.master() + " in epoch " + elected.epoch()
                        + ", in which " + before + " was elected before");
            }
        }
    }
}
