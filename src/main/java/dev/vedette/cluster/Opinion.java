package dev.vedette.cluster;

import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.MonitorReport;
import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one node thinks of one master. Addresses are IP addresses where the node knows them, so that two nodes that call
 * an instance by different names are not said to disagree.
 *
 * @param address to which it sends clients
 * @param epoch in which it became so
 * @param leader whom it voted for last, or null
 * @param silent since the master's last valid reply
 * @param replicas at most {@link Limits#CLUSTER_INSTANCES}
 * @param peers other sentinels; at most as many
 */
record Opinion(
        MasterName name,
        Address address,
        Epoch epoch,
        boolean sdown,
        boolean odown,
        @Nullable RunId leader,
        Epoch leaderEpoch,
        Settings settings,
        Duration silent,
        List<Replica> replicas,
        List<Peer> peers) {

    Opinion {
        replicas = List.copyOf(replicas);
        peers = List.copyOf(peers);
    }

    record Settings(int quorum, Duration downAfter, Duration failoverTimeout, int parallelSyncs) {}

    record Replica(Address address, boolean up, Duration silent) {}

    record Peer(RunId id, Address address, boolean up) {}

    static Settings settings(MasterSettings s) {
        return new Settings(s.quorum(), s.downAfter(), s.failoverTimeout(), s.parallelSyncs());
    }

    /** Our own. */
    static Opinion of(MonitorReport.Master master, ElectionReport.@Nullable Master votes, AddressBook book) {
        return new Opinion(
                master.picture().name(),
                book.dialled(master.picture().advertised()),
                master.picture().configEpoch(),
                master.health().downFor() != null,
                votes != null && votes.objectivelyDownFor() != null,
                votes == null ? null : votes.leader(),
                votes == null ? Epoch.ZERO : votes.leaderEpoch(),
                settings(master.picture().settings()),
                master.health().lastValidPing(),
                master.replicas().stream()
                        .limit(Limits.CLUSTER_INSTANCES)
                        .map(replica -> new Replica(
                                book.dialled(replica.address()),
                                replica.health().downFor() == null,
                                replica.health().lastValidPing()))
                        .toList(),
                master.peers().stream()
                        .limit(Limits.CLUSTER_INSTANCES)
                        .map(peer -> new Peer(
                                peer.ref().id(),
                                book.dialled(peer.ref().address()),
                                peer.health().downFor() == null))
                        .toList());
    }
}
