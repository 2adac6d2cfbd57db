package dev.vedette.election;

import dev.vedette.brain.Out;
import dev.vedette.bus.Level;
import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import dev.vedette.model.Reason;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether we hold back from a campaign, and what we may stop holding back for.
 *
 * <p>The pause keeps two leaders of different epochs from working at once, so it may end early when the epoch that it
 * is for has no leader at work. A leader at work makes itself heard: every sentinel in a failover, stock ones included,
 * asks all others for their vote once a second for as long as the master is down. So whoever was voted for, is down now
 * and has not asked for five seconds is at work no more, as far as anybody can see who would elect the next one; and a
 * candidate that was not elected tries again when enough sentinels are back and none of them has been asking. Down
 * alone would not do: where down-after is a fraction of a second it may only be a hiccup, or the end of one. Should the
 * old leader be cut off and not dead, it gives up before it promotes ({@link Candidacy}); and if its order was on the
 * way already, the newer config epoch wins, as always.
 */
final class Pauses {
    /** Silence of a leader that means that it works no more: as long as a peer's word about a master counts. */
    private static final Duration SILENCE = Periods.ASK.multipliedBy(5);
    /** Whoever is reachable for so long would have told us of a newer configuration, or asked for our vote. */
    private static final Duration HEARD = Periods.PUBLISH;

    private static final DateTimeFormatter CTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    private final Jury jury;
    private final Out out;

    Pauses(Jury jury, Out out) {
        this.jury = jury;
        this.out = out;
    }

    boolean holdsBack(MasterBallot ballot) {
        Moment until = ballot.pause.until(ballot.picture().settings().failoverTimeout(), out.now());
        if (until == null) {
            return false;
        }
        Reason early = whyEarly(ballot);
        if (early != null) {
            if (ballot.pause.noteEarlyEnd()) {
                noteEnd(out, ballot, early);
            }
            return false;
        }
        if (ballot.pause.note()) {
            out.remark(
                    Level.NOTICE,
                    ballot.picture().name(),
                    "Next failover delay: I will not start a failover before "
                            + CTIME.format(out.wall().plus(until.since(out.now()))) + " ("
                            + ballot.pause.cause().reason.sentence() + ")");
        }
        return true;
    }

    boolean somebodyIsAtIt(MasterBallot ballot) {
        return ballot.peers.values().stream().anyMatch(peer -> peer.hasAskedWithin(SILENCE, out.now()));
    }

    static void noteEnd(Out out, MasterBallot ballot, Reason reason) {
        out.remark(Level.NOTICE, ballot.picture().name(), "the pause before a failover ends: " + reason.sentence());
    }

    private @Nullable Reason whyEarly(MasterBallot ballot) {
        if (somebodyIsAtIt(ballot)) {
            return null;
        }
        switch (ballot.pause.cause()) {
            case VOTED -> {
                RunId votedFor = ballot.pause.votedFor();
                PeerVoice leader = votedFor == null ? null : ballot.peers.get(votedFor);
                boolean gone = leader != null && leader.isDown();
                return gone && jury.reachable(ballot, Duration.ZERO) >= ballot.needed() ? Reason.LEADER_GONE : null;
            }
            case NOT_ELECTED -> {
                boolean rested = out.now().isPast(ballot.pause.causedAt(), ballot.electionTimeout(out.tunables()));
                return rested && jury.reachable(ballot, HEARD) >= ballot.needed() ? Reason.VOTERS_BACK : null;
            }
            default -> {
                return null;
            }
        }
    }
}
