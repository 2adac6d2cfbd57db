package dev.vedette.monitor;

import dev.vedette.brain.Out;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.Moment;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Periods;
import dev.vedette.model.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settles it when one config epoch names two addresses, which stock sentinels live with for ever.
 *
 * <p>It happens when people order failovers on both sides of a partition. No vote can prevent that, so it is settled
 * afterwards, as Redis Cluster does with equal epochs: by a rule that everybody reads in the same way, and a newer
 * epoch that makes the outcome binding for all, stock sentinels included. The rule: the smaller address stays. Both
 * sides may announce that, even in one and the same new epoch, because they announce the same.
 *
 * <p>Only health bends the rule, and only one way, so that no two sentinels can answer each other for ever: whoever
 * holds the smaller address and sees it down, and the other one not, announces the other one. Whoever holds the other
 * one and sees the smaller one down waits; if nobody who can see it speaks up for it, its own address stays.
 *
 * <p>A configuration that no failover made, epoch 0, is people's own and not ours to change. Rejected: a vote, because
 * it would hold back failovers and needs a majority; comparing ids of sentinels, because hellos do not say who led.
 */
final class Disputes {
    /** How long others are given to settle it; and the pause between two settlements, whatever hellos come. */
    static final Duration PATIENCE = Periods.PUBLISH.multipliedBy(5);

    /** What a peer holds against us. */
    record Dispute(Epoch epoch, Address theirs, PeerRef from, Moment since) {}

    private final Watches watches;
    private final Succession succession;
    private final TiltWatch tilt;
    private final Out out;

    Disputes(Watches watches, Succession succession, TiltWatch tilt, Out out) {
        this.watches = watches;
        this.succession = succession;
        this.tilt = tilt;
        this.out = out;
    }

    void heard(GossipFact.ConfigurationDisputed heard) {
        MasterWatch watch = watches.master(heard.master());
        if (watch == null || !heard.configEpoch().equals(watch.configEpoch())) {
            return;
        }
        Address theirs = watch.meant(heard.address(), out.book());
        if (theirs.equals(watch.advertised())) {
            return;
        }
        if (heard.configEpoch().equals(Epoch.ZERO)) {
            noteConfigured(watch, heard);
            return;
        }
        // A failover of ours that has not promoted anybody will end in a newer epoch, or not at all.
        boolean undecided = watch.isFailingOver() && watch.promoted() == null;
        if (undecided || tilt.isOn()) {
            return;
        }
        Dispute before = watch.dispute();
        Moment since = before != null && before.epoch().equals(heard.configEpoch()) ? before.since() : out.now();
        Dispute dispute = new Dispute(heard.configEpoch(), theirs, heard.from(), since);
        watch.dispute(dispute);
        if (outcome(watch, dispute) != null && watch.maySettle(PATIENCE, out.now())) {
            watch.settling(out.now());
            out.tell(new MonitorFact.EpochWanted(watch.name, watch.configEpoch()));
        }
    }

    /** The election has a newer epoch for us. */
    void claimed(ElectionFact.EpochClaimed claimed) {
        MasterWatch watch = watches.master(claimed.master());
        Dispute dispute = watch == null ? null : watch.dispute();
        if (watch == null
                || dispute == null
                || !claimed.disputed().equals(watch.configEpoch())
                || !dispute.epoch().equals(watch.configEpoch())
                || dispute.theirs().equals(watch.advertised())) {
            return;
        }
        Address outcome = outcome(watch, dispute);
        if (outcome != null) {
            out.remark(
                    Level.WARNING,
                    watch.name,
                    "config epoch " + dispute.epoch() + " names " + watch.advertised() + " here and "
                            + dispute.theirs() + " at sentinel "
                            + dispute.from().id() + ": " + outcome
                            + " is announced in epoch " + claimed.epoch() + " (" + Reason.EQUAL_EPOCHS.sentence()
                            + ")");
            watch.dispute(null);
            if (outcome.equals(watch.advertised())) {
                succession.confirm(watch, claimed.epoch());
            } else {
                succession.concede(watch, outcome, claimed.epoch(), dispute.from());
            }
            // Some follow the one that gave way, on its leader's word; nobody else would turn them for minutes.
            Moment now = out.now();
            watch.replicas().forEach(replica -> replica.followOnSight(now));
        }
    }

    /** Who is to be the master, or null when that is not for us to say, or not yet. */
    private @Nullable Address outcome(MasterWatch watch, Dispute dispute) {
        Address ours = watch.advertised();
        Address theirs = dispute.theirs();
        // Some of us may know an instance by a name and others by its IP address: all have to see the same order.
        if (out.book().dialled(ours).compareTo(out.book().dialled(theirs)) < 0) {
            if (!isDown(watch, ours)) {
                return ours;
            }
            return watch.node(theirs) != null && !isDown(watch, theirs) ? theirs : null;
        }
        if (!isDown(watch, theirs)) {
            return theirs;
        }
        return !isDown(watch, ours) && out.now().isPast(dispute.since(), PATIENCE) ? ours : null;
    }

    private static boolean isDown(MasterWatch watch, Address address) {
        NodeWatch node = watch.node(address);
        return node != null && node.isDown();
    }

    private void noteConfigured(MasterWatch watch, GossipFact.ConfigurationDisputed heard) {
        if (watch.noteConfigured(heard.address())) {
            out.remark(
                    Level.WARNING,
                    watch.name,
                    "sentinel " + heard.from().id() + " is configured with " + heard.address() + " as the master, and"
                            + " this one with " + watch.advertised() + "; people have to settle that");
        }
    }
}
