package dev.vedette.sim.stock;

import dev.vedette.model.Epoch;
import dev.vedette.model.RunId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Votes, given and counted (reference 6.3, 6.4). */
final class Election {
    private final Core core;

    Election(Core core) {
        this.core = core;
    }

    /** What it has voted then, {@code leader} being null when only the epoch is known. */
    record Vote(@Nullable RunId leader, Epoch epoch) {}

    /** Votes for the candidate if there is still a vote for that epoch; says what the vote is in either case. */
    Vote vote(Instance master, Epoch asked, RunId candidate) {
        if (asked.isAfter(core.currentEpoch)) {
            core.currentEpoch = asked;
            core.save();
            core.event("+new-epoch", master, core.currentEpoch.toString());
        }
        if (asked.isAfter(master.leaderEpoch) && !core.currentEpoch.isAfter(asked)) {
            master.leader = candidate;
            master.leaderEpoch = core.currentEpoch;
            core.save();
            core.event("+vote-for-leader", master, candidate + " " + master.leaderEpoch);
            // Whoever leads now is given time; a sentinel that voted for itself has set its own start.
            if (!candidate.value().equalsIgnoreCase(core.myId.value())) {
                master.failoverStart = core.now().plus(core.failover.desync());
            }
        }
        return new Vote(master.leader, master.leaderEpoch);
    }

    /** Who has won in that epoch, or null. */
    @Nullable
    RunId leader(Instance master, Epoch epoch) {
        Map<RunId, Integer> counters = new LinkedHashMap<>();
        for (Instance peer : master.sentinels.values()) {
            if (peer.leader != null && peer.leaderEpoch.equals(core.currentEpoch)) {
                counters.merge(peer.leader, 1, Integer::sum);
            }
        }
        RunId winner = null;
        int most = 0;
        for (Map.Entry<RunId, Integer> entry : counters.entrySet()) {
            if (entry.getValue() > most) {
                most = entry.getValue();
                winner = entry.getKey();
            }
        }
        Vote own = vote(master, epoch, winner == null ? core.myId : winner);
        if (own.leader() != null && own.epoch().equals(epoch)) {
            int votes = counters.merge(own.leader(), 1, Integer::sum);
            if (votes > most) {
                most = votes;
                winner = own.leader();
            }
        }
        int voters = master.sentinels.size() + 1;
        return most < voters / 2 + 1 || most < master.quorum ? null : winner;
    }
}
