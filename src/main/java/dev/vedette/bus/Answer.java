package dev.vedette.bus;

import dev.vedette.model.Epoch;
import dev.vedette.model.RunId;
import org.jspecify.annotations.Nullable;

/** What comes back from an {@link Ask} or a {@link ConfigAsk}. */
public sealed interface Answer extends BusMessage
        permits Answer.Outcome,
                Answer.Ballot,
                MonitorReport,
                PeersReport,
                ElectionReport,
                FailoverReport,
                ScriptReport,
                ProcessSettings {

    /** It was done, or it was not and this is why. */
    enum Outcome implements Answer {
        DONE,
        NO_SUCH_MASTER,
        DUPLICATE_MASTER,
        TOO_MANY_MASTERS,
        IN_PROGRESS,
        NO_GOOD_REPLICA,
        /** The master does not know FAILOVER. */
        NO_GOOD_PRIMARY,
        /** It was done, but could not be saved. */
        NOT_SAVED
    }

    /**
     * The reply to a peer.
     *
     * @param leader whom we voted for, or null
     */
    record Ballot(boolean down, @Nullable RunId leader, Epoch leaderEpoch) implements Answer {}
}
