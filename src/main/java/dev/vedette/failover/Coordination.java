package dev.vedette.failover;

import dev.vedette.brain.Out;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.Level;
import dev.vedette.bus.Reply;
import dev.vedette.model.Address;
import dev.vedette.model.LinkId;
import dev.vedette.model.Reason;
import java.time.Duration;

/**
 * A failover in which the master itself hands over (reference 7.12): it stops writes, lets the replica catch up and
 * changes roles with it, so that nothing that it has acknowledged is lost.
 *
 * <p>Its invariant: whatever way it ends, writers are let go. Where it succeeds both nodes are told so; where it does
 * not, the master is told to go on as before, and the time that it was given is the last resort. Who waits for us here
 * are people's applications, so every end that can be known is acted on at once and not after failover-timeout.
 */
final class Coordination {
    /** With less time than this left it is not begun. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Field field;
    private final Out out;

    Coordination(Field field, Out out) {
        this.field = field;
        this.out = out;
    }

    /** Tells the master, once: what was lost with its connection may have been carried out. */
    void order(Attempt attempt) {
        LinkId master = Field.link(attempt.master, attempt.from);
        if (field.inTilt()
                || !attempt.is(FailoverState.SEND_REPLICAOF_NO_ONE)
                || attempt.wasSent()
                || !field.connected.contains(master)) {
            return;
        }
        Duration left = field.picture(attempt)
                .settings()
                .failoverTimeout()
                .minus(out.now().since(attempt.since()));
        if (left.compareTo(SHORTEST) < 0) {
            masterFailed(attempt, Reason.HAND_OVER_UNREACHABLE);
            return;
        }
        attempt.sent(true);
        out.command(master, new Errand.HandOver(attempt.promoted(), attempt.listed(), left));
        out.tell(new FailoverFact.Reconfiguring(attempt.master, attempt.promoted()));
        attempt.move(FailoverState.WAIT_PROMOTION, out.now());
        out.announce(
                "+failover-state-wait-promotion",
                Level.NOTICE,
                field.details(field.picture(attempt), attempt.promoted()),
                attempt.master);
        field.armStep(attempt);
    }

    /** Lets everybody who waits go: they find the new master by asking for it. */
    void end(Attempt attempt) {
        release(attempt, attempt.from);
        release(attempt, attempt.promoted());
        attempt.oldMasterTold(true);
        field.endQuiet(attempt);
    }

    private void release(Attempt attempt, Address node) {
        if (field.isConnected(attempt, node)) {
            out.command(Field.link(attempt.master, node), new Errand.EndHandOver());
        }
    }

    /** What came of the order; that it was taken means nothing yet, and that the answer is lost neither. */
    void replied(LinkId.Node master, Errand.HandOver order, Reply reply) {
        Attempt attempt = field.attempt(master.master());
        if (attempt != null
                && attempt.from.equals(master.address())
                && attempt.is(FailoverState.WAIT_PROMOTION)
                && attempt.promotes(order.replica())
                && isUndecided(attempt)
                && reply instanceof Reply.Refused refused) {
            replicaFailed(
                    attempt, Reason.HAND_OVER_REFUSED, Reason.HAND_OVER_REFUSED.sentence() + ": " + refused.error());
        }
    }

    /** A master that is dead cannot hand over, and an ordinary failover waits for this one to end. */
    void masterDown(Attempt attempt) {
        if (isUndecided(attempt)) {
            masterFailed(attempt, Reason.HAND_OVER_CUT);
        }
    }

    /** @return whether it is over already, because the master is down */
    boolean failsBeforehand(Attempt attempt) {
        boolean fails = attempt.coordinated && field.mastersDown.contains(attempt.master);
        if (fails) {
            masterFailed(attempt, Reason.HAND_OVER_CUT);
        }
        return fails;
    }

    /** Whether the master is handing over to this instance. */
    boolean targets(Attempt attempt, LinkId instance) {
        return isUndecided(attempt)
                && attempt.hasSelected()
                && instance.equals(Field.link(attempt.master, attempt.promoted()));
    }

    private static boolean isUndecided(Attempt attempt) {
        return attempt.coordinated
                && !attempt.isPromotionSeen()
                && attempt.state().compareTo(FailoverState.RECONF_REPLICAS) < 0;
    }

    void masterFailed(Attempt attempt, Reason reason) {
        abort(
                attempt,
                "-failover-abort-master-timeout",
                field.details(field.picture(attempt)),
                reason,
                reason.sentence());
    }

    /**
     * The event is about the master, as every end of a failover is; which replica it was {@code +selected-slave} has
     * said.
     */
    void replicaFailed(Attempt attempt, Reason reason, String sentence) {
        abort(attempt, "-failover-abort-slave-timeout", field.details(field.picture(attempt)), reason, sentence);
    }

    private void abort(Attempt attempt, String event, String details, Reason reason, String sentence) {
        if (attempt.coordinated && attempt.wasSent() && field.isConnected(attempt, attempt.from)) {
            out.command(Field.link(attempt.master, attempt.from), new Errand.TakeBack());
        }
        field.abort(attempt, event, details, reason, sentence);
    }
}
