package dev.vedette.sim.check;

import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import dev.vedette.sim.Observation;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What stock sentinels have done that their protocol cannot keep a promise after: which vote, which epoch, and why. The
 * checkers ask it before they complain about a stock sentinel's word; everything else that a stock sentinel says counts
 * as a Vedette's would. It excuses single votes and single epochs and nobody altogether, and never a Vedette's vote.
 */
final class Frailty {
    /** Reasons, as the table of what was reached shows them. */
    enum Why {
        NOT_SAVED("a stock sentinel answers its vote although the disk refused to keep it (the save only logs)"),
        REMOVED("a stock sentinel that stopped watching a master forgets in which epoch it voted about it"),
        ORDERED("a stock sentinel that was ordered to fail over leads without votes, in an epoch that others may win"),
        LATER_EPOCH("a stock sentinel counts the votes of its current epoch, and leads in the older one it began in"),
        ALONE("a stock sentinel that was reset is a majority of those whom it has met again since"),
        VOTED_TWICE("an epoch in which a stock sentinel voted twice may have two leaders"),
        OVERTAKEN("a stock leader takes the epoch of a newer configuration of the old master for that of its own"),
        RESET("a stock leader that is reset names the old master again, with the epoch of the new one");

        private final String sentence;

        Why(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    private final Map<String, RunId> ids = new TreeMap<>();
    private final Map<String, Epoch> current = new TreeMap<>();
    private final Set<String> unsaved = new TreeSet<>();

    // By sentinel and master.
    private final Set<String> ordered = new TreeSet<>();
    private final Map<String, Epoch> campaigns = new TreeMap<>();
    private final Map<String, Epoch> promoted = new TreeMap<>();
    /** The newer epoch that others announced between its promotion and the end of its failover. */
    private final Map<String, Epoch> overtaken = new TreeMap<>();

    private final Map<String, Set<String>> met = new TreeMap<>();
    private final Map<String, Set<String>> lost = new TreeMap<>();

    /** By voter, master and epoch. */
    private final Map<String, Why> votes = new TreeMap<>();
    /** By master and epoch. */
    private final Map<String, Why> epochs = new TreeMap<>();

    private final Map<Why, Integer> used = new TreeMap<>();

    void hear(Observation observation) {
        String who = observation.who();
        if (observation instanceof Observation.StockStarted started) {
            ids.put(who, started.id());
            current.put(who, started.currentEpoch());
            unsaved.remove(who);
            ordered.removeIf(key -> key.startsWith(who + " "));
            campaigns.keySet().removeIf(key -> key.startsWith(who + " "));
            promoted.keySet().removeIf(key -> key.startsWith(who + " "));
            overtaken.keySet().removeIf(key -> key.startsWith(who + " "));
        } else if (observation instanceof Observation.Published) {
            Hello hello = Hello.in(observation);
            if (hello != null) {
                said(hello);
            }
        } else if (observation instanceof Observation.StockLogged logged) {
            logged(who, logged.text());
        } else if (observation instanceof Observation.StockAnnounced said) {
            if (said.event().equals("+new-epoch")) {
                current.put(who, new Epoch(Long.parseUnsignedLong(said.payload())));
            }
            said.master().ifPresent(master -> announced(who, master, said.event(), said.payload()));
        }
    }

    /**
     * It has promoted, and its address of the master is still the old one, which others have promoted again since. Its
     * first hello with their epoch may come when its failover is over.
     */
    private void said(Hello hello) {
        ids.forEach((who, id) -> {
            String key = who + " " + hello.master();
            Epoch own = promoted.get(key);
            if (own != null && hello.configEpoch().isAfter(own)) {
                overtaken.put(key, hello.configEpoch());
            }
            if (id.equals(hello.sender()) && hello.configEpoch().equals(overtaken.get(key))) {
                epochs.putIfAbsent(hello.master() + " " + hello.configEpoch(), Why.OVERTAKEN);
            }
        });
    }

    private void logged(String who, String text) {
        if (text.equals(Observation.StockLogged.NOT_SAVED)) {
            unsaved.add(who);
        } else if (text.equals(Observation.StockLogged.SAVED)) {
            unsaved.remove(who);
        } else if (text.startsWith(Observation.StockLogged.ORDERED)) {
            ordered.add(who + " "
                    + text.substring(Observation.StockLogged.ORDERED.length()).replace("'", ""));
        }
    }

    private void announced(String who, MasterName master, String event, String payload) {
        String key = who + " " + master;
        switch (event) {
            case "+sentinel" -> {
                String peer = payload.split(" ")[1];
                of(met, key).add(peer);
                of(lost, key).remove(peer);
            }
            case "+try-failover" -> campaigns.put(key, current.get(who));
            case "+vote-for-leader" -> voted(who, master, new Epoch(Long.parseUnsignedLong(payload.split(" ")[1])));
            case "+elected-leader" -> leads(who, master);
            case "+promoted-slave" -> {
                overtaken.remove(key);
                promoted.put(key, campaigns.get(key));
            }
            case "+switch-master" -> over(key);
            case "-failover-abort-not-elected", "-failover-abort-no-good-slave", "-failover-abort-slave-timeout" ->
                ordered.remove(key);
            case "+reset-master", "-monitor" -> forgets(who, master, event.equals("-monitor"));
            default -> {}
        }
    }

    private static Set<String> of(Map<String, Set<String>> sets, String key) {
        return sets.computeIfAbsent(key, name -> new TreeSet<>());
    }

    private void over(String key) {
        promoted.remove(key);
        campaigns.remove(key);
        ordered.remove(key);
    }

    private void voted(String who, MasterName master, Epoch epoch) {
        if (unsaved.contains(who)) {
            votes.putIfAbsent(ids.get(who) + " " + master + " " + epoch, Why.NOT_SAVED);
        }
    }

    private void leads(String who, MasterName master) {
        String key = who + " " + master;
        Epoch epoch = campaigns.get(key);
        if (epoch == null) {
            return;
        }
        if (ordered.contains(key)) {
            epochs.putIfAbsent(master + " " + epoch, Why.ORDERED);
        } else if (!epoch.equals(current.get(who))) {
            epochs.putIfAbsent(master + " " + epoch, Why.LATER_EPOCH);
        } else if (!of(lost, key).isEmpty()) {
            epochs.putIfAbsent(master + " " + epoch, Why.ALONE);
        }
    }

    private void forgets(String who, MasterName master, boolean removed) {
        String key = who + " " + master;
        Epoch announced = promoted.get(key);
        if (announced != null) {
            epochs.putIfAbsent(master + " " + announced, Why.RESET);
        }
        over(key);
        overtaken.remove(key);
        of(lost, key).addAll(of(met, key));
        of(met, key).clear();
        if (removed) {
            votes.putIfAbsent(ids.get(who) + " " + master + " " + current.get(who), Why.REMOVED);
        }
    }

    /** The epoch that it leads or campaigns in; null when it does neither. */
    @Nullable
    Epoch campaign(String who, MasterName master) {
        return campaigns.get(who + " " + master);
    }

    /** How many sentinels it has met that it has not been made to forget, itself among them. */
    int voters(String who, MasterName master) {
        return of(met, who + " " + master).size() + 1;
    }

    /** Whether a second vote of that voter is a stock sentinel's known fault; then that epoch may have two leaders. */
    boolean excusesVote(RunId voter, MasterName master, Epoch epoch) {
        Why why = votes.get(voter + " " + master + " " + epoch);
        if (why != null) {
            epochs.putIfAbsent(master + " " + epoch, Why.VOTED_TWICE);
        }
        return excused(why);
    }

    /** Whether that epoch may have two leaders, or name two addresses. */
    boolean excusesEpoch(MasterName master, Epoch epoch) {
        return excused(epochs.get(master + " " + epoch));
    }

    private boolean excused(@Nullable Why why) {
        if (why != null) {
            used.merge(why, 1, Integer::sum);
        }
        return why != null;
    }

    /** How often each excuse was needed. */
    Map<Why, Integer> used() {
        return used;
    }
}
