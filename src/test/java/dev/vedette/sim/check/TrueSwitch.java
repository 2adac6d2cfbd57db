package dev.vedette.sim.check;

import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Address;
import dev.vedette.model.MasterName;
import dev.vedette.sim.Observation;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Clients follow these lines one after the other: each must begin where the last one ended. */
final class TrueSwitch extends Checker {
    private record Step(Address from, Address to) {}

    /** By sentinel and master. */
    private final Map<String, Address> address = new TreeMap<>();

    private final Map<String, Step> announced = new TreeMap<>();

    TrueSwitch(Court court) {
        super(Invariant.TRUE_SWITCH, court);
    }

    @Override
    void hear(Observation observation) {
        String who = observation.who();
        if (observation instanceof Observation.Started started) {
            address.keySet().removeIf(key -> key.startsWith(who + " "));
            announced.keySet().removeIf(key -> key.startsWith(who + " "));
            started.state().masters().forEach((name, master) -> address.put(who + " " + name, master.address()));
        } else if (observation instanceof Observation.Announced heard) {
            String payload = heard.event().payload();
            switch (heard.event().name()) {
                case "+monitor" -> {
                    Subject master = Subject.of(payload);
                    address.put(who + " " + master.master(), master.address());
                }
                case "-monitor" ->
                    address.remove(who + " " + Subject.of(payload).master());
                case "+switch-master" -> switched(who, payload.split(" "));
                default -> {}
            }
        } else if (observation instanceof Observation.Told told
                && told.fact() instanceof MonitorFact.Switched switched) {
            confirmed(who, switched);
        }
    }

    private void switched(String who, String[] word) {
        String key = who + " " + word[0];
        Step step = new Step(
                new Address(word[1], Integer.parseInt(word[2])), new Address(word[3], Integer.parseInt(word[4])));
        Address before = address.put(key, step.to());
        @Nullable Step unconfirmed = announced.put(key, step);
        String what = who + " says +switch-master of " + word[0] + " from " + step.from() + " to " + step.to();
        if (!step.from().equals(before)) {
            broken(what + ", and it was " + before);
        } else if (step.from().equals(step.to())) {
            broken(what + ", which is no switch");
        } else if (unconfirmed != null) {
            broken(what + ", before the switch to " + unconfirmed.to() + " took place");
        }
    }

    private void confirmed(String who, MonitorFact.Switched switched) {
        MasterName master = switched.master();
        Step step = announced.remove(who + " " + master);
        if (step == null || !step.equals(new Step(switched.from(), switched.to()))) {
            broken(who + " switches " + master + " from " + switched.from() + " to " + switched.to()
                    + ", and announced " + step);
        }
    }
}
