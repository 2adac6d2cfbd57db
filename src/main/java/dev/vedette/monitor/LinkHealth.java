package dev.vedette.monitor;

import dev.vedette.bus.Channel;
import dev.vedette.model.Address;
import dev.vedette.model.Limits;
import dev.vedette.model.LinkId;
import dev.vedette.model.Moment;
import dev.vedette.model.Span;
import dev.vedette.model.Tunable;
import dev.vedette.model.Tunables;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of one link: since when we wait for an answer, when the last one came, when to try again.
 *
 * <p>One clock carries the verdict. It starts at the first PING after a valid reply, survives reconnects, and only a
 * valid reply stops it (reference 3.3). Opening a connection starts it too, because a PING is the first thing that will
 * be said: so a crash is counted from the moment at which the connection broke, not from some later tick.
 */
final class LinkHealth {
    private enum State {
        CLOSED,
        /** Its host is being looked up. */
        LOOKING,
        OPENING,
        UP
    }

    private static final class Line {
        State state = State.CLOSED;
        Moment retryAt;
        int failures;
        Moment upSince;
        String lastFailure = "";

        @Nullable
        String dialled;

        Line(Moment now) {
            retryAt = now;
            upSince = now;
        }
    }

    /** The first retry after a connection that worked comes at once, the next ones double up to the ping period. */
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(50);

    private final LinkId id;
    private Address address;
    private final Map<Channel, Line> lines = new EnumMap<>(Channel.class);
    private final TreeSet<Moment> alarms = new TreeSet<>();

    private @Nullable Moment pendingSince;
    private @Nullable Moment lastSent;
    private Moment lastValid;
    private Moment lastReply;
    private Moment lastHello;
    private String lastInvalid = "";
    private int pending;
    private int pingsPending;
    private boolean unsure;
    private @Nullable Moment lookedUpAt;

    LinkHealth(LinkId id, Address address, Moment now) {
        this.id = id;
        this.address = address;
        lines.put(Channel.COMMAND, new Line(now));
        if (id instanceof LinkId.Node) {
            lines.put(Channel.PUBSUB, new Line(now));
        }
        pendingSince = now;
        lastValid = now;
        lastReply = now;
        lastHello = now;
    }

    LinkId id() {
        return id;
    }

    Address address() {
        return address;
    }

    void moveTo(Address target) {
        address = target;
    }

    Iterable<Channel> channels() {
        return lines.keySet();
    }

    private Line line(Channel channel) {
        Line line = lines.get(channel);
        if (line == null) {
            throw new IllegalStateException(id + " has no " + channel);
        }
        return line;
    }

    boolean has(Channel channel) {
        return lines.containsKey(channel);
    }

    boolean isUp(Channel channel) {
        return has(channel) && line(channel).state == State.UP;
    }

    boolean isClosed(Channel channel) {
        return line(channel).state == State.CLOSED;
    }

    /** At least one of its connections is missing. */
    boolean disconnected() {
        for (Line line : lines.values()) {
            if (line.state != State.UP) {
                return true;
            }
        }
        return false;
    }

    boolean mayOpen(Channel channel, Moment now) {
        Line line = line(channel);
        return (line.state == State.CLOSED || line.state == State.LOOKING)
                && address.port() != 0
                && !line.retryAt.isAfter(now);
    }

    boolean isLooking(Channel channel) {
        return line(channel).state == State.LOOKING;
    }

    /** Its host is looked up before it is opened; should no answer come, that begins anew. */
    void looking(Channel channel, Moment now) {
        opening(channel, now);
        line(channel).state = State.LOOKING;
        line(channel).retryAt = now.plus(Limits.PATIENCE_WITH_A_LOOK_UP.multipliedBy(2));
    }

    /** The IP address that a connection was ordered to. */
    void dialled(Channel channel, String ip) {
        line(channel).dialled = ip;
    }

    /** It is or will be connected, and not there. */
    boolean leadsElsewhere(Channel channel, String ip) {
        Line line = line(channel);
        boolean leads = line.state == State.OPENING || line.state == State.UP;
        return leads && line.dialled != null && !line.dialled.equals(ip);
    }

    /** It was opened on what the name stood for earlier, because the look-up failed or took too long. */
    boolean isUnsure() {
        return unsure;
    }

    void unsure(boolean is) {
        unsure = is;
    }

    /** @return true at most once in {@code period} */
    boolean mayLookUp(Duration period, Moment now) {
        boolean may = lookedUpAt == null || !lookedUpAt.plus(period).isAfter(now);
        if (may) {
            lookedUpAt = now;
        }
        return may;
    }

    void opening(Channel channel, Moment now) {
        line(channel).state = State.OPENING;
        if (channel == Channel.COMMAND && pendingSince == null) {
            pendingSince = now;
        }
    }

    void up(Channel channel, Moment now) {
        Line line = line(channel);
        line.state = State.UP;
        line.upSince = now;
        if (channel == Channel.COMMAND) {
            nothingPending();
        } else {
            lastHello = now;
        }
    }

    /** @return whether this failure is news, so that a log need not repeat it */
    boolean down(Channel channel, String why, Tunables tunables, Moment now) {
        Line line = line(channel);
        // A server with too many clients accepts, and closes at once: such a connection did not work.
        boolean worked = line.state == State.UP && now.isPast(line.upSince, tunables.ping());
        line.state = State.CLOSED;
        line.failures = worked ? 0 : line.failures + 1;
        line.retryAt = now.plus(backOff(line.failures, tunables.ping()));
        boolean news = worked || !why.equals(line.lastFailure);
        line.lastFailure = why;
        if (channel == Channel.COMMAND) {
            nothingPending();
        }
        return news;
    }

    /** Forgets a channel that we close ourselves; it may be opened again at once. */
    void closed(Channel channel, Moment now) {
        Line line = line(channel);
        line.state = State.CLOSED;
        line.retryAt = now;
        if (channel == Channel.COMMAND) {
            nothingPending();
        }
    }

    private void nothingPending() {
        pending = 0;
        pingsPending = 0;
    }

    private static Duration backOff(int failures, Duration most) {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration wait = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures - 1, 10));
        return wait.compareTo(most) < 0 ? wait : most;
    }

    /**
     * When the next PING is due, if one goes out each {@code period}. While one is unanswered, further ones only follow
     * at half the standard period: they cannot find out more, and they pile up.
     */
    Moment pingDue(Duration period, Tunables tunables) {
        Moment sent = lastSent;
        if (sent == null) {
            return lastReply;
        }
        if (pingsPending > 0) {
            return sent.plus(Span.half(tunables.ping()));
        }
        Moment bySent = sent.plus(Span.half(period));
        Moment byReply = lastReply.plus(period);
        return bySent.isAfter(byReply) ? bySent : byReply;
    }

    void pinged(Moment now) {
        lastSent = now;
        pending++;
        pingsPending++;
        if (pendingSince == null) {
            pendingSince = now;
        }
    }

    /** A command that is no PING went out. */
    void sent() {
        pending++;
    }

    int pending() {
        return pending;
    }

    void replied() {
        pending = Math.max(0, pending - 1);
    }

    /** A PING ended, answered or never sent: nothing is to come for it. */
    void pingEnded() {
        pingsPending = Math.max(0, pingsPending - 1);
    }

    /** @param text the reply, which tells people what is wrong when it is not valid */
    void pong(boolean valid, String text, Moment now) {
        lastReply = now;
        lastInvalid = valid ? "" : text;
        if (valid) {
            lastValid = now;
            pendingSince = null;
        }
    }

    /** What is known about why no valid reply comes; empty when nothing is. */
    String complaint() {
        return isUp(Channel.COMMAND) ? lastInvalid : line(Channel.COMMAND).lastFailure;
    }

    void heardHello(Moment now) {
        lastHello = now;
    }

    /** After a switch, a reset or a move: whatever was wrong before is not held against it. */
    void restartClocks(Moment now) {
        if (pendingSince != null) {
            pendingSince = now;
        }
        lastValid = now;
        lastReply = now;
    }

    /** We did not run for {@code gap}: nobody could have been heard meanwhile. */
    void overlook(Duration gap, Moment now) {
        if (pendingSince != null) {
            pendingSince = earlier(pendingSince.plus(gap), now);
        }
        lastValid = earlier(lastValid.plus(gap), now);
    }

    private static Moment earlier(Moment one, Moment other) {
        return one.isAfter(other) ? other : one;
    }

    /** How long it has owed us a valid reply; zero when it owes none. */
    Duration silence(Moment now) {
        if (pendingSince != null) {
            return now.since(pendingSince);
        }
        return disconnected() ? now.since(lastValid) : Duration.ZERO;
    }

    /**
     * The moment after which {@link #silence} exceeds {@code downAfter}, if nothing is heard; null when it owes
     * nothing.
     */
    @Nullable
    Moment silentTooLongAt(Duration downAfter) {
        Moment from = pendingSince;
        if (from == null) {
            from = disconnected() ? lastValid : null;
        }
        return from == null ? null : from.plus(downAfter).plus(Duration.ofMillis(1));
    }

    /** Whether a connection that looks alive should be opened anew (reference 2.2). */
    boolean isStale(Channel channel, Duration downAfter, Tunables tunables, Moment now) {
        return isUp(channel)
                && (channel == Channel.PUBSUB || isWaitedFor())
                && now.isAfter(staleAt(channel, downAfter, tunables));
    }

    /** It owes a valid reply. */
    boolean isWaitedFor() {
        return pendingSince != null;
    }

    /** The moment after which a connection that is up is stale, if nothing is heard. */
    Moment staleAt(Channel channel, Duration downAfter, Tunables tunables) {
        Moment old = line(channel).upSince.plus(tunables.of(Tunable.MIN_LINK_RECONNECT_PERIOD));
        if (channel == Channel.PUBSUB) {
            return later(old, lastHello.plus(Span.times(tunables.publish(), 3)));
        }
        Moment silent = pendingSince == null ? lastReply : later(pendingSince, lastReply);
        return later(old, silent.plus(Span.half(downAfter)));
    }

    private static Moment later(Moment one, Moment other) {
        return one.isAfter(other) ? one : other;
    }

    Moment retryAt(Channel channel) {
        return line(channel).retryAt;
    }

    Duration pendingPing(Moment now) {
        return pendingSince == null ? Duration.ZERO : now.since(pendingSince);
    }

    Duration sinceValid(Moment now) {
        return now.since(lastValid);
    }

    Duration sinceReply(Moment now) {
        return now.since(lastReply);
    }

    /** @return whether no alarm is set that rings at {@code due} or before */
    boolean needsAlarm(Moment due, Moment now) {
        while (!alarms.isEmpty() && !alarms.first().isAfter(now)) {
            alarms.pollFirst();
        }
        if (!alarms.isEmpty() && !alarms.first().isAfter(due)) {
            return false;
        }
        alarms.add(due);
        return true;
    }
}
