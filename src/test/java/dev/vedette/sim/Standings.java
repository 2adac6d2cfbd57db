package dev.vedette.sim;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Fact;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.MasterName;
import dev.vedette.sim.Trace.Standing;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How each sentinel stands while it speaks, for the columns of the trace. What begins is learned from the event that
 * says so, what ends from the fact that follows the last event: so that a leader's last line is still a leader's.
 */
final class Standings {
    private static final char NONE = '.';
    private static final char CANDIDATE = 'c';
    private static final char VOTED = 'v';
    private static final char LEADER = 'L';

    /** A stock sentinel has no facts to tell: of its role the last event knows no more. */
    private static final List<String> STOCK_ENDS = List.of(
            "-failover-abort-not-elected",
            "-failover-abort-no-good-slave",
            "-failover-abort-slave-timeout",
            "+switch-master",
            "+reset-master",
            "-monitor");

    private static final class Sentinel {
        final Map<MasterName, Character> roles = new TreeMap<>();
        boolean tilt;
        String epoch = "?";
    }

    private final Map<String, Sentinel> sentinels = new TreeMap<>();

    Standing of(String who, @Nullable MasterName master) {
        Sentinel sentinel = sentinel(who);
        char role = master == null ? NONE : sentinel.roles.getOrDefault(master, NONE);
        return new Standing(role, sentinel.tilt, sentinel.epoch);
    }

    void learn(Observation observation) {
        if (observation instanceof Observation.Started started) {
            Sentinel fresh = new Sentinel();
            fresh.epoch = started.state().currentEpoch().toString();
            sentinels.put(started.who(), fresh);
        } else if (observation instanceof Observation.Announced announced) {
            SentinelEvent event = announced.event();
            event(sentinel(announced.who()), event.name(), event.payload(), event.master());
        } else if (observation instanceof Observation.StockStarted started) {
            Sentinel fresh = new Sentinel();
            fresh.epoch = started.currentEpoch().toString();
            sentinels.put(started.who(), fresh);
        } else if (observation instanceof Observation.StockAnnounced stock) {
            Sentinel sentinel = sentinel(stock.who());
            MasterName master = stock.master().orElse(null);
            event(sentinel, stock.event(), stock.payload(), master);
            if (master != null && STOCK_ENDS.contains(stock.event())) {
                sentinel.roles.remove(master);
            }
        } else if (observation instanceof Observation.Told told) {
            fact(sentinel(told.who()), told.fact());
        }
    }

    private Sentinel sentinel(String who) {
        return sentinels.computeIfAbsent(who, name -> new Sentinel());
    }

    private static void event(Sentinel sentinel, String name, String payload, @Nullable MasterName master) {
        switch (name) {
            case "+tilt" -> sentinel.tilt = true;
            case "-tilt" -> sentinel.tilt = false;
            case "+new-epoch" -> epoch(sentinel, payload);
            default -> {
                if (master != null) {
                    role(sentinel, master, name);
                }
            }
        }
    }

    private static void role(Sentinel sentinel, MasterName master, String event) {
        switch (event) {
            case "+try-failover" -> sentinel.roles.put(master, CANDIDATE);
            // A candidate's vote is for itself.
            case "+vote-for-leader" -> sentinel.roles.putIfAbsent(master, VOTED);
            case "+elected-leader" -> sentinel.roles.put(master, LEADER);
            default -> {}
        }
    }

    private static void fact(Sentinel sentinel, Fact fact) {
        if (fact instanceof ElectionFact.EpochChanged changed) {
            epoch(sentinel, changed.epoch().toString());
        } else if (fact instanceof ElectionFact.CampaignEnded ended) {
            sentinel.roles.remove(ended.master());
        } else if (fact instanceof FailoverFact.Aborted aborted) {
            sentinel.roles.remove(aborted.master());
        } else if (fact instanceof MonitorFact.Switched switched) {
            sentinel.roles.remove(switched.master());
        } else if (fact instanceof MonitorFact.MasterReset reset) {
            sentinel.roles.remove(reset.master());
        } else if (fact instanceof MonitorFact.MasterRemoved removed) {
            sentinel.roles.remove(removed.master());
        }
    }

    /** In a new epoch everybody has a vote again. */
    private static void epoch(Sentinel sentinel, String epoch) {
        if (!epoch.equals(sentinel.epoch)) {
            sentinel.epoch = epoch;
            sentinel.roles.values().removeIf(role -> role == VOTED);
        }
    }
}
