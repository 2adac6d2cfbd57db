package dev.vedette.election;

import dev.vedette.model.Epoch;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Moment;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Votes, agreement and our own campaign about one master. */
final class MasterBallot {

    /** How far a failover of ours has come, as far as elections go. */
    enum Phase {
        /** Nothing is going on here. */
        IDLE,
        /** Seek votes. */
        CAMPAIGNING,
        /** Elected: leave the rest to the failover, and stay busy until it ends. */
        LEADING
    }

    private MasterPicture picture;
    final NavigableMap<RunId, PeerVoice> peers = new TreeMap<>();

    private @Nullable RunId leader;
    private Epoch leaderEpoch;
    /** Our last attempt, or our last vote for somebody else: both make us wait. */
    private @Nullable Moment attemptedAt;

    private boolean coolingNoted;

    private boolean down;
    private @Nullable Moment objectivelyDownSince;
    private @Nullable Moment turnAt;

    private Phase phase = Phase.IDLE;
    private Epoch campaignEpoch = Epoch.ZERO;
    private boolean forced;

    MasterBallot(MasterPicture picture, Epoch leaderEpoch) {
        this.picture = picture;
        this.leaderEpoch = leaderEpoch;
    }

    MasterPicture picture() {
        return picture;
    }

    void picture(MasterPicture next) {
        picture = next;
    }

    int voters() {
        return peers.size() + 1;
    }

    int majority() {
        return voters() / 2 + 1;
    }

    /** Votes that a leader needs: the majority of all known sentinels, dead ones included, and the quorum. */
    int needed() {
        return Math.max(majority(), picture.settings().quorum());
    }

    // The vote

    @Nullable
    RunId leader() {
        return leader;
    }

    Epoch leaderEpoch() {
        return leaderEpoch;
    }

    void vote(RunId candidate, Epoch epoch) {
        if (!epoch.isAfter(leaderEpoch)) {
            throw new IllegalStateException("a second vote in epoch " + epoch + " for " + picture.name());
        }
        leader = candidate;
        leaderEpoch = epoch;
    }

    /** Votes for {@code candidate} in {@code epoch}, our own included. */
    int votesFor(RunId candidate, Epoch epoch) {
        int votes = candidate.equals(leader) && epoch.equals(leaderEpoch) ? 1 : 0;
        for (PeerVoice peer : peers.values()) {
            if (candidate.equals(peer.votedIn(epoch))) {
                votes++;
            }
        }
        return votes;
    }

    /**
     * Whether it is certain that nobody can win this epoch. A vote never changes, so the votes that we know are final;
     * a peer whose vote we do not know may have given it to anybody, also before it died.
     */
    boolean nobodyCanWin(Epoch epoch) {
        Map<RunId, Integer> count = new TreeMap<>();
        int unknown = epoch.equals(leaderEpoch) && leader != null ? 0 : 1;
        if (unknown == 0 && leader != null) {
            count.merge(leader, 1, Integer::sum);
        }
        for (PeerVoice peer : peers.values()) {
            RunId vote = peer.votedIn(epoch);
            if (vote == null) {
                unknown++;
            } else {
                count.merge(vote, 1, Integer::sum);
            }
        }
        int best = count.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return best + unknown < majority();
    }

    // The pause

    void attempted(Moment at) {
        attemptedAt = at;
        coolingNoted = false;
        turnAt = null;
    }

    void mayAttemptAgain() {
        attemptedAt = null;
        coolingNoted = false;
    }

    /** When the next attempt may start, or null when it may start now. */
    @Nullable
    Moment coolingUntil(Moment now) {
        if (attemptedAt == null) {
            return null;
        }
        Moment until = attemptedAt.plus(picture.settings().failoverTimeout().multipliedBy(2));
        return until.isAfter(now) ? until : null;
    }

    Moment attemptedAt(Moment now) {
        return attemptedAt == null ? now : attemptedAt;
    }

    /** @return true once per pause */
    boolean noteCooling() {
        boolean first = !coolingNoted;
        coolingNoted = true;
        return first;
    }

    // Agreement

    boolean isDown() {
        return down;
    }

    void down(boolean isDown) {
        down = isDown;
        if (!isDown) {
            turnAt = null;
        }
    }

    /** How many sentinels see it down, we included. */
    int agreeing() {
        return down
                ? 1 + (int) peers.values().stream().filter(PeerVoice::saysDown).count()
                : 0;
    }

    boolean isObjectivelyDown() {
        return objectivelyDownSince != null;
    }

    void objectivelyDown(@Nullable Moment since) {
        objectivelyDownSince = since;
        if (since == null) {
            turnAt = null;
        }
    }

    @Nullable
    Duration objectivelyDownFor(Moment now) {
        return objectivelyDownSince == null ? null : now.since(objectivelyDownSince);
    }

    // Our campaign

    @Nullable
    Moment turnAt() {
        return turnAt;
    }

    void turnAt(Moment at) {
        turnAt = at;
    }

    Phase phase() {
        return phase;
    }

    boolean isForced() {
        return forced;
    }

    Epoch campaignEpoch() {
        return campaignEpoch;
    }

    void campaign(Epoch epoch, boolean isForced) {
        phase = Phase.CAMPAIGNING;
        campaignEpoch = epoch;
        forced = isForced;
        turnAt = null;
    }

    void lead() {
        phase = Phase.LEADING;
    }

    void idle() {
        phase = Phase.IDLE;
        forced = false;
    }

    /** Another address, or a fresh start: what was said about the old one means nothing now. */
    void startOver() {
        idle();
        mayAttemptAgain();
        down = false;
        objectivelyDownSince = null;
        turnAt = null;
        peers.values().forEach(PeerVoice::forget);
    }
}
