package dev.vedette.sim.stock;

import dev.vedette.model.Kind;
import dev.vedette.sim.stock.Instance.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What SENTINEL MASTER, REPLICAS and SENTINELS say of an instance: flat names and values (reference 8.3). */
final class FieldMaps {
    private final Core core;

    FieldMaps(Core core) {
        this.core = core;
    }

    String all(Collection<Instance> instances) {
        return Out.array(instances.stream().map(this::of).toList());
    }

    String of(Instance instance) {
        List<String> fields = new ArrayList<>();
        common(fields, instance);
        if (instance.is(Kind.MASTER)) {
            master(fields, instance);
        } else if (instance.is(Kind.REPLICA)) {
            replica(fields, instance);
        } else {
            add(fields, "last-hello-message", millisSince(instance.lastHello));
            add(fields, "voted-leader", instance.leader == null ? "?" : instance.leader.value());
            add(fields, "voted-leader-epoch", instance.leaderEpoch.toString());
        }
        return Out.bulks(fields);
    }

    private void common(List<String> fields, Instance instance) {
        InstanceLink link = instance.link;
        add(fields, "name", instance.name);
        add(fields, "ip", instance.address.host());
        add(fields, "port", Integer.toString(instance.address.port()));
        add(fields, "runid", instance.runId == null ? "" : instance.runId);
        add(fields, "flags", flags(instance));
        add(fields, "link-pending-commands", Integer.toString(link.pendingCommands));
        add(fields, "link-refcount", Integer.toString(link.refcount));
        if (instance.is(Mark.FAILOVER_IN_PROGRESS)) {
            add(fields, "failover-state", instance.failoverState.text());
        }
        add(fields, "last-ping-sent", link.pendingPing.equals(Core.NEVER) ? "0" : millisSince(link.pendingPing));
        add(fields, "last-ok-ping-reply", millisSince(link.lastValidReply));
        add(fields, "last-ping-reply", millisSince(link.lastReply));
        if (instance.is(Mark.S_DOWN)) {
            add(fields, "s-down-time", millisSince(instance.sDownSince));
        }
        if (instance.is(Mark.O_DOWN)) {
            add(fields, "o-down-time", millisSince(instance.oDownSince));
        }
        add(fields, "down-after-milliseconds", millis(instance.downAfter));
        if (!instance.is(Kind.SENTINEL)) {
            add(
                    fields,
                    "info-refresh",
                    instance.infoRefresh.equals(Core.NEVER) ? "0" : millisSince(instance.infoRefresh));
            add(fields, "role-reported", instance.roleReported.wire());
            add(fields, "role-reported-time", millisSince(instance.roleReportedSince));
        }
    }

    private static void master(List<String> fields, Instance master) {
        add(fields, "config-epoch", master.configEpoch.toString());
        add(fields, "num-slaves", Integer.toString(master.slaves.size()));
        add(fields, "num-other-sentinels", Integer.toString(master.sentinels.size()));
        add(fields, "quorum", Integer.toString(master.quorum));
        add(fields, "failover-timeout", millis(master.failoverTimeout));
        add(fields, "parallel-syncs", Integer.toString(master.parallelSyncs));
    }

    private static void replica(List<String> fields, Instance replica) {
        add(fields, "master-link-down-time", millis(replica.masterLinkDown));
        add(fields, "master-link-status", replica.masterLinkUp ? "ok" : "err");
        add(fields, "master-host", replica.masterHost == null ? "?" : replica.masterHost);
        add(fields, "master-port", Integer.toString(replica.masterPort));
        add(fields, "slave-priority", Integer.toString(replica.priority));
        add(fields, "slave-repl-offset", Long.toUnsignedString(replica.offset));
        add(fields, "replica-announced", replica.announced ? "1" : "0");
    }

    private static String flags(Instance instance) {
        List<String> flags = new ArrayList<>();
        flag(flags, instance, Mark.S_DOWN, "s_down");
        flag(flags, instance, Mark.O_DOWN, "o_down");
        flags.add(instance.kind.wire());
        if (instance.link.disconnected) {
            flags.add("disconnected");
        }
        flag(flags, instance, Mark.MASTER_DOWN, "master_down");
        flag(flags, instance, Mark.FAILOVER_IN_PROGRESS, "failover_in_progress");
        flag(flags, instance, Mark.PROMOTED, "promoted");
        flag(flags, instance, Mark.RECONF_SENT, "reconf_sent");
        flag(flags, instance, Mark.RECONF_INPROG, "reconf_inprog");
        flag(flags, instance, Mark.RECONF_DONE, "reconf_done");
        flag(flags, instance, Mark.FORCE_FAILOVER, "force_failover");
        flag(flags, instance, Mark.SCRIPT_KILL_SENT, "script_kill_sent");
        return String.join(",", flags);
    }

    private static void flag(List<String> flags, Instance instance, Mark mark, String text) {
        if (instance.is(mark)) {
            flags.add(text);
        }
    }

    private static void add(List<String> fields, String name, String value) {
        fields.add(name);
        fields.add(value);
    }

    private String millisSince(Instant then) {
        return millis(core.since(then));
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }
}
