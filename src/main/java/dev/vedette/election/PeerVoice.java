package dev.vedette.election;

import dev.vedette.model.Epoch;
import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import dev.vedette.model.RunId;
import dev.vedette.model.Span;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one peer last answered about one master. */
final class PeerVoice {
    private boolean saysDown;
    private Moment lastReply;
    private @Nullable Moment lastAsked;
    private @Nullable Moment lastHint;
    private @Nullable RunId leader;
    private Epoch leaderEpoch = Epoch.ZERO;
    /** The last epoch in which it has answered our wish for its vote, with whatever vote. */
    private Epoch ruledOn = Epoch.ZERO;
    /** When it last asked for our vote: it is in a failover. */
    private @Nullable Moment claimedAt;

    private @Nullable Moment downSince;
    private @Nullable Moment upSince;

    PeerVoice(Moment now) {
        lastReply = now;
    }

    boolean saysDown() {
        return saysDown;
    }

    @Nullable
    RunId leader() {
        return leader;
    }

    Epoch leaderEpoch() {
        return leaderEpoch;
    }

    @Nullable
    RunId votedIn(Epoch epoch) {
        return leaderEpoch.equals(epoch) ? leader : null;
    }

    /** @return whether it named a vote that we did not know */
    boolean answered(boolean down, @Nullable RunId vote, Epoch epoch, Moment now) {
        lastReply = now;
        saysDown = down;
        if (vote == null) {
            return false;
        }
        boolean news = !epoch.equals(leaderEpoch) || !vote.equals(leader);
        leader = vote;
        leaderEpoch = epoch;
        return news;
    }

    void asked(Moment now) {
        lastAsked = now;
    }

    boolean mayAsk(Duration pause, Moment now) {
        return lastAsked == null || now.isPast(lastAsked, pause);
    }

    boolean mayFollowHint(Duration pause, Moment now) {
        return lastHint == null || !lastHint.plus(pause).isAfter(now);
    }

    /** It is asked again because something hints that its answer has changed. */
    void followsHint(Moment now) {
        lastHint = now;
    }

    /** Its last word is too old to count. */
    void expire(Duration askPeriod, Moment now) {
        if (now.isPast(lastReply, Span.times(askPeriod, 5))) {
            forget();
        }
    }

    void forget() {
        saysDown = false;
        leader = null;
        leaderEpoch = Epoch.ZERO;
    }

    void wentDown(Moment now) {
        downSince = now;
    }

    void cameUp(Moment now) {
        downSince = null;
        upSince = now;
    }

    boolean isDown() {
        return downSince != null;
    }

    boolean isUpFor(Duration span, Moment now) {
        return downSince == null && (upSince == null || !upSince.plus(span).isAfter(now));
    }

    void claimed(Moment now) {
        claimedAt = now;
    }

    /** It has asked for votes so lately that it must be taken for a leader at work, whatever its link looks like. */
    boolean hasAskedWithin(Duration span, Moment now) {
        return claimedAt != null && !now.isPast(claimedAt, span);
    }

    void ruledOn(Epoch epoch) {
        ruledOn = epoch;
    }

    boolean hasRuledOn(Epoch epoch) {
        return ruledOn.equals(epoch);
    }

    /** It has been down for so long that nobody waits for its turn. */
    boolean isLongGone(Moment now) {
        return downSince != null && now.isPast(downSince, Periods.ASK.multipliedBy(5));
    }
}
