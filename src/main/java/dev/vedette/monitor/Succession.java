package dev.vedette.monitor;

import dev.vedette.brain.Effect.IfDiskFails;
import dev.vedette.brain.Out;
import dev.vedette.bus.Details;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Slice;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Reason;
import dev.vedette.model.SimulatedFailure;

/**
 * The only door through which a master's address changes. Whoever proposes, a peer's hello or our own failover, is
 * heard if its config epoch is newer than the one in force, and not otherwise; so equal epochs can never name two
 * addresses here. Where they do so among several of us, {@link Disputes} ends it. What was accepted is saved before
 * anybody is told.
 */
final class Succession {
    private final Watches watches;
    private final Tending tending;
    private final Out out;

    Succession(Watches watches, Tending tending, Out out) {
        this.watches = watches;
        this.tending = tending;
        this.out = out;
    }

    /**
     * Our promoted replica says that it is a master. If the failover ended while that was on its way, by a switch or a
     * reset, nobody would ever finish what is announced here.
     */
    void promotion(FailoverFact.PromotionSeen seen) {
        MasterWatch watch = watches.master(seen.master());
        if (watch == null) {
            return;
        }
        if (!watch.isFailingOver() || !seen.epoch().isAfter(watch.configEpoch())) {
            out.tell(new MonitorFact.PromotionOutdated(watch.name, seen.replica(), watch.configEpoch()));
            return;
        }
        watch.configEpoch(seen.epoch());
        watch.promoted(seen.replica());
        out.persist(new Slice.Master(watch.picture()), IfDiskFails.PROCEED);
        if (!out.isToCrash(SimulatedFailure.CRASH_AFTER_PROMOTION)) {
            out.tell(new MonitorFact.Topology(watch.picture()));
        }
        out.announce(
                "+promoted-slave",
                Level.WARNING,
                Details.replica(out.book(), seen.replica(), watch.name, watch.address()),
                watch.name);
        if (out.crash(SimulatedFailure.CRASH_AFTER_PROMOTION)) {
            return;
        }
        out.tell(new MonitorFact.PromotionRecorded(watch.name, seen.replica(), seen.epoch()));
    }

    /** Our failover has done all that it could. */
    void ready(FailoverFact.ReadyToSwitch ready) {
        MasterWatch watch = watches.master(ready.master());
        if (watch != null
                && ready.promoted().equals(watch.promoted())
                && ready.epoch().equals(watch.configEpoch())) {
            switchTo(watch, ready.promoted(), ready.epoch(), true);
        }
    }

    /** Our failover was given up. If its promotion is on record, peers may have acted on it: then it stands. */
    void aborted(FailoverFact.Aborted aborted) {
        MasterWatch watch = watches.master(aborted.master());
        if (watch == null) {
            return;
        }
        watch.failingOver(false);
        Address promoted = watch.promoted();
        if (promoted != null && aborted.epoch().equals(watch.configEpoch())) {
            switchTo(watch, promoted, aborted.epoch(), true);
        }
    }

    /** A peer knows a configuration. */
    void heard(GossipFact.ConfigurationHeard heard) {
        MasterWatch watch = watches.master(heard.master());
        if (watch == null || !heard.configEpoch().isAfter(watch.configEpoch())) {
            return;
        }
        Address to = watch.meant(heard.address(), out.book());
        if (to.equals(watch.address())) {
            watch.configEpoch(heard.configEpoch());
            // The configured master is confirmed by a newer failover than the one that we were about to finish.
            watch.promoted(null);
            out.save(new Slice.Master(watch.picture()));
            out.tell(new MonitorFact.Topology(watch.picture()));
            return;
        }
        out.announce(
                "+config-update-from",
                Level.WARNING,
                Details.sentinel(out.book(), heard.from(), watch.name, watch.address()),
                watch.name);
        switchTo(watch, to, heard.configEpoch(), false);
    }

    /** Our address stays, in a newer epoch. A failover of ours that has promoted it is over with that. */
    void confirm(MasterWatch watch, Epoch epoch) {
        Address promoted = watch.promoted();
        if (promoted != null) {
            switchTo(watch, promoted, epoch, true);
            return;
        }
        watch.configEpoch(epoch);
        out.persist(new Slice.Master(watch.picture()), IfDiskFails.PROCEED);
        out.tell(new MonitorFact.Topology(watch.picture()));
    }

    /** A peer's address it is, in a newer epoch than that peer's. */
    void concede(MasterWatch watch, Address to, Epoch epoch, PeerRef from) {
        if (to.equals(watch.address())) {
            // What we have just promoted gives way to the master that we were about to replace.
            watch.configEpoch(epoch);
            watch.promoted(null);
            watch.failingOver(false);
            out.persist(new Slice.Master(watch.picture()), IfDiskFails.PROCEED);
            out.tell(new MonitorFact.Topology(watch.picture()));
            return;
        }
        out.announce(
                "+config-update-from",
                Level.WARNING,
                Details.sentinel(out.book(), from, watch.name, watch.address()),
                watch.name,
                Reason.EQUAL_EPOCHS);
        switchTo(watch, to, epoch, false);
    }

    void switchTo(MasterWatch watch, Address to, Epoch epoch, boolean byUs) {
        Address from = watch.address();
        watch.switchTo(to, epoch, byUs, out.book(), out.now()).forEach(tending::drop);
        out.persist(new Slice.Master(watch.picture()), IfDiskFails.PROCEED);
        out.tell(new MonitorFact.Topology(watch.picture()));
        out.announce("+switch-master", Level.WARNING, watch.name + " " + spaced(from) + " " + spaced(to), watch.name);
        out.tell(new MonitorFact.Switched(watch.name, from, to, epoch));
        for (NodeWatch replica : watch.replicas()) {
            out.announce(
                    "+slave",
                    Level.NOTICE,
                    Details.replica(out.book(), replica.address, watch.name, watch.address()),
                    watch.name);
        }
        watch.nodes().forEach(node -> tending.tend(node.health));
    }

    private String spaced(Address address) {
        Address shown = out.book().shown(address);
        return shown.host() + " " + shown.port();
    }
}
