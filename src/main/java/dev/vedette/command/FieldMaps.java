package dev.vedette.command;

import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.ElectionReport.PeerVote;
import dev.vedette.bus.FailoverReport;
import dev.vedette.bus.FailoverReport.Progress;
import dev.vedette.bus.FailoverReport.Running;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.MonitorReport.DataNode;
import dev.vedette.bus.MonitorReport.Health;
import dev.vedette.bus.PeersReport;
import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.Kind;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What SENTINEL MASTER, REPLICAS and SENTINELS show of an instance. What each owner knows of it is laid side by side
 * here, and only here. The order of the fields matters: tools count them.
 */
final class FieldMaps {
    private static final String WAITING_FOR_VOTES = "wait_start";
    private static final String UNKNOWN = "?";

    private FieldMaps() {}

    static RespValue master(
            AddressBook book, MonitorReport.Master master, ElectionReport votes, FailoverReport failovers) {
        MasterName name = master.picture().name();
        ElectionReport.Master election = votes.masters().get(name);
        Running running = failovers.running().get(name);
        MasterSettings settings = master.picture().settings();
        Fields fields = new Fields();
        start(
                fields,
                name.value(),
                book.shown(master.picture().address()),
                runId(master.node()),
                flags(master, election, running),
                master.health());
        if (isBusy(election, running)) {
            fields.add("failover-state", running != null ? running.state() : WAITING_FOR_VOTES);
        }
        pings(fields, master.health());
        if (election != null && election.objectivelyDownFor() != null) {
            fields.add("o-down-time", election.objectivelyDownFor());
        }
        fields.add("down-after-milliseconds", settings.downAfter());
        reported(fields, master.node());
        fields.add("config-epoch", master.picture().configEpoch().toString())
                .add("num-slaves", master.replicas().size())
                .add("num-other-sentinels", master.peers().size())
                .add("quorum", settings.quorum())
                .add("failover-timeout", settings.failoverTimeout())
                .add("parallel-syncs", settings.parallelSyncs());
        if (!settings.scripts().notification().isEmpty()) {
            fields.add("notification-script", settings.scripts().notification());
        }
        if (!settings.scripts().clientReconfig().isEmpty()) {
            fields.add("client-reconfig-script", settings.scripts().clientReconfig());
        }
        if (settings.crashDetection()) {
            fields.add("crash-detection", "yes");
        }
        return fields.map();
    }

    static RespValue replica(
            AddressBook book, MonitorReport.Master master, MonitorReport.Replica replica, FailoverReport failovers) {
        Fields fields = new Fields();
        start(
                fields,
                book.shown(replica.address()).toString(),
                book.shown(replica.address()),
                runId(replica.node()),
                flags(replica, failovers.running().get(master.picture().name())),
                replica.health());
        pings(fields, replica.health());
        fields.add("down-after-milliseconds", master.picture().settings().downAfter());
        reported(fields, replica.node());
        return fields.add("master-link-down-time", replica.masterLinkDown())
                .add("master-link-status", replica.masterLinkUp() ? "ok" : "err")
                .add("master-host", replica.masterHost() == null ? UNKNOWN : shownHost(book, replica.masterHost()))
                .add("master-port", replica.masterPort())
                .add("slave-priority", replica.priority())
                .add("slave-repl-offset", replica.offset())
                .add("replica-announced", replica.announced() ? 1 : 0)
                .map();
    }

    static RespValue peer(
            AddressBook book,
            MonitorReport.Master master,
            MonitorReport.Peer peer,
            PeersReport peers,
            ElectionReport votes) {
        MasterName name = master.picture().name();
        ElectionReport.Master election = votes.masters().get(name);
        PeerVote vote =
                election == null ? null : election.peers().get(peer.ref().id());
        FlagList flags = new FlagList()
                .add(peer.health().downFor() != null, "s_down")
                .add(true, Kind.SENTINEL.wire())
                .add(peer.health().disconnected(), "disconnected")
                .add(vote != null && vote.saysDown(), "master_down");
        Fields fields = new Fields();
        start(
                fields,
                peer.ref().id().value(),
                book.shown(peer.ref().address()),
                peer.ref().id().value(),
                flags,
                peer.health());
        pings(fields, peer.health());
        return fields.add("down-after-milliseconds", master.picture().settings().downAfter())
                .add("last-hello-message", sinceHello(peers.peers().getOrDefault(name, List.of()), peer))
                .add(
                        "voted-leader",
                        vote == null || vote.leader() == null
                                ? UNKNOWN
                                : vote.leader().value())
                .add("voted-leader-epoch", (vote == null ? Epoch.ZERO : vote.epoch()).toString())
                .map();
    }

    /** As all the others are shown, so that nobody sees names and IP addresses side by side. */
    private static String shownHost(AddressBook book, String host) {
        return book.shown(new Address(host, 0)).host();
    }

    private static Duration sinceHello(List<PeersReport.Entry> entries, MonitorReport.Peer peer) {
        return entries.stream()
                .filter(entry -> entry.peer().id().equals(peer.ref().id()))
                .map(PeersReport.Entry::sinceHello)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    private static FlagList flags(
            MonitorReport.Master master, ElectionReport.@Nullable Master election, @Nullable Running running) {
        return new FlagList()
                .add(master.health().downFor() != null, "s_down")
                .add(election != null && election.objectivelyDownFor() != null, "o_down")
                .add(true, Kind.MASTER.wire())
                .add(master.health().disconnected(), "disconnected")
                .add(isBusy(election, running), "failover_in_progress")
                .add(election != null && election.forced(), "force_failover")
                .add(election != null && election.coordinated(), "coordinated_failover")
                .add(master.health().scriptKillSent(), "script_kill_sent")
                .add(master.rebooting(), "master_reboot");
    }

    private static FlagList flags(MonitorReport.Replica replica, @Nullable Running running) {
        Progress progress =
                running == null ? Progress.NONE : running.replicas().getOrDefault(replica.address(), Progress.NONE);
        return new FlagList()
                .add(replica.health().downFor() != null, "s_down")
                .add(true, Kind.REPLICA.wire())
                .add(replica.health().disconnected(), "disconnected")
                .add(running != null && replica.address().equals(running.promoted()), "promoted")
                .add(progress == Progress.SENT, "reconf_sent")
                .add(progress == Progress.IN_PROGRESS, "reconf_inprog")
                .add(progress == Progress.DONE, "reconf_done")
                .add(replica.health().scriptKillSent(), "script_kill_sent");
    }

    private static boolean isBusy(ElectionReport.@Nullable Master election, @Nullable Running running) {
        return running != null || (election != null && election.busy());
    }

    private static void start(
            Fields fields, String name, Address address, String runId, FlagList flags, Health health) {
        fields.add("name", name)
                .add("ip", address.host())
                .add("port", address.port())
                .add("runid", runId)
                .add("flags", flags.toString())
                .add("link-pending-commands", health.pendingCommands())
                .add("link-refcount", health.linkUsers());
    }

    private static void pings(Fields fields, Health health) {
        fields.add("last-ping-sent", health.lastPingSent())
                .add("last-ok-ping-reply", health.lastValidPing())
                .add("last-ping-reply", health.lastPing());
        if (health.downFor() != null) {
            fields.add("s-down-time", health.downFor());
        }
    }

    private static void reported(Fields fields, DataNode node) {
        fields.add("info-refresh", node.infoAge() == null ? Duration.ZERO : node.infoAge())
                .add("role-reported", node.roleReported().wire())
                .add("role-reported-time", node.roleReportedFor());
    }

    private static String runId(DataNode node) {
        return node.runId() == null ? "" : node.runId().value();
    }

    /** Flags in the order in which they are added. */
    private static final class FlagList {
        private final StringBuilder text = new StringBuilder();

        FlagList add(boolean set, String word) {
            if (set) {
                text.append(text.isEmpty() ? "" : ",").append(word);
            }
            return this;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
