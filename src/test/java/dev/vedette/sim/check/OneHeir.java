package dev.vedette.sim.check;

import dev.vedette.bus.ElectionFact;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.sim.Observation;
import java.util.Map;
import java.util.TreeMap;

/** An epoch may show one address only; whoever changes its mind needs a new one. */
final class OneHeir extends Checker {
    private final Map<String, Epoch> leads = new TreeMap<>();
    private final Map<String, Address> heirs = new TreeMap<>();

    OneHeir(Court court) {
        super(Invariant.ONE_HEIR, court);
    }

    @Override
    void hear(Observation observation) {
        String who = observation.who();
        if (observation instanceof Observation.Started) {
            leads.keySet().removeIf(key -> key.startsWith(who + " "));
        } else if (observation instanceof Observation.Told told
                && told.fact() instanceof ElectionFact.Elected elected) {
            leads.put(who + " " + elected.master(), elected.epoch());
        } else if (observation instanceof Observation.Announced announced
                && announced.event().name().equals("+selected-slave")) {
            Subject heir = Subject.of(announced.event().payload());
            Epoch epoch = leads.get(who + " " + heir.master());
            if (epoch == null) {
                broken(who + " chooses " + heir.address() + " for " + heir.master() + " and was never elected");
                return;
            }
            Address before = heirs.putIfAbsent(who + " " + heir.master() + " " + epoch, heir.address());
            if (before != null) {
                broken(who + " chooses " + heir.address() + " for " + heir.master() + " in epoch " + epoch
                        + ", in which it chose " + before + " before");
            }
        }
    }
}
