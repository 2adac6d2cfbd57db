package dev.vedette.sim.check;

import dev.vedette.bus.GossipFact;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.Address;
import dev.vedette.model.MasterName;
import dev.vedette.sim.Observation;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * sdown of every instance, odown of every master, TILT of every process. A restart forgets all of it; a switch, a reset
 * and a removal forget what is about the data nodes of the master, and the latter two its peers. TILT may begin anew
 * while it lasts.
 */
final class StatesAlternate extends Checker {
    private final Set<String> on = new TreeSet<>();
    /** Forgotten by one room and perhaps not yet by the other: the next words about it, at one moment, may be any. */
    private final Set<String> unsure = new TreeSet<>();

    private final Set<String> heardNow = new TreeSet<>();

    StatesAlternate(Court court) {
        super(Invariant.STATES_ALTERNATE, court);
    }

    @Override
    void hear(Observation observation) {
        String who = observation.who();
        if (observation instanceof Observation.Started) {
            on.removeIf(key -> key.startsWith(who + " "));
            unsure.removeIf(key -> key.startsWith(who + " "));
        } else if (observation instanceof Observation.Announced announced) {
            event(who, announced.event());
        } else if (observation instanceof Observation.Told told
                && told.fact() instanceof GossipFact.PeerForgotten gone) {
            String key = who + " sdown " + gone.master() + " sentinel " + gone.peer();
            on.remove(key);
            unsure.add(key);
        }
    }

    private void event(String who, SentinelEvent event) {
        switch (event.name()) {
            case "+sdown", "-sdown", "+odown", "-odown" -> turned(who, event, state(who, event));
            case "+tilt" -> on.add(who + " tilt");
            case "-tilt" -> turned(who, event, who + " tilt");
            case "+switch-master" -> {
                String[] word = event.payload().split(" ");
                forget(who, event.master(), new Address(word[1], Integer.parseInt(word[2])), false);
            }
            case "+reset-master", "-monitor" ->
                forget(who, event.master(), Subject.of(event.payload()).address(), true);
            default -> {}
        }
    }

    /** Peers without their address, which may change while they are down; masters with it: it is what is down. */
    private static String state(String who, SentinelEvent event) {
        Subject subject = Subject.of(event.payload());
        String instance = subject.isMaster() ? "master " + subject.address() : subject.type() + " " + subject.name();
        return who + " " + event.name().substring(1) + " " + subject.master() + " " + instance;
    }

    private void turned(String who, SentinelEvent event, String state) {
        boolean up = event.name().startsWith("-");
        boolean changed = up ? on.remove(state) : on.add(state);
        boolean late = event.name().endsWith("odown") && cast.catchesUp(who);
        if (late) {
            unsure.add(state);
        } else if (unsure.contains(state)) {
            heardNow.add(state);
        } else if (!changed) {
            broken(who + " says " + event.name() + " " + event.payload() + (up ? " without" : " after") + " +"
                    + event.name().substring(1));
        }
    }

    @Override
    void settled() {
        unsure.removeAll(heardNow);
        heardNow.clear();
    }

    /** The election may hear of it when the disk lets it: then it catches up, at one moment. */
    private void forget(String who, @Nullable MasterName master, Address old, boolean peersToo) {
        unsure.add(who + " odown " + master + " master " + old);
        for (String state : new String[] {"sdown", "odown"}) {
            String start = who + " " + state + " " + master + " ";
            on.removeIf(key -> key.startsWith(start) && (peersToo || !key.startsWith(start + "sentinel ")));
        }
    }
}
