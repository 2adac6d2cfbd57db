package dev.vedette.failover;

import dev.vedette.brain.Out;
import dev.vedette.bus.Alarm;
import dev.vedette.bus.Candidate;
import dev.vedette.bus.Candidates;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Periods;
import dev.vedette.model.Reason;
import dev.vedette.model.Role;
import java.time.Duration;
import java.util.List;

/** Chooses the replica, tells it to become a master, and believes it only when it says so itself. */
final class Promotion {
    /** How soon fresh INFO of all replicas is looked for again, and for how long it is waited for. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private static final Duration PATIENCE = Periods.INFO_BUSY;

    record LookAgain(MasterName master, Epoch epoch) implements Alarm {}

    private final Field field;
    private final Coordination coordination;
    private final Out out;

    Promotion(Field field, Coordination coordination, Out out) {
        this.coordination = coordination;
        this.field = field;
        this.out = out;
    }

    void select(Attempt attempt, Candidates candidates) {
        boolean patient = !out.now().isPast(attempt.since(), PATIENCE);
        if (!attempt.forced && !attempt.coordinated && patient && Selection.deservesPatience(candidates)) {
            out.wake(out.now().plus(LOOK_AGAIN), new LookAgain(attempt.master, attempt.epoch));
            return;
        }
        Selection selection = Selection.of(candidates, out.tunables(), attempt.coordinated);
        Candidate chosen = selection.chosen();
        MasterPicture master = field.picture(attempt);
        if (chosen == null) {
            field.abort(
                    attempt,
                    "-failover-abort-no-good-slave",
                    field.details(master),
                    Reason.NO_GOOD_REPLICA,
                    selection.whyNobody(candidates));
            return;
        }
        attempt.select(chosen.address(), chosen.listed());
        String why = "priority " + chosen.priority() + ", offset " + Long.toUnsignedString(chosen.offset());
        out.announce(
                "+selected-slave",
                Level.WARNING,
                field.details(master, chosen.address()),
                master.name(),
                selection.refused().isEmpty() ? why : why + "; not " + selection.explanation());
        attempt.move(FailoverState.SEND_REPLICAOF_NO_ONE, out.now());
        out.announce(
                "+failover-state-send-slaveof-noone",
                Level.NOTICE,
                field.details(master, chosen.address()),
                master.name());
        field.armStep(attempt);
        carryOut(attempt);
    }

    /** Gets the order through, by whichever way this failover goes. */
    void carryOut(Attempt attempt) {
        if (attempt.coordinated) {
            coordination.order(attempt);
        } else {
            promote(attempt);
        }
    }

    /**
     * Other sentinels may have given up on us, or act already. What has not been ordered is not ordered any more; what
     * has been takes its course, because it may have been carried out, and the newer config epoch decides.
     */
    void loseMandate(Attempt attempt, Reason reason, String why) {
        boolean isDecided = attempt.isPromotionSeen() || attempt.state().compareTo(FailoverState.WAIT_PROMOTION) > 0;
        if (isDecided) {
            return;
        }
        if (attempt.wasSent()) {
            attempt.loseMandate(why);
            return;
        }
        field.abort(attempt, "-failover-abort-not-elected", field.details(field.picture(attempt)), reason, why);
    }

    /** Votes from before we stood still may be worth nothing, and nothing that is known is fresh. */
    void sleptThrough(String how) {
        field.stalledAt(out.now());
        String why = Reason.MANDATE_SLEPT_THROUGH.sentence() + ": " + how;
        List.copyOf(field.attempts.values())
                .forEach(attempt -> loseMandate(attempt, Reason.MANDATE_SLEPT_THROUGH, why));
    }

    /** The order may be lost with its connection: without a mandate it is not given a second time. */
    void orderLost(Attempt attempt) {
        attempt.sent(false);
        String lost = attempt.mandateLost();
        if (lost != null) {
            loseMandate(attempt, Reason.OVERTAKEN, lost);
        }
    }

    private void promote(Attempt attempt) {
        LinkId link = Field.link(attempt.master, attempt.promoted());
        if (field.inTilt() || attempt.wasSent() || attempt.isPromotionSeen() || !field.connected.contains(link)) {
            return;
        }
        attempt.sent(true);
        field.order(attempt, attempt.promoted(), null);
        out.tell(new FailoverFact.Reconfiguring(attempt.master, attempt.promoted()));
        if (attempt.is(FailoverState.SEND_REPLICAOF_NO_ONE)) {
            attempt.move(FailoverState.WAIT_PROMOTION, out.now());
            out.announce(
                    "+failover-state-wait-promotion",
                    Level.NOTICE,
                    field.details(field.picture(attempt), attempt.promoted()),
                    attempt.master);
            field.armStep(attempt);
        }
    }

    void reported(Attempt attempt, MonitorFact.ReplicaReported report) {
        if (attempt.promotes(report.replica()) && report.info().role() == Role.MASTER && !attempt.isPromotionSeen()) {
            attempt.promotionSeen();
            out.tell(new FailoverFact.PromotionSeen(attempt.master, report.replica(), attempt.epoch));
        }
    }

    /** A configuration at least as new is in force already. */
    void outdated(Attempt attempt) {
        abort(attempt, Reason.NEWER_CONFIGURATION, Reason.NEWER_CONFIGURATION.sentence());
    }

    void refused(Attempt attempt, String error) {
        if (attempt.isPromotionSeen()) {
            return;
        }
        abort(attempt, Reason.PROMOTION_REFUSED, Reason.PROMOTION_REFUSED.sentence() + ": " + error);
    }

    void notSent(Attempt attempt) {
        if (attempt.coordinated) {
            coordination.masterFailed(attempt, Reason.HAND_OVER_UNREACHABLE);
        } else {
            timedOut(attempt, Reason.REPLICA_UNREACHABLE);
        }
    }

    void timedOut(Attempt attempt, Reason reason) {
        if (attempt.isPromotionSeen()) {
            return;
        }
        abort(attempt, reason, reason.sentence());
    }

    private void abort(Attempt attempt, Reason reason, String sentence) {
        coordination.replicaFailed(attempt, reason, sentence);
    }
}
