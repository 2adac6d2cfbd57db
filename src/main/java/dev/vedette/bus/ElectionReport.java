package dev.vedette.bus;

import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Epochs, votes and agreement, at one moment. */
public record ElectionReport(RunId myId, Epoch currentEpoch, SortedMap<MasterName, Master> masters) implements Answer {

    /**
     * @param objectivelyDownFor or null when it is not
     * @param campaigning a failover of ours waits to be elected
     * @param busy a failover of ours is in progress, in whatever state
     * @param leader whom we voted for, or null
     */
    public record Master(
            @Nullable Duration objectivelyDownFor,
            boolean campaigning,
            boolean busy,
            boolean forced,
            boolean coordinated,
            @Nullable RunId leader,
            Epoch leaderEpoch,
            SortedMap<RunId, PeerVote> peers) {}

    /** @param leader whom the peer said it voted for, or null */
    public record PeerVote(boolean saysDown, @Nullable RunId leader, Epoch epoch) {}
}
