package dev.vedette.election;

import dev.vedette.brain.Out;
import dev.vedette.bus.Alarm;
import dev.vedette.bus.Level;
import dev.vedette.election.MasterBallot.Phase;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.Reason;
import dev.vedette.model.RunId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Campaigns that an operator ordered. The order stands for agreement and for votes; all the same the others are asked
 * for theirs, in the same round trip as always.
 *
 * <p>Two operators at two sentinels would otherwise make one epoch with two masters, which stock sentinels never
 * resolve. Asked, the votes of one epoch tell them apart: if most of them are for somebody else, the order gives way
 * and says to whom; if they are scattered, a newer epoch is tried. But who does not answer holds nobody up for long: a
 * person has said that it shall be done, perhaps because most sentinels are dead.
 */
final class Force {
    /** How long an order waits for sentinels that seem to be well and do not answer. */
    static final Duration PATIENCE = Duration.ofMillis(500);
    /** So many epochs are tried while somebody else stands in each of them. */
    static final int ROUNDS = 5;

    record PatienceEnded(MasterName master, Epoch epoch) implements Alarm {}

    record NextRound(MasterName master, Epoch epoch) implements Alarm {}

    private final Jury jury;
    private final Inquiry inquiry;
    private final Candidacy candidacy;
    private final Out out;

    Force(Jury jury, Inquiry inquiry, Candidacy candidacy, Out out) {
        this.jury = jury;
        this.inquiry = inquiry;
        this.candidacy = candidacy;
        this.out = out;
    }

    /** @param coordinated it cannot be carried out, which is said here as well */
    void ordered(MasterName master, boolean coordinated) {
        MasterBallot ballot = jury.ballot(master);
        if (ballot == null || ballot.phase() != Phase.IDLE) {
            out.remark(
                    Level.WARNING,
                    master,
                    "the ordered failover does not start: "
                            + (ballot == null ? Reason.UNKNOWN_MASTER : Reason.FAILOVER_RUNNING).sentence());
            return;
        }
        candidacy.begin(ballot, true, false);
        seekVotes(ballot);
    }

    private void seekVotes(MasterBallot ballot) {
        inquiry.seekVotes(ballot);
        out.wake(out.now().plus(PATIENCE), new PatienceEnded(ballot.picture().name(), ballot.campaignEpoch()));
        count(ballot);
    }

    void patienceEnded(PatienceEnded alarm) {
        MasterBallot ballot = standing(alarm.master(), alarm.epoch());
        if (ballot != null) {
            decide(ballot, true);
        }
    }

    void nextRound(NextRound alarm) {
        MasterBallot ballot = standing(alarm.master(), alarm.epoch());
        if (ballot != null) {
            candidacy.again(ballot);
            seekVotes(ballot);
        }
    }

    private @Nullable MasterBallot standing(MasterName master, Epoch epoch) {
        MasterBallot ballot = jury.ballot(master);
        return ballot != null
                        && ballot.phase() == Phase.CAMPAIGNING
                        && ballot.isForced()
                        && ballot.campaignEpoch().equals(epoch)
                ? ballot
                : null;
    }

    void count(MasterBallot ballot) {
        decide(ballot, jury.haveAllRuled(ballot));
    }

    private void decide(MasterBallot ballot, boolean roundIsOver) {
        Epoch epoch = ballot.campaignEpoch();
        RunId other = ballot.winnerBesides(jury.myId, epoch);
        if (ballot.votesFor(jury.myId, epoch) >= ballot.needed()) {
            candidacy.lead(ballot, "an operator ordered the failover; " + candidacy.count(ballot));
        } else if (other != null) {
            candidacy.giveUp(ballot, Reason.ANOTHER_LEADS, other + " has most votes of epoch " + epoch);
        } else if (ballot.turnAt() == null) {
            goOn(ballot, roundIsOver);
        }
    }

    private void goOn(MasterBallot ballot, boolean roundIsOver) {
        Epoch epoch = ballot.campaignEpoch();
        if (ballot.nobodyCanWin(epoch) || roundIsOver && ballot.othersStand(jury.myId, epoch)) {
            tryAgain(ballot);
        } else if (roundIsOver) {
            candidacy.lead(
                    ballot,
                    "an operator ordered the failover, which needs no majority; " + candidacy.count(ballot)
                            + " without an order");
        }
    }

    /** Votes are given in newer epochs than ours. */
    void outdated(MasterBallot ballot) {
        if (ballot.turnAt() == null) {
            tryAgain(ballot);
        }
    }

    private void tryAgain(MasterBallot ballot) {
        if (ballot.rounds() >= ROUNDS) {
            candidacy.giveUp(ballot, Reason.OTHERS_STAND);
            return;
        }
        Duration wait = candidacy.turnAfterSplit(ballot);
        out.remark(
                Level.NOTICE,
                ballot.picture().name(),
                "the ordered failover tries a newer epoch in " + wait.toMillis() + " ms: " + candidacy.count(ballot));
        ballot.turnAt(out.now().plus(wait));
        out.wake(out.now().plus(wait), new NextRound(ballot.picture().name(), ballot.campaignEpoch()));
    }
}
