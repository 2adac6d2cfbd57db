package dev.vedette.sim.check;

import dev.vedette.bus.ElectionFact;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.sim.Observation;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who was ordered by a person leads without having been elected, and may share its epoch. A stock sentinel's election
 * counts as well, unless {@link Frailty} knows why it does not.
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
                && !elected.forced()) {
            leads(told.who(), elected.master(), elected.epoch());
        } else if (observation instanceof Observation.StockAnnounced stock
                && stock.event().equals("+elected-leader")
                && stock.master().isPresent()) {
            MasterName master = stock.master().get();
            Epoch epoch = cast.stock.campaign(stock.who(), master);
            if (epoch != null && !cast.stock.excusesEpoch(master, epoch)) {
                leads(stock.who(), master, epoch);
            }
        }
    }

    private void leads(String who, MasterName master, Epoch epoch) {
        String before = leaders.putIfAbsent(master + " " + epoch, who);
        if (before != null && !court.excusesEpoch(master, epoch)) {
            broken(who + " is elected for " + master + " in epoch " + epoch + ", in which " + before
                    + " was elected before");
        }
    }
}
