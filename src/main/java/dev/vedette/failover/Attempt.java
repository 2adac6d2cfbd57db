package dev.vedette.failover;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverReport;
import dev.vedette.bus.FailoverReport.Progress;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One failover that we lead, from the election to the switch. */
final class Attempt {
    final MasterName master;
    final Epoch epoch;
    final boolean forced;
    /** The master hands over by itself. */
    final boolean coordinated;
    /** The master that is replaced. */
    final Address from;

    final FollowCircle circle = new FollowCircle();

    private FailoverState state = FailoverState.SELECT_REPLICA;
    private Moment since;
    private @Nullable Address promoted;
    private @Nullable Address listed;
    /** The promotion is under way, or has to be sent again because its connection broke. */
    private boolean sent;

    /** The promoted replica says that it is a master; the monitor is about to put that on record, or to refuse it. */
    private boolean promotionSeen;

    /** Why nothing more may be ordered on the strength of the election; what is under way takes its course. */
    private @Nullable String mandateLost;

    private Moment nudgedAt;

    private boolean quietEnded;

    /** The old master, which is alive, is told whom to follow; to be done again when it did not hear or was down. */
    private boolean oldMasterTold;

    private final NavigableMap<Address, Progress> progress = new TreeMap<>();
    private final NavigableMap<Address, Moment> sentAt = new TreeMap<>();
    /** Told, and the reply was lost: perhaps they are on their way, perhaps not. */
    private final NavigableSet<Address> unheard = new TreeSet<>();

    Attempt(ElectionFact.Elected elected, Address from, Moment now) {
        this.master = elected.master();
        this.epoch = elected.epoch();
        this.forced = elected.forced();
        this.coordinated = elected.coordinated();
        this.from = from;
        this.since = now;
        this.nudgedAt = now;
    }

    FailoverState state() {
        return state;
    }

    boolean is(FailoverState expected) {
        return state == expected;
    }

    Moment since() {
        return since;
    }

    void move(FailoverState next, Moment now) {
        if (next.ordinal() != state.ordinal() + 1) {
            throw new IllegalStateException("a failover does not go from " + state + " to " + next);
        }
        state = next;
        since = now;
    }

    /** @param as what its master calls it, if that is known */
    void select(Address replica, @Nullable Address as) {
        if (promoted != null) {
            throw new IllegalStateException("a failover does not promote " + replica + " after " + promoted);
        }
        promoted = replica;
        listed = as;
    }

    /** The replica to promote; there is one from {@link FailoverState#SEND_REPLICAOF_NO_ONE} on. */
    Address promoted() {
        if (promoted == null) {
            throw new IllegalStateException("nothing is selected in " + state);
        }
        return promoted;
    }

    /** What its master calls the replica to promote. */
    Address listed() {
        return listed == null ? promoted() : listed;
    }

    boolean hasSelected() {
        return promoted != null;
    }

    boolean promotes(Address replica) {
        return replica.equals(promoted);
    }

    /** Whether so long has passed since the last time; then that begins anew. */
    boolean isToBeNudged(Duration pause, Moment now) {
        boolean due = now.isPast(nudgedAt, pause);
        if (due) {
            nudgedAt = now;
        }
        return due;
    }

    /** Whether this attempt gives this order to this instance; a late reply may belong to an earlier one. */
    boolean gave(Errand.Reconfigure order, Address instance) {
        return promoted != null && (promotes(instance) ? order.master() == null : promoted.equals(order.master()));
    }

    /** @return true once */
    boolean endQuiet() {
        boolean first = coordinated && !quietEnded;
        quietEnded = true;
        return first;
    }

    boolean isPromotionSeen() {
        return promotionSeen;
    }

    void promotionSeen() {
        promotionSeen = true;
    }

    @Nullable
    String mandateLost() {
        return mandateLost;
    }

    void loseMandate(String why) {
        mandateLost = why;
    }

    boolean wasSent() {
        return sent;
    }

    void sent(boolean underWay) {
        sent = underWay;
    }

    Progress progress(Address replica) {
        return progress.getOrDefault(replica, Progress.NONE);
    }

    void progress(Address replica, Progress now) {
        progress.put(replica, now);
    }

    boolean oldMasterTold() {
        return oldMasterTold;
    }

    void oldMasterTold(boolean underWay) {
        oldMasterTold = underWay;
    }

    /** The replica is told to follow the new master. */
    void sentTo(Address replica, Moment now) {
        progress.put(replica, Progress.SENT);
        sentAt.put(replica, now);
        unheard.remove(replica);
    }

    void orderLost(Address replica) {
        unheard.add(replica);
    }

    /** Whether it is to be told once more, in the place that it already has. */
    boolean isUnheard(Address replica) {
        return unheard.contains(replica) && progress(replica) == Progress.SENT;
    }

    /** Whether it has had so long for the last order that it was given. */
    boolean hadTime(Address replica, Duration patience, Moment now) {
        Moment last = sentAt.get(replica);
        return last == null || !last.plus(patience).isAfter(now);
    }

    /** Replicas that were told to follow the new master. */
    SortedMap<Address, Progress> told() {
        return new TreeMap<>(progress);
    }

    FailoverReport.Running report() {
        return new FailoverReport.Running(state.wire(), promoted, told());
    }
}
