package dev.vedette.election;

import dev.vedette.brain.Out;
import dev.vedette.bus.Alarm;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Level;
import dev.vedette.election.MasterBallot.Phase;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import dev.vedette.model.Reason;
import dev.vedette.model.RunId;
import java.time.Duration;

/**
 * When to seek votes, and what they come to (reference 5.2, 6.4 to 6.6).
 *
 * <p>Who campaigns first is not left to luck: sentinels take turns in the order of their ids, a tenth of a second
 * apart, so that the first has the votes before the second would ask. And a vote that is split for certain is called
 * again at once, instead of after the pause of several minutes that stock sentinels take; that is safe only because
 * every vote of that epoch is known and final. What else ends the pause early is for {@link Pauses}. Rejected: starting
 * at once and trusting to jitter, which the slower timers of stock sentinels can afford and we, being quick, cannot.
 */
final class Campaigns {
    record TurnCame(MasterName master) implements Alarm {}

    record ElectionTimedOut(MasterName master, Epoch epoch) implements Alarm {}

    private final Jury jury;
    private final Inquiry inquiry;
    private final Candidacy candidacy;
    private final Pauses pauses;
    private final Force force;
    private final Out out;

    Campaigns(Jury jury, Inquiry inquiry, Candidacy candidacy, Pauses pauses, Force force, Out out) {
        this.jury = jury;
        this.inquiry = inquiry;
        this.candidacy = candidacy;
        this.pauses = pauses;
        this.force = force;
        this.out = out;
    }

    void evaluate(MasterBallot ballot) {
        if (jury.inTilt()) {
            return;
        }
        judgeObjectivelyDown(ballot);
        if (ballot.phase() == Phase.CAMPAIGNING) {
            count(ballot);
        } else if (ballot.phase() == Phase.IDLE && ballot.isObjectivelyDown()) {
            considerCampaign(ballot);
        }
    }

    private void judgeObjectivelyDown(MasterBallot ballot) {
        MasterName master = ballot.picture().name();
        int quorum = ballot.picture().settings().quorum();
        boolean agreed = ballot.agreeing() >= quorum;
        if (agreed && !ballot.isObjectivelyDown()) {
            ballot.objectivelyDown(out.now());
            out.announce(
                    "+odown",
                    Level.WARNING,
                    jury.details(ballot) + " #quorum " + ballot.agreeing() + "/" + quorum,
                    master);
            out.tell(new ElectionFact.ObjectivelyDown(master));
        } else if (!agreed && ballot.isObjectivelyDown()) {
            ballot.objectivelyDown(null);
            out.announce("-odown", Level.WARNING, jury.details(ballot), master);
            out.tell(new ElectionFact.ObjectivelyUp(master));
        }
    }

    private void considerCampaign(MasterBallot ballot) {
        if (holdsBack(ballot)) {
            ballot.turnAt(null);
            return;
        }
        Moment turn = ballot.turnAt();
        if (turn == null) {
            takeTurn(ballot);
        } else if (!turn.isAfter(out.now())) {
            out.wake(out.now(), new TurnCame(ballot.picture().name()));
        }
    }

    /**
     * A majority of those that one happens to know is none. With a small quorum, sentinels that have all just begun, or
     * were all just reset, would otherwise each elect themselves in one epoch.
     */
    private boolean holdsBack(MasterBallot ballot) {
        if (ballot.knowsCircle(out.now())) {
            return pauses.holdsBack(ballot);
        }
        if (ballot.noteStranger()) {
            out.remark(
                    Level.NOTICE, ballot.picture().name(), "not campaigning yet: " + Reason.CIRCLE_UNKNOWN.sentence());
        }
        return true;
    }

    private void takeTurn(MasterBallot ballot) {
        Duration wait = candidacy.turn(ballot);
        Moment turn = out.now().plus(wait);
        ballot.turnAt(turn);
        out.wake(turn, new TurnCame(ballot.picture().name()));
        if (!wait.isZero()) {
            out.remark(
                    Level.VERBOSE,
                    ballot.picture().name(),
                    "waiting " + wait.toMillis() + " ms: " + Reason.WAITING_TURN.sentence());
        }
    }

    /**
     * The only place where a campaign of our own accord starts: on an alarm, which comes behind everything that is
     * known by then. What made us think of it may have waited for a slow disk, and its denial may be the next in the
     * queue.
     */
    void turnCame(TurnCame alarm) {
        MasterBallot ballot = jury.ballot(alarm.master());
        if (ballot == null || jury.inTilt()) {
            return;
        }
        judgeObjectivelyDown(ballot);
        Moment turn = ballot.turnAt();
        boolean isDue = turn != null && !turn.isAfter(out.now());
        if (isDue && ballot.phase() == Phase.IDLE && ballot.isObjectivelyDown() && !holdsBack(ballot)) {
            campaign(ballot);
        }
    }

    /** An operator wants the master to hand over: that stands for agreement, and for no vote. */
    void coordinate(MasterBallot ballot) {
        candidacy.begin(ballot, false, true);
        seekVotes(ballot);
    }

    private void campaign(MasterBallot ballot) {
        candidacy.begin(ballot, false, false);
        seekVotes(ballot);
    }

    private void seekVotes(MasterBallot ballot) {
        out.wake(
                ballot.startedAt(out.now()).plus(ballot.electionTimeout(out.tunables())),
                new ElectionTimedOut(ballot.picture().name(), jury.currentEpoch()));
        inquiry.seekVotes(ballot);
        count(ballot);
    }

    private void count(MasterBallot ballot) {
        if (ballot.isForced()) {
            force.count(ballot);
            return;
        }
        Epoch epoch = ballot.campaignEpoch();
        if (!epoch.equals(ballot.leaderEpoch())) {
            return;
        }
        RunId winner = ballot.winnerBesides(jury.myId, epoch);
        if (ballot.votesFor(jury.myId, epoch) >= ballot.needed()) {
            candidacy.lead(ballot, candidacy.count(ballot));
        } else if (winner != null) {
            candidacy.beaten(ballot, winner);
        } else if (ballot.nobodyCanWin(epoch)) {
            boolean ordered = ballot.isOrdered();
            candidacy.giveUp(ballot, Reason.SPLIT_VOTE);
            if (ordered) {
                return;
            }
            ballot.pause.lift();
            Moment turn = out.now().plus(candidacy.turnAfterSplit(ballot));
            ballot.turnAt(turn);
            out.wake(turn, new TurnCame(ballot.picture().name()));
        } else if (isLeftBehind(ballot)) {
            candidacy.again(ballot);
            seekVotes(ballot);
        }
    }

    /**
     * All masters share one clock of epochs, so an election about another master may make peers refuse the epoch of
     * this one. When they have all said so, and nobody else stands, the same campaign goes on in a newer epoch. Waiting
     * for its end would cost two masters that die together the pause of the second one.
     */
    private boolean isLeftBehind(MasterBallot ballot) {
        Epoch epoch = ballot.campaignEpoch();
        return jury.currentEpoch().isAfter(epoch)
                && ballot.rounds() < Force.ROUNDS
                && jury.haveAllRuled(ballot)
                && jury.reachable(ballot, Duration.ZERO) >= ballot.needed()
                && !ballot.othersStand(jury.myId, epoch)
                && !pauses.somebodyIsAtIt(ballot);
    }

    void timedOut(ElectionTimedOut alarm) {
        MasterBallot ballot = jury.ballot(alarm.master());
        if (ballot != null
                && ballot.phase() == Phase.CAMPAIGNING
                && ballot.campaignEpoch().equals(alarm.epoch())) {
            candidacy.giveUp(
                    ballot, jury.currentEpoch().equals(alarm.epoch()) ? Reason.NOT_ELECTED : Reason.EPOCH_MOVED_ON);
        }
    }

    void failoverAborted(MasterName master, Epoch epoch, Reason reason) {
        MasterBallot ballot = jury.ballot(master);
        if (ballot != null
                && ballot.phase() == Phase.LEADING
                && ballot.campaignEpoch().equals(epoch)) {
            candidacy.aborted(ballot, reason);
            evaluate(ballot);
        }
    }
}
