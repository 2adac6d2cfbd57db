package dev.vedette.election;

import dev.vedette.brain.Out;
import dev.vedette.bus.Alarm;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Level;
import dev.vedette.election.MasterBallot.Phase;
import dev.vedette.model.Chance;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import dev.vedette.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * When to seek votes, and what they come to (reference 5.2, 6.4 to 6.6).
 *
 * <p>Who campaigns first is not left to luck: sentinels take turns in the order of their ids, a tenth of a second
 * apart, so that the first has the votes before the second would ask. And a vote that is split for certain is called
 * again at once, instead of after the pause of several minutes that stock sentinels take; that is safe only because
 * every vote of that epoch is known and final. Rejected: starting at once and trusting to jitter, which the slower
 * timers of stock sentinels can afford and we, being quick, cannot.
 */
final class Campaigns {
    /** Time for a candidate to save its vote, ask, and be answered by peers who save theirs. */
    static final Duration TURN = Duration.ofMillis(100);

    private static final DateTimeFormatter CTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    record TurnCame(MasterName master) implements Alarm {}

    record ElectionTimedOut(MasterName master, Epoch epoch) implements Alarm {}

    private final Jury jury;
    private final Inquiry inquiry;
    private final Chance chance;
    private final Out out;
    private Instant wall = Instant.EPOCH;

    Campaigns(Jury jury, Inquiry inquiry, Chance chance, Out out) {
        this.jury = jury;
        this.inquiry = inquiry;
        this.chance = chance;
        this.out = out;
    }

    /** The time of day, to tell people when the pause ends. */
    void wall(Instant time) {
        wall = time;
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
                    Jury.details(ballot) + " #quorum " + ballot.agreeing() + "/" + quorum,
                    master);
            out.tell(new ElectionFact.ObjectivelyDown(master));
        } else if (!agreed && ballot.isObjectivelyDown()) {
            ballot.objectivelyDown(null);
            out.announce("-odown", Level.WARNING, Jury.details(ballot), master);
            out.tell(new ElectionFact.ObjectivelyUp(master));
        }
    }

    private void considerCampaign(MasterBallot ballot) {
        Moment until = ballot.coolingUntil(out.now());
        if (until != null) {
            if (ballot.noteCooling()) {
                out.remark(
                        Level.NOTICE,
                        ballot.picture().name(),
                        "Next failover delay: I will not start a failover before "
                                + CTIME.format(wall.plus(until.since(out.now()))) + " ("
                                + Reason.COOLING_DOWN.sentence() + ")");
            }
            return;
        }
        Moment turn = ballot.turnAt();
        if (turn == null) {
            Duration wait = TURN.multipliedBy(rank(ballot));
            turn = out.now().plus(wait);
            ballot.turnAt(turn);
            if (!wait.isZero()) {
                out.remark(
                        Level.VERBOSE,
                        ballot.picture().name(),
                        "waiting " + wait.toMillis() + " ms: " + Reason.WAITING_TURN.sentence());
                out.wake(turn, new TurnCame(ballot.picture().name()));
            }
        }
        if (!turn.isAfter(out.now())) {
            campaign(ballot, false);
        }
    }

    /**
     * How many sentinels go before us. Those long gone are not waited for; a fresh death is, because not all saw it.
     */
    private int rank(MasterBallot ballot) {
        return (int) ballot.peers.headMap(jury.myId).values().stream()
                .filter(peer -> !peer.isLongGone(out.now()))
                .count();
    }

    void turnCame(TurnCame alarm) {
        MasterBallot ballot = jury.ballot(alarm.master());
        if (ballot != null) {
            evaluate(ballot);
        }
    }

    void ordered(MasterName master) {
        MasterBallot ballot = jury.ballot(master);
        if (ballot == null || ballot.phase() != Phase.IDLE) {
            out.remark(
                    Level.WARNING,
                    master,
                    "the ordered failover does not start: "
                            + (ballot == null ? Reason.UNKNOWN_MASTER : Reason.FAILOVER_RUNNING).sentence());
            return;
        }
        campaign(ballot, true);
    }

    private void campaign(MasterBallot ballot, boolean forced) {
        MasterName master = ballot.picture().name();
        jury.raiseEpoch(jury.currentEpoch().next());
        ballot.campaign(jury.currentEpoch(), forced);
        jury.ballotsAt(ballot.picture().address()).forEach(same -> same.vote(jury.myId, jury.currentEpoch()));
        ballot.attempted(out.now().plus(chance.upTo(Periods.MAX_DESYNC)));
        jury.persist();
        jury.announceEpoch(master);
        out.announce("+try-failover", Level.WARNING, Jury.details(ballot), master);
        out.tell(new ElectionFact.CampaignStarted(master, jury.currentEpoch(), forced));
        out.announce("+vote-for-leader", Level.WARNING, jury.myId + " " + jury.currentEpoch(), master);
        if (!forced) {
            Duration timeout = ballot.picture().settings().failoverTimeout();
            out.wake(
                    ballot.attemptedAt(out.now())
                            .plus(timeout.compareTo(Periods.ELECTION_TIMEOUT) < 0 ? timeout : Periods.ELECTION_TIMEOUT),
                    new ElectionTimedOut(master, jury.currentEpoch()));
            inquiry.seekVotes(ballot);
        }
        count(ballot);
    }

    private void count(MasterBallot ballot) {
        Epoch epoch = ballot.campaignEpoch();
        boolean epochHolds = epoch.equals(jury.currentEpoch());
        if (ballot.isForced() || (epochHolds && ballot.votesFor(jury.myId, epoch) >= ballot.needed())) {
            MasterName master = ballot.picture().name();
            ballot.lead();
            out.announce(
                    "+elected-leader",
                    Level.WARNING,
                    Jury.details(ballot),
                    master,
                    ballot.isForced()
                            ? "an operator ordered the failover"
                            : ballot.votesFor(jury.myId, epoch) + " of " + ballot.voters() + " votes, "
                                    + ballot.needed() + " needed");
            out.tell(new ElectionFact.Elected(master, epoch, ballot.isForced()));
        } else if (epochHolds && ballot.nobodyCanWin(epoch)) {
            giveUp(ballot, Reason.SPLIT_VOTE);
            ballot.mayAttemptAgain();
            Moment turn = out.now().plus(TURN.multipliedBy(rank(ballot))).plus(chance.upTo(TURN.multipliedBy(2)));
            ballot.turnAt(turn);
            out.wake(turn, new TurnCame(ballot.picture().name()));
        }
    }

    void timedOut(ElectionTimedOut alarm) {
        MasterBallot ballot = jury.ballot(alarm.master());
        if (ballot != null
                && ballot.phase() == Phase.CAMPAIGNING
                && ballot.campaignEpoch().equals(alarm.epoch())) {
            giveUp(ballot, jury.currentEpoch().equals(alarm.epoch()) ? Reason.NOT_ELECTED : Reason.EPOCH_MOVED_ON);
        }
    }

    private void giveUp(MasterBallot ballot, Reason reason) {
        MasterName master = ballot.picture().name();
        out.announce(
                "-failover-abort-not-elected",
                Level.WARNING,
                Jury.details(ballot),
                master,
                reason.sentence() + ": " + ballot.votesFor(jury.myId, ballot.campaignEpoch()) + " of " + ballot.voters()
                        + " votes, " + ballot.needed() + " needed");
        ballot.idle();
        out.tell(new ElectionFact.CampaignEnded(master));
    }

    void failoverAborted(MasterName master, Epoch epoch) {
        MasterBallot ballot = jury.ballot(master);
        if (ballot != null
                && ballot.phase() == Phase.LEADING
                && ballot.campaignEpoch().equals(epoch)) {
            ballot.idle();
            evaluate(ballot);
        }
    }
}
