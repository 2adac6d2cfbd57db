package dev.vedette.sim.stock;

import dev.vedette.model.Address;
import dev.vedette.model.Kind;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connections, and what is said on them without being asked (reference 2, 3.3, 3.4, 7.5). */
final class Links {
    private static final Consumer<Reply> DISCARD = reply -> {};
    private static final int ID_SHOWN = 8;

    private final Core core;

    Links(Core core) {
        this.core = core;
    }

    void reconnect(Instance instance) {
        InstanceLink link = instance.link;
        if (!link.disconnected
                || instance.address.port() == 0
                || core.since(link.lastAttempt).compareTo(Periods.PING) < 0) {
            return;
        }
        link.lastAttempt = core.now();
        if (link.commands == null) {
            link.connectCommands(instance.address);
            link.send(instance, DISCARD, "CLIENT", "SETNAME", clientName("cmd"));
            ping(instance);
        }
        boolean node = !instance.is(Kind.SENTINEL);
        if (node && link.pubsub == null) {
            link.connectPubsub(instance.address);
            Wire pubsub = link.pubsub;
            pubsub.send(DISCARD, "CLIENT", "SETNAME", clientName("pubsub"));
            pubsub.subscribe(message -> core.hellos.received(instance, message), Hellos.CHANNEL);
        }
        link.disconnected = false;
    }

    private String clientName(String what) {
        return "sentinel-" + core.myId.value().substring(0, ID_SHOWN) + "-" + what;
    }

    void sendPeriodic(Instance instance) {
        InstanceLink link = instance.link;
        if (link.disconnected || link.pendingCommands >= Periods.MAX_PENDING_COMMANDS * link.refcount) {
            return;
        }
        boolean infoDue =
                instance.infoRefresh.equals(Core.NEVER) || core.isOlder(instance.infoRefresh, infoPeriod(instance));
        if (!instance.is(Kind.SENTINEL) && infoDue) {
            link.send(instance, reply -> core.info.replied(instance, reply), "INFO");
        }
        Duration period = instance.downAfter.compareTo(Periods.PING) < 0 ? instance.downAfter : Periods.PING;
        if (core.isOlder(link.lastReply, period) && core.isOlder(link.lastPingSent, period.dividedBy(2))) {
            ping(instance);
        }
        if (core.isOlder(instance.lastPublish, Periods.PUBLISH)) {
            core.hellos.send(instance);
        }
    }

    private static Duration infoPeriod(Instance instance) {
        boolean hurry = instance.is(Kind.REPLICA)
                && (instance.master().isAny(Instance.Mark.O_DOWN, Instance.Mark.FAILOVER_IN_PROGRESS)
                        || !instance.masterLinkDown.isZero());
        return hurry ? Periods.INFO_OF_A_REPLICA : Periods.INFO;
    }

    private void ping(Instance instance) {
        InstanceLink link = instance.link;
        if (link.send(instance, reply -> ponged(instance, reply), "PING")) {
            link.lastPingSent = core.now();
            if (link.pendingPing.equals(Core.NEVER)) {
                link.pendingPing = link.lastPingSent;
            }
        }
    }

    private void ponged(Instance instance, Reply reply) {
        InstanceLink link = instance.link;
        String text = reply.text();
        if (reply.is(Reply.Type.STATUS) || reply.is(Reply.Type.ERROR)) {
            if (text.startsWith("PONG") || text.startsWith("LOADING") || text.startsWith("MASTERDOWN")) {
                link.lastValidReply = core.now();
                link.pendingPing = Core.NEVER;
                if (text.startsWith("PONG")) {
                    instance.marks.remove(Instance.Mark.MASTER_REBOOT);
                }
            } else if (text.startsWith("BUSY")
                    && instance.is(Instance.Mark.S_DOWN)
                    && instance.marks.add(Instance.Mark.SCRIPT_KILL_SENT)) {
                link.send(instance, DISCARD, "SCRIPT", "KILL");
            }
        }
        link.lastReply = core.now();
    }

    /** Changes the role of a data node in one go; what comes of it is seen in INFO. */
    boolean sendSlaveOf(Instance node, @Nullable Address master) {
        String host = master == null ? "NO" : master.host();
        String port = master == null ? "ONE" : Integer.toString(master.port());
        return tell(node, "MULTI")
                && tell(node, "SLAVEOF", host, port)
                && tell(node, "CONFIG", "REWRITE")
                && tell(node, "CLIENT", "KILL", "TYPE", "normal")
                && tell(node, "CLIENT", "KILL", "TYPE", "pubsub")
                && tell(node, "EXEC");
    }

    private static boolean tell(Instance node, String... words) {
        return node.link.send(node, DISCARD, words);
    }
}
