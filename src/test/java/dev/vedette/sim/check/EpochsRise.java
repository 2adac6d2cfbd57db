package dev.vedette.sim.check;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Epoch;
import dev.vedette.sim.Observation;
import java.util.Map;
import java.util.TreeMap;

/** In one life; {@link DurableFirst} looks at what outlives it. A master that is removed takes its epochs with it. */
final class EpochsRise extends Checker {
    private final Map<String, Epoch> current = new TreeMap<>();
    private final Map<String, Epoch> config = new TreeMap<>();

    EpochsRise(Court court) {
        super(Invariant.EPOCHS_RISE, court);
    }

    @Override
    void hear(Observation observation) {
        String who = observation.who();
        if (observation instanceof Observation.Started started) {
            current.put(who, started.state().currentEpoch());
            config.keySet().removeIf(key -> key.startsWith(who + " "));
            started.state().masters().forEach((name, master) -> config.put(who + " " + name, master.configEpoch()));
        } else if (observation instanceof Observation.Told told) {
            if (told.fact() instanceof ElectionFact.EpochChanged changed) {
                rise(current, who, changed.epoch(), who + ": the current epoch");
            } else if (told.fact() instanceof MonitorFact.Topology topology) {
                String key = who + " " + topology.master().name();
                rise(config, key, topology.master().configEpoch(), key + ": the config epoch");
            } else if (told.fact() instanceof MonitorFact.MasterRemoved removed) {
                config.remove(who + " " + removed.master());
            }
        }
    }

    private void rise(Map<String, Epoch> known, String key, Epoch epoch, String what) {
        Epoch before = known.put(key, epoch);
        if (before != null && before.isAfter(epoch)) {
            broken(what + " goes back from " + before + " to " + epoch);
        }
    }
}
