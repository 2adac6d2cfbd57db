package dev.vedette.election;

import dev.vedette.model.Moment;
import dev.vedette.model.Reason;
import dev.vedette.model.RunId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time for which we start no failover of our own accord, and why. */
final class Pause {
    enum Cause {
        /** Somebody else has our vote: leave the master to it. */
        VOTED(Reason.COOLING_AFTER_VOTE),
        /** We stood for election and lead nothing: votes were missing, or the mandate was lost before it was used. */
        NOT_ELECTED(Reason.COOLING_AFTER_CAMPAIGN),
        /** We lead, or led a failover that failed: the next one would fail in the same way. */
        LED(Reason.COOLING_DOWN);

        final Reason reason;

        Cause(Reason reason) {
            this.reason = reason;
        }
    }

    private @Nullable Moment from;
    private Cause cause = Cause.LED;
    private Moment causedAt = new Moment(0);
    private @Nullable RunId votedFor;
    private boolean noted;
    private boolean earlyEndNoted;

    void begin(Cause why, Moment at, Moment now) {
        from = at;
        cause = why;
        causedAt = now;
        noted = false;
        earlyEndNoted = false;
    }

    void votedFor(RunId candidate, Moment at, Moment now) {
        begin(Cause.VOTED, at, now);
        votedFor = candidate;
    }

    /** Whom the pause leaves the master to. */
    @Nullable
    RunId votedFor() {
        return votedFor;
    }

    /** Our campaign has ended without a leader; unless somebody else has our vote meanwhile. */
    void notElected(Moment now) {
        if (from != null && cause == Cause.LED) {
            begin(Cause.NOT_ELECTED, from, now);
        }
    }

    /**
     * What ended was an operator's order, which holds nothing back; a vote for somebody else still does.
     *
     * @return whether there was anything to lift
     */
    boolean liftOwn() {
        boolean own = from != null && cause == Cause.LED;
        if (own) {
            lift();
        }
        return own;
    }

    void lift() {
        from = null;
        noted = false;
    }

    Cause cause() {
        return cause;
    }

    Moment causedAt() {
        return causedAt;
    }

    @Nullable
    Moment from() {
        return from;
    }

    /** When it is over, or null when there is none. */
    @Nullable
    Moment until(Duration failoverTimeout, Moment now) {
        if (from == null) {
            return null;
        }
        Moment until = from.plus(failoverTimeout.multipliedBy(2));
        return until.isAfter(now) ? until : null;
    }

    /** @return true once per pause */
    boolean note() {
        boolean first = !noted;
        noted = true;
        return first;
    }

    /** @return true once per pause */
    boolean noteEarlyEnd() {
        boolean first = !earlyEndNoted;
        earlyEndNoted = true;
        return first;
    }
}
