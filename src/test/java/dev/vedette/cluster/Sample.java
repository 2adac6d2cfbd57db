package dev.vedette.cluster;

import dev.vedette.cluster.Said.Pulse;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.List;

/** Opinions to change a little. */
final class Sample {
    static final MasterName NAME = new MasterName("mymaster");
    static final RunId A = new RunId("a".repeat(40));
    static final RunId B = new RunId("b".repeat(40));
    static final RunId C = new RunId("c".repeat(40));
    static final Address MASTER = new Address("10.0.0.1", 6379);
    static final Address REPLICA = new Address("10.0.0.2", 6379);

    private Sample() {}

    /** What everybody thinks while all is well; {@code me} does not know itself. */
    static Opinion opinion(RunId me) {
        return new Opinion(
                NAME,
                MASTER,
                new Epoch(5),
                false,
                false,
                null,
                Epoch.ZERO,
                settings(2),
                Duration.ofMillis(100),
                List.of(replica(true)),
                List.of(A, B, C).stream()
                        .filter(id -> !id.equals(me))
                        .map(id -> peer(id, true))
                        .toList());
    }

    static Opinion.Settings settings(int quorum) {
        return new Opinion.Settings(quorum, Duration.ofSeconds(30), Duration.ofMinutes(3), 1);
    }

    static Opinion.Replica replica(boolean up) {
        return new Opinion.Replica(REPLICA, up, Duration.ofMillis(200));
    }

    static Opinion.Peer peer(RunId id, boolean up) {
        return new Opinion.Peer(id, new Address("10.0.1.1", 26379), up);
    }

    static Opinion at(Opinion o, Address address, long epoch) {
        return copy(o, address, new Epoch(epoch), o.settings(), o.replicas(), o.peers());
    }

    static Opinion with(Opinion o, Opinion.Settings settings) {
        return copy(o, o.address(), o.epoch(), settings, o.replicas(), o.peers());
    }

    static Opinion seeing(Opinion o, List<Opinion.Replica> replicas, List<Opinion.Peer> peers) {
        return copy(o, o.address(), o.epoch(), o.settings(), replicas, peers);
    }

    private static Opinion copy(
            Opinion o,
            Address address,
            Epoch epoch,
            Opinion.Settings settings,
            List<Opinion.Replica> replicas,
            List<Opinion.Peer> peers) {
        return new Opinion(
                o.name(),
                address,
                epoch,
                o.sdown(),
                o.odown(),
                o.leader(),
                o.leaderEpoch(),
                settings,
                o.silent(),
                replicas,
                peers);
    }

    static Pulse pulse(RunId node, String run, long events, long round, boolean last, Opinion... opinions) {
        return new Pulse(
                node, run, "10.0.1.1:26379", "1", new Epoch(7), false, events, 0, 1, round, last, List.of(opinions));
    }
}
