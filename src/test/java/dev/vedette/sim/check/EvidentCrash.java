package dev.vedette.sim.check;

import dev.vedette.bus.Channel;
import dev.vedette.bus.Fact;
import dev.vedette.bus.InfoReport;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Address;
import dev.vedette.model.LinkId;
import dev.vedette.model.Reason;
import dev.vedette.sim.Observation;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code crash-detection}, from what the sentinel itself had heard: a refused connection, and after it from replicas
 * that they have just lost their master. One that has it still refutes it.
 */
final class EvidentCrash extends Checker {
    /** Replicas tell in whole seconds. */
    private static final Duration COINCIDENCE = Duration.ofSeconds(2);

    private record Accused(String who, Subject master, Duration refused) {}

    private record Report(Duration at, InfoReport info) {}

    /** By sentinel, master and server: since when its port refuses, if it does. */
    private final Map<String, Duration> refused = new TreeMap<>();
    /** By sentinel, master and server. */
    private final Map<String, Report> reports = new TreeMap<>();

    private final Map<String, Accused> accused = new TreeMap<>();

    EvidentCrash(Court court) {
        super(Invariant.EVIDENT_CRASH, court);
    }

    @Override
    void hear(Observation observation) {
        String who = observation.who();
        if (observation instanceof Observation.Started) {
            forget(who + " ");
        } else if (observation instanceof Observation.Told told) {
            told(who, told.fact());
        } else if (observation instanceof Observation.Announced announced
                && announced.event().name().equals("+sdown")
                && Reason.CRASHED.sentence().equals(announced.event().reason())) {
            accuses(who, Subject.of(announced.event().payload()));
        }
    }

    private void forget(String start) {
        refused.keySet().removeIf(key -> key.startsWith(start));
        reports.keySet().removeIf(key -> key.startsWith(start));
    }

    private void told(String who, Fact fact) {
        if (fact instanceof LinkFact.Down down && down.refused() && isCommand(down.link(), down.channel())) {
            refused.putIfAbsent(who + " " + down.link(), now());
        } else if (fact instanceof LinkFact.Up up && isCommand(up.link(), up.channel())) {
            refused.remove(who + " " + up.link());
        } else if (fact instanceof MonitorFact.ReplicaReported report) {
            reports.put(who + " " + report.master() + " " + report.replica(), new Report(now(), report.info()));
        } else if (fact instanceof MonitorFact.Switched switched) {
            forget(who + " " + switched.master() + " ");
        }
    }

    private static boolean isCommand(LinkId link, Channel channel) {
        return link instanceof LinkId.Node && channel == Channel.COMMAND;
    }

    private void accuses(String who, Subject master) {
        Duration since = refused.get(who + " " + new LinkId.Node(master.master(), master.address()));
        if (since == null) {
            broken(who + " calls the crash of " + master.address() + " evident, and its port refused nothing");
            return;
        }
        reports.forEach((key, report) -> {
            if (isOf(key, who, master) && isAfter(report, since) && isLinked(report, master.address())) {
                broken(who + " calls the crash of " + master.address() + " evident, and "
                        + key.substring(key.lastIndexOf(' ') + 1) + " said " + ago(report.at())
                        + " that it has it still");
            }
        });
        accused.put(who + " " + master.master(), new Accused(who, master, since));
    }

    /** What the replicas say at this moment is heard behind what follows from it. */
    @Override
    void settled() {
        accused.values().forEach(each -> {
            boolean lost = reports.entrySet().stream()
                    .anyMatch(report -> isOf(report.getKey(), each.who(), each.master())
                            && isAfter(report.getValue(), each.refused())
                            && report.getValue()
                                    .info()
                                    .lostMasterWithin(
                                            now().minus(each.refused()).plus(COINCIDENCE)));
            if (!lost) {
                broken(each.who() + " calls the crash of " + each.master().address()
                        + " evident, and no replica has said that it has just lost it");
            }
        });
        accused.clear();
    }

    private static boolean isOf(String key, String who, Subject master) {
        return key.startsWith(who + " " + master.master() + " ");
    }

    private static boolean isAfter(Report report, Duration refused) {
        return report.at().compareTo(refused) > 0;
    }

    private static boolean isLinked(Report report, Address master) {
        return report.info().masterLinkUp() && report.info().follows(master);
    }
}
