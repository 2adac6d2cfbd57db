package dev.vedette.failover;

import dev.vedette.brain.Out;
import dev.vedette.bus.Alarm;
import dev.vedette.bus.Details;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.FailoverReport;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Moment;
import dev.vedette.model.Reason;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What all steps of a failover look at: the attempts under way, and pictures of who is where, up and reachable. */
final class Field {
    record StepTimedOut(MasterName master, Epoch epoch, FailoverState step) implements Alarm {}

    final NavigableMap<MasterName, MasterPicture> masters = new TreeMap<>();
    final NavigableMap<MasterName, Attempt> attempts = new TreeMap<>();
    /** Masters with a failover of ours in progress, from the campaign on. */
    final TreeSet<MasterName> busy = new TreeSet<>();

    final TreeSet<MasterName> mastersDown = new TreeSet<>();
    final TreeSet<LinkId> down = new TreeSet<>();
    /** Nodes that say that they hand over at the moment. */
    final TreeSet<LinkId> handingOver = new TreeSet<>();

    final TreeSet<LinkId> connected = new TreeSet<>();
    private final Out out;
    private boolean monitorInTilt;
    private @Nullable Moment stalledAt;

    Field(Out out) {
        this.out = out;
    }

    boolean inTilt() {
        return monitorInTilt || stalledAt != null;
    }

    void monitorInTilt(boolean on) {
        monitorInTilt = on;
    }

    @Nullable
    Moment stalledAt() {
        return stalledAt;
    }

    void stalledAt(@Nullable Moment moment) {
        stalledAt = moment;
    }

    @Nullable
    Attempt attempt(MasterName master) {
        return attempts.get(master);
    }

    @Nullable
    Attempt running(MasterName master, Epoch epoch, FailoverState state) {
        Attempt attempt = attempts.get(master);
        return attempt != null && attempt.epoch.equals(epoch) && attempt.is(state) ? attempt : null;
    }

    MasterPicture picture(Attempt attempt) {
        MasterPicture picture = masters.get(attempt.master);
        if (picture == null) {
            throw new IllegalStateException("a failover outlived its master " + attempt.master);
        }
        return picture;
    }

    boolean isConnected(Attempt attempt, Address instance) {
        return connected.contains(link(attempt.master, instance));
    }

    boolean isDown(Attempt attempt, Address instance) {
        return down.contains(link(attempt.master, instance));
    }

    static LinkId link(MasterName master, Address instance) {
        return new LinkId.Node(master, instance);
    }

    /** @param master whom {@code instance} is to follow; null makes it a master */
    void order(Attempt attempt, Address instance, @Nullable Address master) {
        LinkId link = link(attempt.master, instance);
        out.command(link, new Errand.Reconfigure(master, handingOver.contains(link)));
    }

    String details(MasterPicture master) {
        return Details.master(out.book(), master.name(), master.address());
    }

    String details(MasterPicture master, Address replica) {
        return Details.replica(out.book(), replica, master.name(), master.address());
    }

    void armStep(Attempt attempt) {
        out.wake(
                out.now().plus(picture(attempt).settings().failoverTimeout()),
                new StepTimedOut(attempt.master, attempt.epoch, attempt.state()));
    }

    void handingOver(MonitorFact.HandingOver fact) {
        LinkId node = link(fact.master(), fact.instance());
        if (fact.on()) {
            handingOver.add(node);
        } else {
            handingOver.remove(node);
        }
    }

    /** Hellos to the old master may go out again. */
    void endQuiet(Attempt attempt) {
        if (attempt.endQuiet()) {
            out.tell(new FailoverFact.HandingOver(attempt.master, attempt.from, false));
        }
    }

    /** Ends the attempt without a new master. */
    void abort(Attempt attempt, String event, String details, Reason reason, String sentence) {
        out.announce(event, Level.WARNING, details, attempt.master, sentence);
        drop(attempt);
        out.tell(new FailoverFact.Aborted(attempt.master, attempt.epoch, reason));
    }

    void drop(Attempt attempt) {
        attempts.remove(attempt.master);
        busy.remove(attempt.master);
        endQuiet(attempt);
        if (attempt.hasSelected()) {
            out.tell(new FailoverFact.Settled(attempt.master, attempt.promoted()));
        }
        attempt.told().keySet().forEach(replica -> out.tell(new FailoverFact.Settled(attempt.master, replica)));
    }

    void forgetHealth(MasterName master) {
        busy.remove(master);
        mastersDown.remove(master);
        handingOver.removeIf(
                link -> link instanceof LinkId.Node node && node.master().equals(master));
        down.removeIf(link -> link instanceof LinkId.Node node && node.master().equals(master));
    }

    FailoverReport report() {
        SortedMap<MasterName, FailoverReport.Running> running = new TreeMap<>();
        attempts.forEach((name, attempt) -> running.put(name, attempt.report()));
        return new FailoverReport(running);
    }
}
