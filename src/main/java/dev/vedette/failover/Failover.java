package dev.vedette.failover;

import dev.vedette.brain.Brain;
import dev.vedette.brain.Ticket;
import dev.vedette.bus.Alarm;
import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Bus;
import dev.vedette.bus.Candidate;
import dev.vedette.bus.Candidates;
import dev.vedette.bus.Channel;
import dev.vedette.bus.Details;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.FailoverReport;
import dev.vedette.bus.InfoReport;
import dev.vedette.bus.Level;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Pulse;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import dev.vedette.model.Reason;
import dev.vedette.model.Role;
import dev.vedette.model.SentinelState;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a failover, once we are elected for it.
 *
 * <p>A coronation in five steps: choose the heir, tell it, hear from its own mouth that it reigns, bring the others to
 * its side, and only then strike the old name from the door. The third step is the one that must not be guessed: a
 * configuration is announced only after the promoted instance itself says that it is a master, because peers believe
 * config epochs blindly. Each step follows from a reply; the alarms only end what does not come.
 *
 * <p>If this process sleeps in the middle of it (TILT), it does nothing until that is over: somebody else may have been
 * elected meanwhile, and a leader that wakes up and promotes is how two masters are made.
 */
public final class Failover extends Brain {
    /** How soon fresh INFO of all replicas is looked for again, and for how long it is waited for. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private static final Duration PATIENCE = Periods.INFO_BUSY;

    record LookAgain(MasterName master, Epoch epoch) implements Alarm {}

    record StepTimedOut(MasterName master, Epoch epoch, FailoverState step) implements Alarm {}

    record ReplicaTimedOut(MasterName master, Epoch epoch, Address replica) implements Alarm {}

    private final NavigableMap<MasterName, MasterPicture> masters = new TreeMap<>();
    private final NavigableMap<MasterName, Attempt> attempts = new TreeMap<>();
    private final NavigableMap<MasterName, Ticket> orders = new TreeMap<>();
    private final TreeSet<MasterName> busy = new TreeSet<>();
    private final TreeSet<MasterName> mastersDown = new TreeSet<>();
    private final TreeSet<LinkId> down = new TreeSet<>();
    private final TreeSet<LinkId> connected = new TreeSet<>();
    private boolean monitorInTilt;
    private @Nullable Moment stalledAt;

    public Failover(SentinelState state) {
        state.masters()
                .forEach((name, master) -> masters.put(
                        name,
                        new MasterPicture(
                                name,
                                master.address(),
                                null,
                                master.configEpoch(),
                                master.settings(),
                                master.replicas())));
        listen();
    }

    private void listen() {
        on(Pulse.class, pulse -> endDoubt());
        on(Replied.class, this::replied);
        on(Candidates.class, this::candidates);
        on(LookAgain.class, alarm -> {
            if (running(alarm.master(), alarm.epoch(), FailoverState.SELECT_REPLICA) != null) {
                inquireCandidates(alarm.master());
            }
        });
        on(StepTimedOut.class, this::stepTimedOut);
        on(ReplicaTimedOut.class, this::replicaTimedOut);

        on(ElectionFact.CampaignStarted.class, fact -> busy.add(fact.master()));
        on(ElectionFact.CampaignEnded.class, fact -> busy.remove(fact.master()));
        on(ElectionFact.Elected.class, this::elected);
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
        on(MonitorFact.MasterDown.class, fact -> mastersDown.add(fact.master()));
        on(MonitorFact.MasterUp.class, fact -> mastersDown.remove(fact.master()));
        on(MonitorFact.InstanceDown.class, fact -> instanceDown(fact.master(), fact.instance(), true));
        on(MonitorFact.InstanceUp.class, fact -> instanceDown(fact.master(), fact.instance(), false));
        on(MonitorFact.ReplicaReported.class, this::reported);
        on(MonitorFact.Tilt.class, this::tilt);
        hears(MonitorFact.class);

        on(LinkFact.Up.class, this::up);
        on(LinkFact.Down.class, this::linkDown);
        ignore(LinkFact.HelloHeard.class, "gossip reads hellos");
        hears(LinkFact.class);

        on(Ask.Failover.class, this::order);
        on(Ask.Failovers.class, ask -> out.answer(report()));
    }

    @Override
    public String name() {
        return "failover";
    }

    @Override
    public String address() {
        return Bus.ASK_FAILOVER;
    }

    // Starting

    private void order(Ask.Failover ask) {
        if (!masters.containsKey(ask.master())) {
            out.answer(Outcome.NO_SUCH_MASTER);
        } else if (busy.contains(ask.master()) || orders.containsKey(ask.master())) {
            out.answer(Outcome.IN_PROGRESS);
        } else {
            orders.put(ask.master(), out.ticket());
            inquireCandidates(ask.master());
        }
    }

    private void decideOrder(Candidates candidates, Ticket order) {
        if (candidates.masterAddress() == null) {
            out.answer(order, Outcome.NO_SUCH_MASTER);
            return;
        }
        if (busy.contains(candidates.master())) {
            out.answer(order, Outcome.IN_PROGRESS);
            return;
        }
        Selection selection = Selection.of(candidates);
        if (selection.chosen() == null) {
            out.remark(
                    Level.WARNING,
                    candidates.master(),
                    "the ordered failover does not start: " + whyNobody(candidates, selection));
            out.answer(order, Outcome.NO_GOOD_REPLICA);
            return;
        }
        out.remark(
                Level.WARNING,
                candidates.master(),
                "Executing user requested FAILOVER of '" + candidates.master() + "'");
        out.tell(new FailoverFact.Ordered(candidates.master()));
        out.answer(order, Outcome.DONE);
    }

    private static String whyNobody(Candidates candidates, Selection selection) {
        return Reason.NO_GOOD_REPLICA.sentence()
                + (candidates.replicas().isEmpty() ? ": none is known" : ": " + selection.explanation());
    }

    private void elected(ElectionFact.Elected elected) {
        MasterPicture master = masters.get(elected.master());
        if (master == null) {
            return;
        }
        Attempt attempt = new Attempt(elected.master(), elected.epoch(), elected.forced(), out.now());
        attempts.put(elected.master(), attempt);
        out.announce("+failover-state-select-slave", Level.WARNING, details(master), master.name());
        inquireCandidates(elected.master());
    }

    private void inquireCandidates(MasterName master) {
        out.inquire(new Ask.CandidatesOf(master));
    }

    // Choosing

    private void candidates(Candidates candidates) {
        Ticket order = orders.remove(candidates.master());
        if (order != null) {
            decideOrder(candidates, order);
        }
        Attempt attempt = attempts.get(candidates.master());
        if (attempt != null && attempt.is(FailoverState.SELECT_REPLICA) && !inTilt()) {
            select(attempt, candidates);
        }
    }

    private void select(Attempt attempt, Candidates candidates) {
        boolean patient = !out.now().isPast(attempt.since(), PATIENCE);
        if (!attempt.forced && patient && Selection.deservesPatience(candidates)) {
            out.wake(out.now().plus(LOOK_AGAIN), new LookAgain(attempt.master, attempt.epoch));
            return;
        }
        Selection selection = Selection.of(candidates);
        Candidate chosen = selection.chosen();
        MasterPicture master = picture(attempt);
        if (chosen == null) {
            abort(
                    attempt,
                    "-failover-abort-no-good-slave",
                    details(master),
                    Reason.NO_GOOD_REPLICA,
                    whyNobody(candidates, selection));
            return;
        }
        attempt.select(chosen.address());
        String why = "priority " + chosen.priority() + ", offset " + Long.toUnsignedString(chosen.offset());
        out.announce(
                "+selected-slave",
                Level.WARNING,
                details(master, chosen.address()),
                master.name(),
                selection.refused().isEmpty() ? why : why + "; not " + selection.explanation());
        attempt.move(FailoverState.SEND_REPLICAOF_NO_ONE, out.now());
        out.announce(
                "+failover-state-send-slaveof-noone", Level.NOTICE, details(master, chosen.address()), master.name());
        armStep(attempt);
        promote(attempt);
    }

    // Promoting

    private void promote(Attempt attempt) {
        LinkId link = link(attempt.master, attempt.promoted());
        if (inTilt() || attempt.wasSent() || !connected.contains(link)) {
            return;
        }
        attempt.sent(true);
        out.command(link, new Errand.Reconfigure(null));
        out.tell(new FailoverFact.Reconfiguring(attempt.master, attempt.promoted()));
        if (attempt.is(FailoverState.SEND_REPLICAOF_NO_ONE)) {
            attempt.move(FailoverState.WAIT_PROMOTION, out.now());
            out.announce(
                    "+failover-state-wait-promotion",
                    Level.NOTICE,
                    details(picture(attempt), attempt.promoted()),
                    attempt.master);
            armStep(attempt);
        }
    }

    private void replied(Replied replied) {
        if (!(replied.link() instanceof LinkId.Node node) || !(replied.errand() instanceof Errand.Reconfigure)) {
            return;
        }
        Attempt attempt = attempts.get(node.master());
        if (attempt == null || !attempt.hasSelected()) {
            return;
        }
        if (replied.reply() instanceof Reply.Refused refused) {
            refused(attempt, node.address(), refused.error());
        } else if (replied.reply() instanceof Reply.Lost && attempt.promotes(node.address())) {
            // Perhaps it was carried out, perhaps not: the same words once more do no harm, when the link is back.
            attempt.sent(false);
        } else if (replied.reply() instanceof Reply.Lost
                && attempt.progress(node.address()) == FailoverReport.Progress.SENT) {
            attempt.progress(node.address(), FailoverReport.Progress.NONE);
        }
    }

    private void refused(Attempt attempt, Address instance, String error) {
        if (attempt.promotes(instance) && attempt.is(FailoverState.WAIT_PROMOTION)) {
            abort(
                    attempt,
                    "-failover-abort-slave-timeout",
                    details(picture(attempt), instance),
                    Reason.PROMOTION_REFUSED,
                    Reason.PROMOTION_REFUSED.sentence() + ": " + error);
        } else {
            out.remark(
                    Level.WARNING,
                    attempt.master,
                    "replica " + instance + " refused to follow the new master: " + error);
        }
    }

    private void reported(MonitorFact.ReplicaReported report) {
        Attempt attempt = attempts.get(report.master());
        if (attempt == null || inTilt()) {
            return;
        }
        if (attempt.is(FailoverState.WAIT_PROMOTION) && attempt.promotes(report.replica())) {
            if (report.info().role() == Role.MASTER) {
                out.tell(new FailoverFact.PromotionSeen(attempt.master, report.replica(), attempt.epoch));
            }
        } else if (attempt.is(FailoverState.RECONF_REPLICAS)) {
            progressed(attempt, report.replica(), report.info());
        }
    }

    private void promotionRecorded(MonitorFact.PromotionRecorded recorded) {
        Attempt attempt = running(recorded.master(), recorded.configEpoch(), FailoverState.WAIT_PROMOTION);
        if (attempt == null) {
            return;
        }
        attempt.move(FailoverState.RECONF_REPLICAS, out.now());
        MasterPicture master = picture(attempt);
        out.announce("+failover-state-reconf-slaves", Level.WARNING, details(master), master.name());
        out.tell(new FailoverFact.Settled(attempt.master, attempt.promoted()));
        armStep(attempt);
        if (!mastersDown.contains(attempt.master)) {
            demoteOldMaster(attempt, master);
        }
        proceed(attempt);
    }

    /** It is alive and still takes writes that nobody will ever see again. */
    private void demoteOldMaster(Attempt attempt, MasterPicture master) {
        out.announce(
                "+convert-to-slave",
                Level.NOTICE,
                details(master, master.address()),
                master.name(),
                "its successor has been promoted and it is still alive");
        out.command(link(attempt.master, master.address()), new Errand.Reconfigure(attempt.promoted()));
    }

    private void promotionOutdated(MonitorFact.PromotionOutdated outdated) {
        Attempt attempt = attempts.get(outdated.master());
        if (attempt != null && attempt.promotes(outdated.promoted()) && attempt.is(FailoverState.WAIT_PROMOTION)) {
            abort(
                    attempt,
                    "-failover-abort-slave-timeout",
                    details(picture(attempt), outdated.promoted()),
                    Reason.NEWER_CONFIGURATION,
                    Reason.NEWER_CONFIGURATION.sentence());
        }
    }

    // Re-pointing the others

    private void proceed(Attempt attempt) {
        if (inTilt() || !attempt.is(FailoverState.RECONF_REPLICAS)) {
            return;
        }
        MasterPicture master = picture(attempt);
        int slots = master.settings().parallelSyncs() - underWay(attempt, master);
        for (Address replica : master.replicas()) {
            if (slots > 0 && isWaiting(attempt, replica) && connected.contains(link(attempt.master, replica))) {
                follow(attempt, replica, "+slave-reconf-sent");
                out.wake(
                        out.now().plus(Periods.RECONFIGURATION),
                        new ReplicaTimedOut(attempt.master, attempt.epoch, replica));
                slots--;
            }
        }
        boolean promotedDown = down.contains(link(attempt.master, attempt.promoted()));
        if (!promotedDown && master.replicas().stream().allMatch(replica -> isSettled(attempt, replica))) {
            end(attempt, master);
        }
    }

    private int underWay(Attempt attempt, MasterPicture master) {
        return (int) master.replicas().stream()
                .filter(replica -> !down.contains(link(attempt.master, replica)))
                .map(attempt::progress)
                .filter(step -> step == FailoverReport.Progress.SENT || step == FailoverReport.Progress.IN_PROGRESS)
                .count();
    }

    private static boolean isWaiting(Attempt attempt, Address replica) {
        return !attempt.promotes(replica) && attempt.progress(replica) == FailoverReport.Progress.NONE;
    }

    private boolean isSettled(Attempt attempt, Address replica) {
        return attempt.promotes(replica)
                || attempt.progress(replica) == FailoverReport.Progress.DONE
                || down.contains(link(attempt.master, replica));
    }

    private void follow(Attempt attempt, Address replica, String event) {
        attempt.progress(replica, FailoverReport.Progress.SENT);
        out.command(link(attempt.master, replica), new Errand.Reconfigure(attempt.promoted()));
        out.tell(new FailoverFact.Reconfiguring(attempt.master, replica));
        out.announce(event, Level.NOTICE, details(picture(attempt), replica), attempt.master);
    }

    private void progressed(Attempt attempt, Address replica, InfoReport info) {
        if (!info.follows(attempt.promoted())) {
            return;
        }
        String details = details(picture(attempt), replica);
        if (attempt.progress(replica) == FailoverReport.Progress.SENT) {
            attempt.progress(replica, FailoverReport.Progress.IN_PROGRESS);
            out.announce("+slave-reconf-inprog", Level.NOTICE, details, attempt.master);
        }
        if (attempt.progress(replica) == FailoverReport.Progress.IN_PROGRESS && info.masterLinkUp()) {
            attempt.progress(replica, FailoverReport.Progress.DONE);
            out.announce("+slave-reconf-done", Level.NOTICE, details, attempt.master);
            out.tell(new FailoverFact.Settled(attempt.master, replica));
            proceed(attempt);
        }
    }

    private void replicaTimedOut(ReplicaTimedOut alarm) {
        Attempt attempt = running(alarm.master(), alarm.epoch(), FailoverState.RECONF_REPLICAS);
        if (attempt != null && attempt.progress(alarm.replica()) == FailoverReport.Progress.SENT) {
            attempt.progress(alarm.replica(), FailoverReport.Progress.DONE);
            out.announce(
                    "-slave-reconf-sent-timeout",
                    Level.NOTICE,
                    details(picture(attempt), alarm.replica()),
                    attempt.master,
                    "it does not report the new master; the others are not kept waiting for it");
            out.tell(new FailoverFact.Settled(attempt.master, alarm.replica()));
            proceed(attempt);
        }
    }

    // Ending

    private void end(Attempt attempt, MasterPicture master) {
        out.announce("+failover-end", Level.WARNING, details(master), master.name());
        attempt.move(FailoverState.UPDATE_CONFIG, out.now());
        out.tell(new FailoverFact.ReadyToSwitch(attempt.master, attempt.promoted(), attempt.epoch));
    }

    private void armStep(Attempt attempt) {
        out.wake(
                out.now().plus(picture(attempt).settings().failoverTimeout()),
                new StepTimedOut(attempt.master, attempt.epoch, attempt.state()));
    }

    private void stepTimedOut(StepTimedOut alarm) {
        Attempt attempt = running(alarm.master(), alarm.epoch(), alarm.step());
        if (attempt == null) {
            return;
        }
        MasterPicture master = picture(attempt);
        if (inTilt()) {
            out.wake(out.now().plus(Periods.INFO_BUSY), alarm);
            return;
        }
        switch (alarm.step()) {
            case SEND_REPLICAOF_NO_ONE ->
                abort(
                        attempt,
                        "-failover-abort-slave-timeout",
                        details(master, attempt.promoted()),
                        Reason.REPLICA_UNREACHABLE,
                        Reason.REPLICA_UNREACHABLE.sentence());
            case WAIT_PROMOTION ->
                abort(
                        attempt,
                        "-failover-abort-slave-timeout",
                        details(master, attempt.promoted()),
                        Reason.PROMOTION_NOT_SEEN,
                        Reason.PROMOTION_NOT_SEEN.sentence());
            case RECONF_REPLICAS -> endForTimeout(attempt, master);
            case SELECT_REPLICA, UPDATE_CONFIG -> {}
        }
    }

    private void endForTimeout(Attempt attempt, MasterPicture master) {
        if (down.contains(link(attempt.master, attempt.promoted()))) {
            // Nothing is announced about a new master that is down itself; looked at again when it returns.
            out.wake(
                    out.now().plus(Periods.INFO_BUSY),
                    new StepTimedOut(attempt.master, attempt.epoch, FailoverState.RECONF_REPLICAS));
            return;
        }
        out.announce("+failover-end-for-timeout", Level.WARNING, details(master), master.name());
        for (Address replica : master.replicas()) {
            if (isWaiting(attempt, replica) && connected.contains(link(attempt.master, replica))) {
                follow(attempt, replica, "+slave-reconf-sent-be");
            }
        }
        end(attempt, master);
    }

    private void abort(Attempt attempt, String event, String details, Reason reason, String sentence) {
        out.announce(event, Level.WARNING, details, attempt.master, sentence);
        drop(attempt);
        out.tell(new FailoverFact.Aborted(attempt.master, attempt.epoch, reason));
    }

    private void drop(Attempt attempt) {
        attempts.remove(attempt.master);
        busy.remove(attempt.master);
        if (attempt.hasSelected()) {
            out.tell(new FailoverFact.Settled(attempt.master, attempt.promoted()));
        }
        attempt.told().keySet().forEach(replica -> out.tell(new FailoverFact.Settled(attempt.master, replica)));
    }

    private void switched(MonitorFact.Switched switched) {
        Attempt attempt = attempts.get(switched.master());
        busy.remove(switched.master());
        mastersDown.remove(switched.master());
        down.removeIf(link -> link instanceof LinkId.Node node && node.master().equals(switched.master()));
        if (attempt != null) {
            if (!attempt.is(FailoverState.UPDATE_CONFIG)) {
                out.remark(Level.WARNING, attempt.master, "failover over: " + Reason.NEWER_CONFIGURATION.sentence());
            }
            drop(attempt);
        }
    }

    private void forget(MasterName master, Reason reason, boolean forGood) {
        Attempt attempt = attempts.get(master);
        if (attempt != null) {
            out.remark(Level.WARNING, master, "failover over: " + reason.sentence());
            drop(attempt);
        }
        busy.remove(master);
        mastersDown.remove(master);
        down.removeIf(link -> link instanceof LinkId.Node node && node.master().equals(master));
        if (forGood) {
            masters.remove(master);
        }
    }

    // What others tell

    private void topology(MonitorFact.Topology topology) {
        masters.put(topology.master().name(), topology.master());
        Attempt attempt = attempts.get(topology.master().name());
        if (attempt != null) {
            proceed(attempt);
        }
    }

    private void instanceDown(MasterName master, LinkId instance, boolean isDown) {
        if (isDown) {
            down.add(instance);
        } else {
            down.remove(instance);
        }
        Attempt attempt = attempts.get(master);
        if (attempt != null) {
            proceed(attempt);
        }
    }

    private void up(LinkFact.Up up) {
        if (up.channel() == Channel.COMMAND && up.link() instanceof LinkId.Node node) {
            connected.add(up.link());
            Attempt attempt = attempts.get(node.master());
            if (attempt != null) {
                resume(attempt);
            }
        }
    }

    private void linkDown(LinkFact.Down lost) {
        if (lost.channel() == Channel.COMMAND) {
            connected.remove(lost.link());
        }
    }

    private boolean inTilt() {
        return monitorInTilt || stalledAt != null;
    }

    private void tilt(MonitorFact.Tilt fact) {
        monitorInTilt = fact.on();
        resumeAll();
    }

    /** Does not wait for the monitor to say so: what is next in the queue may be the step that must not be taken. */
    @Override
    protected void stalled(Duration gap) {
        stalledAt = out.now();
    }

    private void endDoubt() {
        if (stalledAt != null && out.now().isPast(stalledAt, Periods.TILT)) {
            stalledAt = null;
            resumeAll();
        }
    }

    private void resumeAll() {
        if (!inTilt()) {
            List.copyOf(attempts.values()).forEach(this::resume);
        }
    }

    private void resume(Attempt attempt) {
        switch (attempt.state()) {
            case SELECT_REPLICA -> inquireCandidates(attempt.master);
            case SEND_REPLICAOF_NO_ONE, WAIT_PROMOTION -> promote(attempt);
            case RECONF_REPLICAS -> proceed(attempt);
            case UPDATE_CONFIG -> {}
        }
    }

    // Pictures

    private @Nullable Attempt running(MasterName master, Epoch epoch, FailoverState state) {
        Attempt attempt = attempts.get(master);
        return attempt != null && attempt.epoch.equals(epoch) && attempt.is(state) ? attempt : null;
    }

    private MasterPicture picture(Attempt attempt) {
        MasterPicture picture = masters.get(attempt.master);
        if (picture == null) {
            throw new IllegalStateException("a failover outlived its master " + attempt.master);
        }
        return picture;
    }

    private static LinkId link(MasterName master, Address instance) {
        return new LinkId.Node(master, instance);
    }

    private static String details(MasterPicture master) {
        return Details.master(master.name(), master.address());
    }

    private static String details(MasterPicture master, Address replica) {
        return Details.replica(replica, master.name(), master.address());
    }

    private FailoverReport report() {
        SortedMap<MasterName, FailoverReport.Running> running = new TreeMap<>();
        attempts.forEach((name, attempt) -> running.put(name, attempt.report()));
        return new FailoverReport(running);
    }
}
