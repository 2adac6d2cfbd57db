package dev.vedette.election;

import dev.vedette.brain.Effect.IfDiskFails;
import dev.vedette.brain.Out;
import dev.vedette.bus.Details;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.Level;
import dev.vedette.bus.Slice;
import dev.vedette.election.MasterBallot.Phase;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import dev.vedette.model.Reason;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What all parts of the election know together: the current epoch, the ballot of every master, who can be asked. */
final class Jury {
    final RunId myId;
    final NavigableMap<MasterName, MasterBallot> ballots = new TreeMap<>();
    private final NavigableMap<RunId, Moment> connected = new TreeMap<>();
    private final Out out;
    private Epoch currentEpoch;
    private boolean tilt;
    private boolean leapNoted;

    Jury(RunId myId, Epoch currentEpoch, Out out) {
        this.myId = myId;
        this.currentEpoch = currentEpoch;
        this.out = out;
    }

    @Nullable
    MasterBallot ballot(MasterName master) {
        return ballots.get(master);
    }

    /**
     * Every ballot about the master at this address. Requests name a master by its address alone, so two names of one
     * address share one vote: with a vote each, two sentinels could both be elected in one epoch.
     */
    List<MasterBallot> ballotsAt(Address address) {
        return ballots.values().stream()
                .filter(ballot -> out.book().same(ballot.picture().address(), address))
                .toList();
    }

    Epoch currentEpoch() {
        return currentEpoch;
    }

    void raiseEpoch(Epoch epoch) {
        if (!epoch.isAfter(currentEpoch)) {
            throw new IllegalStateException("an epoch never goes back, from " + currentEpoch + " to " + epoch);
        }
        currentEpoch = epoch;
    }

    /**
     * Whether sentinels can vote in it: stock ones read epochs as signed numbers, so beyond those nobody could be
     * asked. Following into the very last one would be worse still: there is no next.
     */
    private static boolean isShareable(Epoch epoch) {
        return epoch.value() >= 0;
    }

    /** Whether we may follow into this epoch, or vote in it. */
    boolean mayFollow(Epoch epoch) {
        boolean leaps = epoch.isLeapFrom(currentEpoch);
        if (leaps && !leapNoted) {
            leapNoted = true;
            out.remark(
                    Level.WARNING,
                    null,
                    "not following into epoch " + epoch + " from " + currentEpoch + ": "
                            + Reason.EPOCH_LEAPS.sentence());
        }
        return isShareable(epoch) && !leaps;
    }

    void connected(RunId peer) {
        connected.put(peer, out.now());
    }

    void disconnected(RunId peer) {
        connected.remove(peer);
    }

    boolean isConnected(RunId peer) {
        return connected.containsKey(peer);
    }

    /** How many sentinels have been well and connected for so long, we included. */
    int reachable(MasterBallot ballot, Duration span) {
        return 1
                + (int) ballot.peers.entrySet().stream()
                        .filter(peer -> {
                            Moment since = connected.get(peer.getKey());
                            return since != null
                                    && !since.plus(span).isAfter(out.now())
                                    && peer.getValue().isUpFor(span, out.now());
                        })
                        .count();
    }

    /**
     * Whether everybody who is well has answered our wish for a vote in the epoch of our campaign, with whatever vote.
     */
    boolean haveAllRuled(MasterBallot ballot) {
        return ballot.peers.entrySet().stream()
                .noneMatch(peer -> isConnected(peer.getKey())
                        && !peer.getValue().isDown()
                        && !peer.getValue().hasRuledOn(ballot.campaignEpoch()));
    }

    /** Our own vote in the current epoch, about every master at this address. */
    void voteForMyself(Address address) {
        ballotsAt(address).forEach(ballot -> ballot.vote(myId, currentEpoch));
    }

    boolean inTilt() {
        return tilt;
    }

    void tilt(boolean on) {
        tilt = on;
    }

    /** Nothing that shows an epoch or a vote may go before this. */
    void persist() {
        SortedMap<MasterName, Epoch> leaders = new TreeMap<>();
        ballots.forEach((name, ballot) -> leaders.put(name, ballot.leaderEpoch()));
        out.persist(new Slice.Epochs(currentEpoch, leaders), IfDiskFails.HOLD);
    }

    void announceEpoch(MasterName because) {
        out.tell(new ElectionFact.EpochChanged(currentEpoch));
        out.announce("+new-epoch", Level.WARNING, currentEpoch.toString(), because);
    }

    String details(MasterBallot ballot) {
        return Details.master(
                out.book(), ballot.picture().name(), ballot.picture().address());
    }

    ElectionReport report() {
        SortedMap<MasterName, ElectionReport.Master> masters = new TreeMap<>();
        ballots.forEach((name, ballot) -> {
            SortedMap<RunId, ElectionReport.PeerVote> peers = new TreeMap<>();
            ballot.peers.forEach((id, peer) ->
                    peers.put(id, new ElectionReport.PeerVote(peer.saysDown(), peer.leader(), peer.leaderEpoch())));
            masters.put(
                    name,
                    new ElectionReport.Master(
                            ballot.objectivelyDownFor(out.now()),
                            ballot.phase() == Phase.CAMPAIGNING,
                            ballot.phase() != Phase.IDLE,
                            ballot.isForced(),
                            ballot.isCoordinated(),
                            ballot.leader(),
                            ballot.leaderEpoch(),
                            peers));
        });
        return new ElectionReport(myId, currentEpoch, masters);
    }
}
