package dev.vedette.failover;

import dev.vedette.brain.Brain;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Bus;
import dev.vedette.bus.Candidates;
import dev.vedette.bus.Channel;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.FailoverReport;
import dev.vedette.bus.Level;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Pulse;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import dev.vedette.model.Reason;
import dev.vedette.model.SentinelState;
import dev.vedette.model.Tunable;
import java.time.Duration;
import java.util.List;

/**
 * Carries out a failover, once we are elected for it.
 *
 * <p>A coronation in five steps: choose the heir, tell it, hear from its own mouth that it reigns, bring the others to
 * its side, and only then strike the old name from the door. The third step is the one that must not be guessed: a
 * configuration is announced only after the promoted instance itself says that it is a master, because peers believe
 * config epochs blindly. Each step follows from a reply; the alarms only end what does not come.
 *
 * <p>If this process sleeps in the middle of it, somebody else may have been elected meanwhile, and a leader that wakes
 * up and promotes is how two masters are made: what was not ordered by then is given up. A promotion that is on record
 * is finished, but nothing is commanded until TILT is over.
 */
public final class Failover extends Brain {
    private final Field field = new Field(out);
    private final Orders orders = new Orders(field, out);
    private final Coordination coordination = new Coordination(field, out);
    private final Promotion promotion = new Promotion(field, coordination, out);
    private final Reconfiguration reconfiguration = new Reconfiguration(field, coordination, out);

    public Failover(SentinelState state) {
        state.masters().forEach((name, master) -> field.masters.put(name, master.picture(name)));
        listen();
    }

    private void listen() {
        on(Pulse.class, pulse -> {
            endDoubt();
            nudge();
        });
        on(Replied.class, this::replied);
        on(Candidates.class, this::candidates);
        on(Promotion.LookAgain.class, alarm -> {
            if (field.running(alarm.master(), alarm.epoch(), FailoverState.SELECT_REPLICA) != null) {
                inquireCandidates(alarm.master());
            }
        });
        on(Field.StepTimedOut.class, this::stepTimedOut);
        on(Reconfiguration.ReplicaTimedOut.class, reconfiguration::replicaTimedOut);

        on(ElectionFact.CampaignStarted.class, fact -> field.busy.add(fact.master()));
        on(ElectionFact.CampaignEnded.class, fact -> campaignEnded(fact.master()));
        on(ElectionFact.Elected.class, this::elected);
        on(ElectionFact.MandateLost.class, this::mandateLost);
        ignore(ElectionFact.EpochClaimed.class, "a newer configuration follows, if it is used");
        ignore(ElectionFact.EpochChanged.class, "a failover keeps the epoch of its election");
        ignore(ElectionFact.ObjectivelyDown.class, "the election starts failovers");
        ignore(ElectionFact.ObjectivelyUp.class, "a failover under way is not stopped by that");
        hears(ElectionFact.class);

        on(MonitorFact.Topology.class, this::topology);
        on(MonitorFact.MasterRemoved.class, fact -> forget(fact.master(), Reason.REMOVED, true));
        on(MonitorFact.MasterReset.class, fact -> forget(fact.master(), Reason.RESET, false));
        on(MonitorFact.Switched.class, this::switched);
        on(MonitorFact.PromotionRecorded.class, this::promotionRecorded);
        on(MonitorFact.PromotionOutdated.class, this::promotionOutdated);
        ignore(MonitorFact.EpochWanted.class, "the election keeps the epochs");
        on(MonitorFact.MasterDown.class, fact -> masterDown(fact.master()));
        on(MonitorFact.MasterUp.class, fact -> masterUp(fact.master()));
        on(MonitorFact.InstanceDown.class, fact -> instanceDown(fact.master(), fact.instance(), true));
        on(MonitorFact.InstanceUp.class, fact -> instanceDown(fact.master(), fact.instance(), false));
        on(MonitorFact.HandingOver.class, field::handingOver);
        on(MonitorFact.ReplicaReported.class, this::reported);
        on(MonitorFact.Tilt.class, this::tilt);
        hears(MonitorFact.class);

        on(LinkFact.Up.class, this::up);
        on(LinkFact.Down.class, this::linkDown);
        ignore(LinkFact.HelloHeard.class, "gossip reads hellos");
        hears(LinkFact.class);

        on(Ask.Failover.class, orders::order);
        on(Ask.Failovers.class, ask -> out.answer(field.report()));
    }

    @Override
    public String name() {
        return "failover";
    }

    @Override
    public String address() {
        return Bus.ASK_FAILOVER;
    }

    /**
     * It was won and told to us before the election heard of the switch, reset or removal that ended it, and after we
     * did.
     */
    private void campaignEnded(MasterName master) {
        Attempt attempt = field.attempt(master);
        if (attempt != null) {
            out.remark(Level.NOTICE, master, "failover over: the campaign that it came from has been ended");
            field.drop(attempt);
        }
        field.busy.remove(master);
    }

    private void elected(ElectionFact.Elected elected) {
        MasterPicture master = field.masters.get(elected.master());
        if (master == null) {
            out.remark(Level.NOTICE, elected.master(), "failover over: " + Reason.REMOVED.sentence());
            return;
        }
        if (!elected.epoch().isAfter(master.configEpoch())) {
            field.busy.remove(elected.master());
            overtaken(elected.master(), elected.epoch());
            return;
        }
        Attempt attempt = new Attempt(elected, master.address(), out.now());
        field.attempts.put(elected.master(), attempt);
        if (field.stalledAt() != null && !attempt.forced) {
            // The votes may be from before we slept, and we are told of them only now.
            promotion.loseMandate(attempt, Reason.MANDATE_SLEPT_THROUGH, Reason.MANDATE_SLEPT_THROUGH.sentence());
            return;
        }
        if (attempt.coordinated) {
            out.tell(new FailoverFact.HandingOver(attempt.master, attempt.from, true));
        }
        out.announce("+failover-state-select-slave", Level.WARNING, field.details(master), master.name());
        if (!coordination.failsBeforehand(attempt)) {
            inquireCandidates(elected.master());
        }
    }

    private void inquireCandidates(MasterName master) {
        out.inquire(new Ask.CandidatesOf(master));
    }

    private void candidates(Candidates candidates) {
        orders.decide(candidates);
        Attempt attempt = field.attempt(candidates.master());
        if (attempt != null && attempt.is(FailoverState.SELECT_REPLICA) && !field.inTilt()) {
            promotion.select(attempt, candidates);
        }
    }

    private void replied(Replied replied) {
        if (replied.errand() instanceof Errand.HandOver order && replied.link() instanceof LinkId.Node node) {
            coordination.replied(node, order, replied.reply());
            return;
        }
        if (!(replied.link() instanceof LinkId.Node node) || !(replied.errand() instanceof Errand.Reconfigure order)) {
            return;
        }
        Attempt attempt = field.attempt(node.master());
        if (attempt == null || !attempt.gave(order, node.address())) {
            return;
        }
        if (replied.reply() instanceof Reply.Refused refused) {
            if (attempt.promotes(node.address()) && attempt.is(FailoverState.WAIT_PROMOTION)) {
                promotion.refused(attempt, refused.error());
            } else {
                reconfiguration.refused(attempt, node.address(), refused.error());
            }
        } else if (replied.reply() instanceof Reply.Lost && attempt.promotes(node.address())) {
            // Perhaps it was carried out, perhaps not: the same words once more do no harm, when the link is back.
            promotion.orderLost(attempt);
        } else if (replied.reply() instanceof Reply.Lost
                && node.address().equals(field.picture(attempt).address())) {
            attempt.oldMasterTold(false);
        } else if (replied.reply() instanceof Reply.Lost
                && attempt.progress(node.address()) == FailoverReport.Progress.SENT) {
            attempt.orderLost(node.address());
        }
    }

    private void reported(MonitorFact.ReplicaReported report) {
        Attempt attempt = field.attempt(report.master());
        if (attempt == null || field.inTilt()) {
            return;
        }
        if (attempt.is(FailoverState.WAIT_PROMOTION)) {
            promotion.reported(attempt, report);
        } else if (attempt.is(FailoverState.RECONF_REPLICAS) && attempt.promotes(report.replica())) {
            reconfiguration.promotedReports(attempt, report.info());
        } else if (attempt.is(FailoverState.RECONF_REPLICAS)) {
            reconfiguration.progressed(attempt, report.replica(), report.info());
        }
    }

    private void promotionRecorded(MonitorFact.PromotionRecorded recorded) {
        Attempt attempt = field.running(recorded.master(), recorded.configEpoch(), FailoverState.WAIT_PROMOTION);
        if (attempt != null) {
            reconfiguration.begin(attempt);
        } else {
            // The failover ended while the promotion was being saved. Peers are told of it already, so finish it.
            out.tell(new FailoverFact.ReadyToSwitch(recorded.master(), recorded.promoted(), recorded.configEpoch()));
        }
    }

    private void promotionOutdated(MonitorFact.PromotionOutdated outdated) {
        Attempt attempt = field.attempt(outdated.master());
        if (attempt != null && attempt.promotes(outdated.promoted()) && attempt.is(FailoverState.WAIT_PROMOTION)) {
            promotion.outdated(attempt);
        }
    }

    private void stepTimedOut(Field.StepTimedOut alarm) {
        Attempt attempt = field.running(alarm.master(), alarm.epoch(), alarm.step());
        if (attempt == null) {
            return;
        }
        if (field.inTilt()) {
            out.wake(out.now().plus(Periods.INFO_BUSY), alarm);
            return;
        }
        switch (alarm.step()) {
            case SEND_REPLICAOF_NO_ONE -> promotion.notSent(attempt);
            case WAIT_PROMOTION -> promotion.timedOut(attempt, Reason.PROMOTION_NOT_SEEN);
            case RECONF_REPLICAS -> reconfiguration.endForTimeout(attempt, field.picture(attempt));
            case SELECT_REPLICA, UPDATE_CONFIG -> {}
        }
    }

    private void switched(MonitorFact.Switched switched) {
        Attempt attempt = field.attempt(switched.master());
        if (attempt != null) {
            field.drop(attempt);
        }
        field.forgetHealth(switched.master());
    }

    private void forget(MasterName master, Reason reason, boolean forGood) {
        Attempt attempt = field.attempt(master);
        if (attempt != null) {
            out.remark(Level.WARNING, master, "failover over: " + reason.sentence());
            field.drop(attempt);
        }
        field.forgetHealth(master);
        if (forGood) {
            field.masters.remove(master);
        }
    }

    // What others tell

    private void topology(MonitorFact.Topology topology) {
        MasterPicture master = topology.master();
        field.masters.put(master.name(), master);
        Attempt attempt = field.attempt(master.name());
        if (attempt == null) {
            return;
        }
        boolean sameEpochElsewhere =
                master.configEpoch().equals(attempt.epoch) && !attempt.promotes(master.advertised());
        if (master.configEpoch().isAfter(attempt.epoch) || sameEpochElsewhere) {
            // From here on our promoted replica is just a replica: not a word more may go out for this attempt.
            field.drop(attempt);
            overtaken(attempt.master, attempt.epoch);
        } else {
            reconfiguration.proceed(attempt);
        }
    }

    private void overtaken(MasterName master, Epoch epoch) {
        out.remark(Level.WARNING, master, "failover over: " + Reason.NEWER_CONFIGURATION.sentence());
        out.tell(new FailoverFact.Aborted(master, epoch, Reason.NEWER_CONFIGURATION));
    }

    private void masterDown(MasterName master) {
        field.mastersDown.add(master);
        Attempt attempt = field.attempt(master);
        if (attempt != null) {
            attempt.oldMasterTold(false);
            coordination.masterDown(attempt);
        }
    }

    /** The old master is back while its successor's reign begins. */
    private void masterUp(MasterName master) {
        field.mastersDown.remove(master);
        Attempt attempt = field.attempt(master);
        if (attempt != null) {
            reconfiguration.proceed(attempt);
        }
    }

    private void instanceDown(MasterName master, LinkId instance, boolean isDown) {
        if (isDown) {
            field.down.add(instance);
        } else {
            field.down.remove(instance);
        }
        Attempt attempt = field.attempt(master);
        if (attempt == null) {
            return;
        }
        if (isDown && coordination.targets(attempt, instance)) {
            coordination.replicaFailed(
                    attempt, Reason.HAND_OVER_REPLICA_DOWN, Reason.HAND_OVER_REPLICA_DOWN.sentence());
        } else {
            reconfiguration.proceed(attempt);
        }
    }

    private void up(LinkFact.Up up) {
        if (up.channel() == Channel.COMMAND && up.link() instanceof LinkId.Node node) {
            field.connected.add(up.link());
            Attempt attempt = field.attempt(node.master());
            if (attempt != null) {
                resume(attempt);
            }
        }
    }

    private void linkDown(LinkFact.Down lost) {
        if (lost.channel() == Channel.COMMAND) {
            field.connected.remove(lost.link());
        }
    }

    private void tilt(MonitorFact.Tilt fact) {
        field.monitorInTilt(fact.on());
        resumeAll();
    }

    /** Does not wait for the monitor to say so: what is next in the queue may be the step that must not be taken. */
    @Override
    protected void stalled(Duration gap) {
        promotion.sleptThrough(gap.toMillis() + " ms");
    }

    @Override
    protected void wallLeapt(Duration by) {
        if (!by.isNegative()) {
            promotion.sleptThrough("the time of day leapt by " + by.toMillis() + " ms");
        }
    }

    private void mandateLost(ElectionFact.MandateLost lost) {
        Attempt attempt = field.attempt(lost.master());
        if (attempt != null && attempt.epoch.equals(lost.epoch())) {
            promotion.loseMandate(attempt, lost.reason(), lost.explanation());
        }
    }

    private void endDoubt() {
        Moment stalledAt = field.stalledAt();
        if (stalledAt != null && out.now().isPast(stalledAt, out.tunables().of(Tunable.TILT_PERIOD))) {
            field.stalledAt(null);
            resumeAll();
        }
    }

    /** The safety net: a question that was not answered, or an order that was lost on a link that is up. */
    private void nudge() {
        orders.askAgain();
        for (Attempt attempt : List.copyOf(field.attempts.values())) {
            if (!field.inTilt() && attempt.isToBeNudged(Periods.INFO_BUSY, out.now())) {
                resume(attempt);
            }
        }
    }

    private void resumeAll() {
        if (!field.inTilt()) {
            List.copyOf(field.attempts.values()).forEach(this::resume);
        }
    }

    private void resume(Attempt attempt) {
        switch (attempt.state()) {
            case SELECT_REPLICA -> inquireCandidates(attempt.master);
            case SEND_REPLICAOF_NO_ONE, WAIT_PROMOTION -> promotion.carryOut(attempt);
            case RECONF_REPLICAS -> reconfiguration.proceed(attempt);
            case UPDATE_CONFIG -> {}
        }
    }
}
