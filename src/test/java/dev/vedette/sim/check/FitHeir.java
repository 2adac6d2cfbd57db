package dev.vedette.sim.check;

import dev.vedette.bus.Fact;
import dev.vedette.bus.InfoReport;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Address;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Periods;
import dev.vedette.sim.Observation;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Selection as reference 7.4 has it, from what the chooser itself had heard of the chosen. */
final class FitHeir extends Checker {
    private static final Duration FRESH = Periods.PING.multipliedBy(5);
    private static final Duration FRESH_IN_PEACE = Periods.INFO.multipliedBy(3);

    private record Report(
            Duration at, InfoReport info, @Nullable Report before) {}

    /** By sentinel, master and replica. */
    private final Map<String, Report> reports = new TreeMap<>();

    private final Map<String, Duration> downSince = new TreeMap<>();
    /** By sentinel and master. */
    private final Map<String, Duration> masterDownSince = new TreeMap<>();

    FitHeir(Court court) {
        super(Invariant.FIT_HEIR, court);
    }

    @Override
    void hear(Observation observation) {
        String who = observation.who();
        if (observation instanceof Observation.Started) {
            forget(who + " ");
        } else if (observation instanceof Observation.Told told) {
            told(who, told.fact());
        } else if (observation instanceof Observation.Announced announced
                && announced.event().name().equals("+selected-slave")) {
            Subject heir = Subject.of(announced.event().payload());
            String unfit = unfit(who, heir.master(), heir.address());
            if (unfit != null) {
                broken(who + " chooses " + heir.address() + " for " + heir.master() + ", " + unfit);
            }
        }
    }

    private void told(String who, Fact fact) {
        if (fact instanceof MonitorFact.ReplicaReported report) {
            String key = key(who, report.master(), report.replica());
            Report before = reports.get(key);
            boolean atOnce = before != null && before.at().equals(now());
            reports.put(key, new Report(now(), report.info(), atOnce ? before.before() : before));
        } else if (fact instanceof MonitorFact.InstanceDown down && down.instance() instanceof LinkId.Node node) {
            downSince.put(key(who, down.master(), node.address()), now());
        } else if (fact instanceof MonitorFact.InstanceUp up && up.instance() instanceof LinkId.Node node) {
            downSince.remove(key(who, up.master(), node.address()));
        } else if (fact instanceof MonitorFact.MasterDown down) {
            masterDownSince.put(who + " " + down.master() + " ", now());
        } else if (fact instanceof MonitorFact.MasterUp up) {
            masterDownSince.remove(who + " " + up.master() + " ");
        } else if (fact instanceof MonitorFact.Switched switched) {
            forget(who + " " + switched.master() + " ");
        } else if (fact instanceof MonitorFact.MasterReset reset) {
            forget(who + " " + reset.master() + " ");
        } else if (fact instanceof MonitorFact.MasterRemoved removed) {
            forget(who + " " + removed.master() + " ");
        }
    }

    private void forget(String start) {
        reports.keySet().removeIf(key -> key.startsWith(start));
        downSince.keySet().removeIf(key -> key.startsWith(start));
        masterDownSince.keySet().removeIf(key -> key.startsWith(start));
    }

    private static String key(String who, MasterName master, Address replica) {
        return who + " " + master + " " + replica;
    }

    private @Nullable String unfit(String who, MasterName master, Address replica) {
        String key = key(who, master, replica);
        Duration down = downSince.get(key);
        if (down != null && down.compareTo(now()) < 0) {
            return "which is down for it since " + ago(down);
        }
        Report last = reports.get(key);
        if (last == null) {
            return "of which it has no INFO";
        }
        String unfit = unfit(who, master, last);
        // The news of this very moment may have come behind the choice.
        boolean news = last.at().equals(now()) && last.before() != null;
        return unfit != null && news ? unfit(who, master, last.before()) : unfit;
    }

    private @Nullable String unfit(String who, MasterName master, Report report) {
        if (report.info().priority() == 0) {
            return "which said " + ago(report.at()) + " that its priority is 0";
        }
        Duration masterDown = masterDownSince.get(who + " " + master + " ");
        Duration limit = masterDown != null ? FRESH : FRESH_IN_PEACE;
        if (now().minus(report.at()).compareTo(limit) > 0) {
            return "of which its last INFO is " + ago(report.at());
        }
        MasterPicture picture = cast.picture(who, master);
        Duration downFor = masterDown != null ? now().minus(masterDown) : Duration.ZERO;
        if (picture != null
                && report.info()
                                .masterLinkDown()
                                .compareTo(picture.settings()
                                        .downAfter()
                                        .multipliedBy(10)
                                        .plus(downFor))
                        > 0) {
            return "which said that its link to the master was down for "
                    + report.info().masterLinkDown().toMillis() + " ms, with the master down for " + downFor.toMillis()
                    + " ms";
        }
        return null;
    }
}
