package dev.vedette.failover;

import dev.vedette.brain.Out;
import dev.vedette.bus.Alarm;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.FailoverReport;
import dev.vedette.bus.InfoReport;
import dev.vedette.bus.Level;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Reason;

/**
 * Brings the other replicas to the new master's side, a few at a time (reference 7.7, 7.8).
 *
 * <p>While a replica loads the new master's data it cannot serve, so no more than parallel-syncs of them move at the
 * same time. One that does not even begin is given up after a while, so that it keeps nobody waiting: with stock
 * sentinels and one slot it holds the others up until failover-timeout.
 *
 * <p>If the new master goes down meanwhile there is no side to bring anybody to. Stock leaders wait for it, without
 * end. We switch at once, as the observers did when they heard of the promotion: then all of us see a master that is
 * down, and elect again.
 */
final class Reconfiguration {
    record ReplicaTimedOut(MasterName master, Epoch epoch, Address replica) implements Alarm {}

    private final Field field;
    private final Coordination coordination;
    private final Out out;

    Reconfiguration(Field field, Coordination coordination, Out out) {
        this.coordination = coordination;
        this.field = field;
        this.out = out;
    }

    /** The promotion is on record: from here on the new master is announced. */
    void begin(Attempt attempt) {
        attempt.move(FailoverState.RECONF_REPLICAS, out.now());
        MasterPicture master = field.picture(attempt);
        if (attempt.coordinated) {
            coordination.end(attempt);
        }
        out.announce("+failover-state-reconf-slaves", Level.WARNING, field.details(master), master.name());
        out.tell(new FailoverFact.Settled(attempt.master, attempt.promoted()));
        field.armStep(attempt);
        proceed(attempt);
    }

    /** It is alive and still takes writes that nobody will ever see again. */
    private void demoteOldMaster(Attempt attempt, MasterPicture master) {
        if (attempt.oldMasterTold()
                || field.mastersDown.contains(attempt.master)
                || !field.isConnected(attempt, master.address())) {
            return;
        }
        attempt.oldMasterTold(true);
        out.announce(
                "+convert-to-slave",
                Level.NOTICE,
                field.details(master, master.address()),
                master.name(),
                "its successor has been promoted and it is still alive");
        out.command(
                Field.link(attempt.master, master.address()),
                new Errand.Reconfigure(out.book().shown(attempt.promoted())));
    }

    void refused(Attempt attempt, Address replica, String error) {
        String order = attempt.promotes(replica) ? "to become a master again" : "to follow the new master";
        out.remark(Level.WARNING, attempt.master, "replica " + replica + " refused " + order + ": " + error);
    }

    void proceed(Attempt attempt) {
        if (field.inTilt() || !attempt.is(FailoverState.RECONF_REPLICAS)) {
            return;
        }
        MasterPicture master = field.picture(attempt);
        if (field.isDown(attempt, attempt.promoted())) {
            endWithoutIt(attempt, master);
            return;
        }
        demoteOldMaster(attempt, master);
        int slots = master.settings().parallelSyncs() - underWay(attempt, master);
        for (Address replica : master.replicas()) {
            boolean again = attempt.isUnheard(replica);
            if ((again || slots > 0 && isWaiting(attempt, replica)) && field.isConnected(attempt, replica)) {
                follow(attempt, replica, "+slave-reconf-sent");
                out.wake(
                        out.now().plus(out.tunables().reconfiguration()),
                        new ReplicaTimedOut(attempt.master, attempt.epoch, replica));
                slots -= again ? 0 : 1;
            }
        }
        if (!attempt.circle.isClosed() && master.replicas().stream().allMatch(replica -> isSettled(attempt, replica))) {
            end(attempt, master);
        }
    }

    private int underWay(Attempt attempt, MasterPicture master) {
        return (int) master.replicas().stream()
                .filter(replica -> !field.isDown(attempt, replica))
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
                || field.isDown(attempt, replica);
    }

    private void follow(Attempt attempt, Address replica, String event) {
        attempt.sentTo(replica, out.now());
        field.order(attempt, replica, out.book().shown(attempt.promoted()));
        out.tell(new FailoverFact.Reconfiguring(attempt.master, replica));
        out.announce(event, Level.NOTICE, field.details(field.picture(attempt), replica), attempt.master);
    }

    void promotedReports(Attempt attempt, InfoReport info) {
        attempt.circle.promotedSays(info, out.now());
        if (attempt.circle.lasts(out.tunables().publish(), out.now())) {
            out.remark(
                    Level.WARNING,
                    attempt.master,
                    "the promoted replica " + attempt.promoted() + " follows " + info.masterHost() + ":"
                            + info.masterPort() + ", which follows it; it is told once more to be a master");
            attempt.circle.ordered(out.now());
            field.order(attempt, attempt.promoted(), null);
        }
        proceed(attempt);
    }

    void progressed(Attempt attempt, Address replica, InfoReport info) {
        attempt.circle.replicaSays(replica, info.follows(attempt.promoted()), out.now());
        if (!info.follows(attempt.promoted())) {
            return;
        }
        String details = field.details(field.picture(attempt), replica);
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

    void replicaTimedOut(ReplicaTimedOut alarm) {
        Attempt attempt = field.running(alarm.master(), alarm.epoch(), FailoverState.RECONF_REPLICAS);
        if (attempt != null && field.inTilt()) {
            // What it reports is not heeded now; its time begins anew.
            out.wake(out.now().plus(out.tunables().reconfiguration()), alarm);
        } else if (attempt != null
                && attempt.progress(alarm.replica()) == FailoverReport.Progress.SENT
                && attempt.hadTime(alarm.replica(), out.tunables().reconfiguration(), out.now())) {
            attempt.progress(alarm.replica(), FailoverReport.Progress.DONE);
            out.announce(
                    "-slave-reconf-sent-timeout",
                    Level.NOTICE,
                    field.details(field.picture(attempt), alarm.replica()),
                    attempt.master,
                    "it does not report the new master; the others are not kept waiting for it");
            out.tell(new FailoverFact.Settled(attempt.master, alarm.replica()));
            proceed(attempt);
        }
    }

    private void end(Attempt attempt, MasterPicture master) {
        out.announce("+failover-end", Level.WARNING, field.details(master), master.name());
        handOver(attempt);
    }

    /** Nobody can follow it. As the configured master its death is one that sentinels act on. */
    private void endWithoutIt(Attempt attempt, MasterPicture master) {
        out.announce("+failover-end", Level.WARNING, field.details(master), master.name(), Reason.PROMOTED_DOWN);
        handOver(attempt);
    }

    private void handOver(Attempt attempt) {
        attempt.move(FailoverState.UPDATE_CONFIG, out.now());
        out.tell(new FailoverFact.ReadyToSwitch(attempt.master, attempt.promoted(), attempt.epoch));
    }

    void endForTimeout(Attempt attempt, MasterPicture master) {
        out.announce("+failover-end-for-timeout", Level.WARNING, field.details(master), master.name());
        for (Address replica : master.replicas()) {
            if (isWaiting(attempt, replica) && field.isConnected(attempt, replica)) {
                follow(attempt, replica, "+slave-reconf-sent-be");
            }
        }
        end(attempt, master);
    }
}
