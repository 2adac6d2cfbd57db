package dev.vedette.cluster;

import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.MonitorReport;
import dev.vedette.cluster.Said.Pulse;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import dev.vedette.model.RunId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Tells the others what we think of our masters, a few at a time and then all over again. */
final class Round {
    private static final int MESSAGES_AT_ONCE = 12;
    private static final int LONGEST_NAME = 255;

    private final ClusterSetup setup;
    private final Diary diary;
    private long round = 1;
    private String after = "";

    Round(ClusterSetup setup, Diary diary) {
        this.setup = setup;
        this.diary = diary;
    }

    List<Pulse> next(MonitorReport monitor, ElectionReport votes, AddressBook book, long ordered) {
        List<MonitorReport.Master> sorted = monitor.masters().stream()
                .filter(master -> isTellable(master.picture().name().value()))
                .sorted(Comparator.comparing(master -> master.picture().name()))
                .toList();
        List<MonitorReport.Master> rest = sorted.stream()
                .filter(master -> master.picture().name().value().compareTo(after) > 0)
                .toList();
        List<Pulse> pulses = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(rest.size(), from + Limits.CLUSTER_MASTERS_PER_MESSAGE);
            List<Opinion> opinions = rest.subList(from, to).stream()
                    .map(master -> clean(Opinion.of(
                            master, votes.masters().get(master.picture().name()), book)))
                    .toList();
            boolean last = to == rest.size();
            pulses.add(new Pulse(
                    setup.myId(),
                    diary.run(),
                    setup.address(),
                    setup.version(),
                    votes.currentEpoch(),
                    monitor.tiltFor() != null,
                    diary.last(),
                    ordered,
                    sorted.size(),
                    round,
                    last,
                    opinions));
            after = last ? "" : opinions.get(opinions.size() - 1).name().value();
            round += last ? 1 : 0;
            from = to;
        } while (!after.isEmpty() && pulses.size() < MESSAGES_AT_ONCE);
        return pulses;
    }

    private static boolean isTellable(String name) {
        return name.length() <= LONGEST_NAME && name.chars().noneMatch(c -> c == ' ' || Character.isISOControl(c));
    }

    /** Ids are taken from peers as they are; the others would not read what is none. */
    private static Opinion clean(Opinion o) {
        RunId leader = o.leader() == null || !Reading.isId(o.leader().value()) ? null : o.leader();
        return new Opinion(
                o.name(),
                o.address(),
                o.epoch(),
                o.sdown(),
                o.odown(),
                leader,
                leader == null ? Epoch.ZERO : o.leaderEpoch(),
                o.settings(),
                o.silent(),
                o.replicas(),
                o.peers().stream()
                        .filter(peer -> Reading.isId(peer.id().value()))
                        .toList());
    }
}
