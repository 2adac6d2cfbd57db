package dev.vedette.sim.check;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Fact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Note;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import dev.vedette.sim.Observation;
import dev.vedette.sim.World;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold in every world at every moment, whatever is done to it. Hears every sentinel and every hello. */
public final class Checkers {
    private static final Pattern VOTED = Pattern.compile("([0-9a-f]{40}) voted for ([0-9a-f]{40}) ([0-9]+)");
    private static final Set<String> ENDS = new TreeSet<>(Set.of(
            "-failover-abort-not-elected",
            "-failover-abort-no-good-slave",
            "-failover-abort-slave-timeout",
            "+failover-end"));

    private final World world;
    private final Map<String, RunId> ids = new TreeMap<>();
    private final Map<String, String> leaders = new TreeMap<>();
    private final Map<String, String> votes = new TreeMap<>();
    private final Map<String, String> addresses = new TreeMap<>();
    /** Whoever led in an epoch, by votes or by an order. */
    private final Map<String, Set<String>> led = new TreeMap<>();

    private final Map<String, Epoch> epochs = new TreeMap<>();
    private final Map<String, Epoch> configEpochs = new TreeMap<>();
    private final Set<String> down = new TreeSet<>();
    private final Map<String, Integer> ends = new TreeMap<>();

    private Checkers(World world) {
        this.world = world;
    }

    /** From now on somebody looks. */
    public static void watch(World world) {
        world.observed(new Checkers(world)::hear);
    }

    private void broken(String what) {
        world.broken(what);
    }

    private void hear(Observation observation) {
        String who = observation.who();
        if (observation instanceof Observation.Started started) {
            started(who, started.state());
        } else if (observation instanceof Observation.Announced announced) {
            event(who, announced.event());
        } else if (observation instanceof Observation.Noted noted) {
            note(noted.note());
        } else if (observation instanceof Observation.Told told) {
            told(who, told.fact());
        } else if (observation instanceof Observation.Published published) {
            hello(published.message());
        }
    }

    private void told(String who, Fact fact) {
        if (fact instanceof ElectionFact.Elected elected) {
            elected(who, elected);
        } else if (fact instanceof ElectionFact.EpochChanged changed) {
            epoch(who, changed.epoch());
        } else if (fact instanceof MonitorFact.Topology topology) {
            topology(who, topology);
        }
    }

    /** A process starts anew: what was about its connections starts anew with it, what it promised does not. */
    private void started(String who, SentinelState state) {
        ids.put(who, state.myId());
        down.removeIf(key -> key.startsWith(who + " "));
        ends.keySet().removeIf(key -> key.startsWith(who + " "));
        epoch(who, state.currentEpoch());
    }

    private void event(String who, SentinelEvent event) {
        String name = event.name();
        String payload = event.payload();
        switch (name) {
            case "+sdown" -> {
                if (!down.add(who + " " + instance(payload))) {
                    broken(who + " says +sdown twice: " + payload);
                }
            }
            case "-sdown" -> {
                if (!down.remove(who + " " + instance(payload))) {
                    broken(who + " says -sdown without +sdown: " + payload);
                }
            }
            case "+switch-master" -> switched(who, payload);
            case "+vote-for-leader" -> {
                String[] words = payload.split(" ");
                vote(event.master(), ids.get(who).value(), words[1], words[0]);
            }
            case "+try-failover" -> ends.put(who + " " + masterOf(payload), 0);
            default -> {
                if (ENDS.contains(name) && ends.merge(who + " " + masterOf(payload), 1, Integer::sum) > 1) {
                    broken(who + " ends a failover twice: " + name + " " + payload);
                }
            }
        }
    }

    /** Peers say in their logs what they were told: a vote that was seen counts, however its voter ended. */
    private void note(Note note) {
        Matcher told = VOTED.matcher(note.text());
        if (told.matches()) {
            vote(note.master(), told.group(1), told.group(3), told.group(2));
        }
    }

    private void vote(MasterName master, String voter, String epoch, String candidate) {
        sameAlways(votes, voter + " about " + master + " in epoch " + epoch, candidate, "votes");
    }

    /** The switch makes all instances of the master new ones. */
    private void switched(String who, String payload) {
        String master = payload.substring(0, payload.indexOf(' '));
        down.removeIf(key -> key.startsWith(who + " master " + master + " ")
                || key.startsWith(who + " slave ") && key.contains(" @ " + master + " "));
    }

    /** Without the address of its master, which changes while a peer stays down. */
    private static String instance(String payload) {
        int at = payload.indexOf(" @ ");
        return at < 0 ? payload : payload.substring(0, payload.indexOf(' ', at + 3) + 1);
    }

    private static String masterOf(String payload) {
        String[] words = payload.split(" ");
        return words[0].equals("master") ? words[1] : words[words.length - 3];
    }

    private void elected(String who, ElectionFact.Elected elected) {
        led.computeIfAbsent(elected.master() + " config epoch " + elected.epoch(), key -> new TreeSet<>())
                .add(who);
        if (!elected.forced()) {
            sameAlways(leaders, elected.master() + " epoch " + elected.epoch(), who, "leaders");
        }
    }

    private void epoch(String who, Epoch epoch) {
        Epoch before = epochs.put(who, epoch);
        if (before != null && before.isAfter(epoch)) {
            broken(who + " goes back from epoch " + before + " to " + epoch);
        }
    }

    private void topology(String who, MonitorFact.Topology topology) {
        MasterName master = topology.master().name();
        configuration(
                who, master, topology.master().advertised(), topology.master().configEpoch());
    }

    private void configuration(String who, MasterName master, Address address, Epoch epoch) {
        oneAddress(master + " config epoch " + epoch, address.toString());
        Epoch before = configEpochs.put(who + " " + master, epoch);
        if (before != null && before.isAfter(epoch)) {
            broken(who + " goes back from config epoch " + before + " to " + epoch + " of " + master);
        }
    }

    /** Anything that was published on the channel of hellos. */
    private void hello(String payload) {
        String[] field = payload.split(",");
        oneAddress(field[4] + " config epoch " + field[7], field[5] + ":" + field[6]);
    }

    /** People who order failovers on both sides of a partition make two; that is settled in a newer epoch. */
    private void oneAddress(String key, String address) {
        if (led.getOrDefault(key, Set.of()).size() < 2) {
            sameAlways(addresses, key, address, "addresses");
        }
    }

    private void sameAlways(Map<String, String> known, String key, String value, String what) {
        String before = known.putIfAbsent(key, value);
        if (before != null && !before.equals(value)) {
            broken("two " + what + " in " + key + ": " + before + " and " + value);
        }
    }
}
