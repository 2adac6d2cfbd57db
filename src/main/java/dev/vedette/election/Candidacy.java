package dev.vedette.election;

import dev.vedette.brain.Out;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Level;
import dev.vedette.election.MasterBallot.Phase;
import dev.vedette.model.Chance;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import dev.vedette.model.Reason;
import dev.vedette.model.RunId;
import dev.vedette.model.SimulatedFailure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How we stand for election about a master: beginning, winning, and every way to end without having led.
 *
 * <p>A mandate is only as good as the majority behind it. Whoever holds one and learns that a newer epoch has begun for
 * this master, or that most sentinels are out of reach, says so; the failover gives up if nothing has been ordered yet.
 * That is what lets the others elect somebody else soon, and not after minutes, when they take a leader for dead.
 */
final class Candidacy {
    /** Time for a candidate to save its vote, ask, and be answered by peers who save theirs. */
    static final Duration TURN = Duration.ofMillis(100);

    /** Ends of a failover that say nothing against another one. */
    private static final Set<Reason> MANDATE_LOST =
            EnumSet.of(Reason.OVERTAKEN, Reason.MAJORITY_LOST, Reason.MANDATE_SLEPT_THROUGH);

    private final Jury jury;
    private final Chance chance;
    private final Out out;

    Candidacy(Jury jury, Chance chance, Out out) {
        this.jury = jury;
        this.chance = chance;
        this.out = out;
    }

    void begin(MasterBallot ballot, boolean forced, boolean coordinated) {
        ballot.campaign(forced, coordinated);
        MasterName master = ballot.picture().name();
        nextEpoch(ballot);
        out.announce("+try-failover", Level.WARNING, jury.details(ballot), master);
        out.tell(new ElectionFact.CampaignStarted(master, ballot.campaignEpoch(), forced));
        announceVote(ballot);
    }

    /** The same attempt in a newer epoch. */
    void again(MasterBallot ballot) {
        nextEpoch(ballot);
        announceVote(ballot);
    }

    /** A new epoch, and our own vote in it. */
    private void nextEpoch(MasterBallot ballot) {
        jury.raiseEpoch(jury.currentEpoch().next());
        ballot.standIn(jury.currentEpoch());
        jury.voteForMyself(ballot.picture().address());
        ballot.pause.begin(Pause.Cause.LED, out.now().plus(chance.upTo(Periods.MAX_DESYNC)), out.now());
        jury.persist();
        jury.announceEpoch(ballot.picture().name());
    }

    private void announceVote(MasterBallot ballot) {
        out.announce(
                "+vote-for-leader",
                Level.WARNING,
                jury.myId + " " + ballot.campaignEpoch(),
                ballot.picture().name());
    }

    /**
     * An epoch to announce a configuration in, and our vote with it, so that nobody is elected in it with our help. No
     * attempt, and no pause after it.
     */
    void claim(MasterName master, Epoch disputed) {
        MasterBallot ballot = jury.ballot(master);
        if (ballot == null || ballot.phase() == Phase.CAMPAIGNING) {
            return;
        }
        jury.raiseEpoch(jury.currentEpoch().next());
        jury.voteForMyself(ballot.picture().address());
        jury.persist();
        jury.announceEpoch(master);
        out.tell(new ElectionFact.EpochClaimed(master, disputed, jury.currentEpoch()));
    }

    /**
     * How long to wait for those who go first. Those long gone are not waited for; a fresh death is, because not all
     * saw it.
     */
    Duration turn(MasterBallot ballot) {
        long before = ballot.peers.headMap(jury.myId).values().stream()
                .filter(peer -> !peer.isLongGone(out.now()))
                .count();
        return TURN.multipliedBy(before);
    }

    /** After a split vote the same turns would only split it again. */
    Duration turnAfterSplit(MasterBallot ballot) {
        return turn(ballot).plus(chance.upTo(TURN.multipliedBy(2)));
    }

    void lead(MasterBallot ballot, String why) {
        MasterName master = ballot.picture().name();
        ballot.lead();
        out.announce("+elected-leader", Level.WARNING, jury.details(ballot), master, why);
        if (out.crash(SimulatedFailure.CRASH_AFTER_ELECTION)) {
            return;
        }
        out.tell(new ElectionFact.Elected(master, ballot.campaignEpoch(), ballot.isForced(), ballot.isCoordinated()));
    }

    String count(MasterBallot ballot) {
        return ballot.votesFor(jury.myId, ballot.campaignEpoch()) + " of " + ballot.voters() + " votes, "
                + ballot.needed() + " needed";
    }

    void giveUp(MasterBallot ballot, Reason reason) {
        giveUp(ballot, reason, count(ballot));
    }

    void giveUp(MasterBallot ballot, Reason reason, String detail) {
        MasterName master = ballot.picture().name();
        out.announce(
                "-failover-abort-not-elected",
                Level.WARNING,
                jury.details(ballot),
                master,
                reason.sentence() + ": " + detail);
        if (ballot.isOrdered()) {
            forgetOrder(ballot);
        } else {
            ballot.pause.notElected(out.now());
        }
        ballot.idle();
        out.tell(new ElectionFact.CampaignEnded(master));
    }

    /**
     * Somebody else has won our epoch: the master is left to it as if it had our vote, too. Whoever goes on asking for
     * votes looks like a leader at work, and nobody would miss the real one should it die.
     */
    void beaten(MasterBallot ballot, RunId winner) {
        boolean ordered = ballot.isOrdered();
        Moment from = ballot.pause.from();
        giveUp(ballot, Reason.ANOTHER_LEADS, winner + " has most votes of epoch " + ballot.campaignEpoch());
        if (!ordered) {
            ballot.pause.votedFor(winner, from == null ? out.now() : from, out.now());
        }
    }

    /** Somebody is voted for in a newer epoch than that of our campaign: ours is over, whatever it brought. */
    void overtaken(MasterBallot ballot, RunId by, Epoch epoch) {
        String other = by + " is voted for in epoch " + epoch;
        if (ballot.phase() == Phase.CAMPAIGNING) {
            giveUp(ballot, Reason.EPOCH_MOVED_ON, other);
        } else if (ballot.phase() == Phase.LEADING) {
            loseMandate(ballot, Reason.OVERTAKEN, other);
        }
    }

    /** One more sentinel is out of reach. */
    void peerLost(MasterBallot ballot) {
        long reachable = 1
                + ballot.peers.values().stream().filter(peer -> !peer.isDown()).count();
        if (ballot.phase() == Phase.LEADING && !ballot.isForced() && reachable < ballot.majority()) {
            loseMandate(
                    ballot, Reason.MAJORITY_LOST, reachable + " of " + ballot.voters() + " sentinels can be reached");
        }
    }

    private void loseMandate(MasterBallot ballot, Reason reason, String detail) {
        if (ballot.loseMandate()) {
            out.tell(new ElectionFact.MandateLost(
                    ballot.picture().name(), ballot.campaignEpoch(), reason, reason.sentence() + ": " + detail));
        }
    }

    /** The failover ended without a new master. */
    void aborted(MasterBallot ballot, Reason reason) {
        if (ballot.isOrdered()) {
            forgetOrder(ballot);
        } else if (MANDATE_LOST.contains(reason)) {
            ballot.pause.notElected(out.now());
        }
        ballot.idle();
    }

    private void forgetOrder(MasterBallot ballot) {
        if (ballot.pause.liftOwn()) {
            Pauses.noteEnd(out, ballot, Reason.ORDERED);
        }
    }
}
