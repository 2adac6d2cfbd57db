package dev.vedette.monitor;

import dev.vedette.brain.Out;
import dev.vedette.bus.Details;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Kind;
import dev.vedette.model.LinkId;
import dev.vedette.model.Moment;
import dev.vedette.model.Reason;
import dev.vedette.model.Role;
import dev.vedette.model.Span;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Subjectively down: our own view of every instance, by the rules of reference 5.1. There is no hysteresis: one valid
 * reply ends it. Nothing is judged in TILT, because silence then says more about us than about them; and while our own
 * work waits, silence has to last longer ({@link Soundings}).
 */
final class Verdicts {
    private final Watches watches;
    private final Soundings soundings;
    private final Out out;

    Verdicts(Watches watches, Soundings soundings, Out out) {
        this.watches = watches;
        this.soundings = soundings;
        this.out = out;
    }

    /** Judges everybody that this link serves. */
    void judge(LinkHealth link) {
        for (MasterWatch watch : watches.users(link.id())) {
            if (link.id() instanceof LinkId.Node id) {
                NodeWatch node = watch.node(id.address());
                if (node != null && node.health == link) {
                    judge(watch, node);
                }
            } else {
                PeerWatch peer = watch.peers().get(((LinkId.Peer) link.id()).id());
                if (peer != null && peer.health == link) {
                    judge(watch, peer);
                }
            }
        }
    }

    private void judge(MasterWatch watch, NodeWatch node) {
        Reason reason = whyDown(watch, node, out.now());
        if (reason != null && !node.isDown()) {
            node.goDown(out.now());
            out.announce(
                    "+sdown",
                    Level.WARNING,
                    details(out.book(), watch, node),
                    watch.name,
                    explain(reason, node.health));
            out.tell(
                    node.kind == Kind.MASTER
                            ? new MonitorFact.MasterDown(watch.name, reason)
                            : new MonitorFact.InstanceDown(watch.name, node.health.id(), reason));
        } else if (reason == null && node.isDown()) {
            node.comeUp();
            out.announce("-sdown", Level.WARNING, details(out.book(), watch, node), watch.name);
            out.tell(
                    node.kind == Kind.MASTER
                            ? new MonitorFact.MasterUp(watch.name)
                            : new MonitorFact.InstanceUp(watch.name, node.health.id()));
        }
    }

    private void judge(MasterWatch watch, PeerWatch peer) {
        boolean down = silentTooLong(watch, peer.health, peer.isDown(), out.now());
        if (down && !peer.isDown()) {
            peer.goDown(out.now());
            out.announce(
                    "+sdown",
                    Level.WARNING,
                    details(watch, peer),
                    watch.name,
                    explain(Reason.NO_VALID_REPLY, peer.health));
            out.tell(new MonitorFact.InstanceDown(watch.name, peer.health.id(), Reason.NO_VALID_REPLY));
        } else if (!down && peer.isDown()) {
            peer.comeUp(out.now());
            out.announce("-sdown", Level.WARNING, details(watch, peer), watch.name);
            out.tell(new MonitorFact.InstanceUp(watch.name, peer.health.id()));
        }
    }

    /** What a server, or whatever listens there, said or did instead of answering is the first thing to look at. */
    private static String explain(Reason reason, LinkHealth health) {
        String complaint = reason == Reason.NO_VALID_REPLY ? health.complaint() : "";
        return complaint.isEmpty() ? reason.sentence() : reason.sentence() + ": " + complaint;
    }

    private @Nullable Reason whyDown(MasterWatch watch, NodeWatch node, Moment now) {
        if (silentTooLong(watch, node.health, node.isDown(), now)) {
            return Reason.NO_VALID_REPLY;
        }
        if (node.kind != Kind.MASTER) {
            return null;
        }
        if (node.crash.isEvident(watch, now)) {
            return Reason.CRASHED;
        }
        Duration patience =
                watch.settings().downAfter().plus(Span.times(out.tunables().info(), 2));
        if (node.roleReported() == Role.REPLICA && node.roleFor(now).compareTo(patience) > 0) {
            return Reason.REPORTS_REPLICA;
        }
        return node.rebootsLongerThan(watch.settings().rebootDownAfter(), now) ? Reason.REBOOTED : null;
    }

    /** @param down already: that we are behind is no reason to take it back */
    private boolean silentTooLong(MasterWatch watch, LinkHealth health, boolean down, Moment now) {
        Duration patience = watch.settings().downAfter();
        if (!down) {
            patience = patience.plus(soundings.allowance(now));
        }
        return health.silence(now).compareTo(patience) > 0;
    }

    static String details(AddressBook book, MasterWatch watch, NodeWatch node) {
        return node.kind == Kind.MASTER
                ? Details.master(book, watch.name, node.address)
                : Details.replica(book, node.address, watch.name, watch.address());
    }

    private String details(MasterWatch watch, PeerWatch peer) {
        return Details.sentinel(out.book(), peer.ref, watch.name, watch.address());
    }
}
