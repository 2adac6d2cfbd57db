package dev.vedette.election;

import dev.vedette.model.Epoch;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import dev.vedette.model.RunId;
import dev.vedette.model.Tunable;
import dev.vedette.model.Tunables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /** Each sentinel says hello that often; the rest is for slow timers and networks. */
    private static final Duration TO_HEAR_EVERYBODY = Periods.PUBLISH.plus(Duration.ofMillis(500));

    private MasterPicture picture;
    final NavigableMap<RunId, PeerVoice> peers = new TreeMap<>();

    private @Nullable RunId leader;
    private Epoch leaderEpoch;
    final Pause pause = new Pause();

    /** Whether the peers are known from a file; else they must be heard before anything is counted. */
    private boolean circleKnown;

    private @Nullable Moment listeningSince;
    private boolean notedStranger;
    private boolean down;
    private @Nullable Moment objectivelyDownSince;
    private @Nullable Moment turnAt;
    /** Whether peers will be asked again because of a hint that came too soon after another one. */
    private boolean hintKept;

    private Phase phase = Phase.IDLE;
    private Epoch campaignEpoch = Epoch.ZERO;
    private boolean forced;
    private boolean coordinated;
    private int rounds;
    private boolean mandateLost;

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

    /** The peers are those that a file names. */
    void circleKnown() {
        circleKnown = true;
    }

    /** From now on we hear the hellos of others. */
    void listening(Moment now) {
        if (listeningSince == null) {
            listeningSince = now;
        }
    }

    /** The peers are forgotten, and must be heard again. */
    void forgetCircle() {
        peers.clear();
        circleKnown = false;
        listeningSince = null;
        notedStranger = false;
    }

    /** Whether we have listened long enough to have heard everybody who watches this master. */
    boolean knowsCircle(Moment now) {
        return circleKnown || listeningSince != null && now.isPast(listeningSince, TO_HEAR_EVERYBODY);
    }

    /** @return whether nobody was told yet that we do not know the others */
    boolean noteStranger() {
        boolean first = !notedStranger;
        notedStranger = true;
        return first;
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

    /** Who besides {@code us} is known to have the votes that win this epoch. */
    @Nullable
    RunId winnerBesides(RunId us, Epoch epoch) {
        return votedIn(epoch).stream()
                .filter(candidate -> !candidate.equals(us) && votesFor(candidate, epoch) >= needed())
                .findFirst()
                .orElse(null);
    }

    /** Whether somebody besides {@code us} is known to have a vote in this epoch. */
    boolean othersStand(RunId us, Epoch epoch) {
        return votedIn(epoch).stream().anyMatch(candidate -> !candidate.equals(us));
    }

    private List<RunId> votedIn(Epoch epoch) {
        List<RunId> candidates = new ArrayList<>();
        for (PeerVoice peer : peers.values()) {
            RunId vote = peer.votedIn(epoch);
            if (vote != null) {
                candidates.add(vote);
            }
        }
        return candidates;
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

    /** @return whether none was kept already */
    boolean keepHint() {
        boolean first = !hintKept;
        hintKept = true;
        return first;
    }

    /** @return whether one was kept */
    boolean takeHint() {
        boolean kept = hintKept;
        hintKept = false;
        return kept;
    }

    // Our campaign

    @Nullable
    Moment turnAt() {
        return turnAt;
    }

    void turnAt(@Nullable Moment at) {
        turnAt = at;
    }

    Phase phase() {
        return phase;
    }

    boolean isForced() {
        return forced;
    }

    boolean isCoordinated() {
        return coordinated;
    }

    /** A person wanted it: it says nothing about the next failure. */
    boolean isOrdered() {
        return forced || coordinated;
    }

    Epoch campaignEpoch() {
        return campaignEpoch;
    }

    void campaign(boolean isForced, boolean isCoordinated) {
        phase = Phase.CAMPAIGNING;
        forced = isForced;
        coordinated = isCoordinated;
        rounds = 0;
    }

    /** One round of the campaign is one epoch. */
    void standIn(Epoch epoch) {
        campaignEpoch = epoch;
        rounds++;
        turnAt = null;
    }

    int rounds() {
        return rounds;
    }

    /** Within which a campaign must be won. */
    Duration electionTimeout(Tunables tunables) {
        Duration timeout = picture.settings().failoverTimeout();
        Duration most = tunables.of(Tunable.ELECTION_TIMEOUT);
        return timeout.compareTo(most) < 0 ? timeout : most;
    }

    /** From when the campaign's time counts; a part of it is random. */
    Moment startedAt(Moment now) {
        return pause.from() == null ? now : pause.from();
    }

    void lead() {
        phase = Phase.LEADING;
        mandateLost = false;
    }

    /** @return true once per lead */
    boolean loseMandate() {
        boolean first = !mandateLost;
        mandateLost = true;
        return first;
    }

    void idle() {
        phase = Phase.IDLE;
        forced = false;
        coordinated = false;
    }

    /** Another address, or a fresh start: what was said about the old one means nothing now. */
    void startOver() {
        idle();
        pause.lift();
        down = false;
        objectivelyDownSince = null;
        turnAt = null;
        peers.values().forEach(PeerVoice::forget);
    }
}
