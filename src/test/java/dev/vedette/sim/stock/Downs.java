package dev.vedette.sim.stock;

import dev.vedette.model.Epoch;
import dev.vedette.model.Kind;
import dev.vedette.model.Role;
import dev.vedette.model.RunId;
import dev.vedette.sim.stock.Instance.Mark;
import java.time.Duration;

/** Subjectively down, objectively down, and what the peers say of it (reference 5, 6.1). */
final class Downs {
    private final Core core;

    Downs(Core core) {
        this.core = core;
    }

    void checkSubjectively(Instance instance) {
        InstanceLink link = instance.link;
        Duration elapsed = Duration.ZERO;
        if (!link.pendingPing.equals(Core.NEVER)) {
            elapsed = core.since(link.pendingPing);
        } else if (link.disconnected) {
            elapsed = core.since(link.lastValidReply);
        }
        recycle(instance);
        boolean down = elapsed.compareTo(instance.downAfter) > 0
                || instance.is(Kind.MASTER)
                        && instance.roleReported == Role.REPLICA
                        && core.isOlder(
                                instance.roleReportedSince, instance.downAfter.plus(Periods.INFO.multipliedBy(2)))
                || instance.is(Mark.MASTER_REBOOT) && core.isOlder(instance.rebootSince, instance.rebootDownAfter);
        if (down) {
            if (!instance.is(Mark.S_DOWN)) {
                core.event("+sdown", instance);
                instance.sDownSince = core.now();
                instance.marks.add(Mark.S_DOWN);
            }
        } else if (instance.is(Mark.S_DOWN)) {
            core.event("-sdown", instance);
            instance.marks.remove(Mark.S_DOWN);
            instance.marks.remove(Mark.SCRIPT_KILL_SENT);
        }
    }

    /** Closes what seems dead, so that it is opened anew. */
    private void recycle(Instance instance) {
        InstanceLink link = instance.link;
        Duration half = instance.downAfter.dividedBy(2);
        if (link.commands != null
                && core.isOlder(link.commandsSince, Periods.MIN_LINK_RECONNECT)
                && !link.pendingPing.equals(Core.NEVER)
                && core.isOlder(link.pendingPing, half)
                && core.isOlder(link.lastReply, half)) {
            link.closeCommands();
        }
        if (link.pubsub != null
                && core.isOlder(link.pubsubSince, Periods.MIN_LINK_RECONNECT)
                && core.isOlder(link.pubsubActivity, Periods.PUBLISH.multipliedBy(3))) {
            link.closePubsub();
        }
    }

    void checkObjectively(Instance master) {
        long count = 1
                + master.sentinels.values().stream()
                        .filter(peer -> peer.is(Mark.MASTER_DOWN))
                        .count();
        boolean down = master.is(Mark.S_DOWN) && count >= master.quorum;
        if (down && master.marks.add(Mark.O_DOWN)) {
            core.event("+odown", master, master.details() + " #quorum " + count + "/" + master.quorum);
            master.oDownSince = core.now();
        } else if (!down && master.marks.remove(Mark.O_DOWN)) {
            core.event("-odown", master);
        }
    }

    void askPeers(Instance master, boolean forced) {
        for (Instance peer : master.sentinels.values()) {
            Duration elapsed = core.since(peer.lastMasterDownReply);
            if (elapsed.compareTo(Periods.ASK.multipliedBy(5)) > 0) {
                peer.marks.remove(Mark.MASTER_DOWN);
                peer.leader = null;
            }
            boolean due = forced || elapsed.compareTo(Periods.ASK) >= 0;
            if (master.is(Mark.S_DOWN) && !peer.link.disconnected && due) {
                peer.link.send(
                        peer,
                        reply -> replied(peer, reply),
                        "SENTINEL",
                        "is-master-down-by-addr",
                        master.address.host(),
                        Integer.toString(master.address.port()),
                        core.currentEpoch.toString(),
                        master.failoverState == FailoverState.NONE ? "*" : core.myId.value());
            }
        }
    }

    private void replied(Instance peer, Reply reply) {
        if (!reply.is(Reply.Type.ARRAY)
                || reply.elements().size() != 3
                || !reply.elements().get(0).is(Reply.Type.INTEGER)
                || !reply.elements().get(1).is(Reply.Type.BULK)
                || !reply.elements().get(2).is(Reply.Type.INTEGER)) {
            return;
        }
        peer.lastMasterDownReply = core.now();
        if (reply.elements().get(0).number() == 1) {
            peer.marks.add(Mark.MASTER_DOWN);
        } else {
            peer.marks.remove(Mark.MASTER_DOWN);
        }
        String leader = reply.elements().get(1).text();
        if (!leader.equals("*")) {
            Epoch epoch = new Epoch(reply.elements().get(2).number());
            if (!peer.leaderEpoch.equals(epoch)) {
                core.log(peer.name + " voted for " + leader + " " + epoch);
            }
            peer.leader = new RunId(leader);
            peer.leaderEpoch = epoch;
        }
    }
}
