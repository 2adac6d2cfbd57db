package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.MasterName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All replicas of a master at one moment, the answer to {@link Ask.CandidatesOf}.
 *
 * @param masterAddress null when the master is not known
 * @param masterDownFor how long the master has been subjectively down; null when it is not
 * @param masterHandsOver the master knows the command FAILOVER
 */
public record Candidates(
        MasterName master,
        @Nullable Address masterAddress,
        @Nullable Duration masterDownFor,
        Duration downAfter,
        boolean masterHandsOver,
        List<Candidate> replicas)
        implements Input {
    public Candidates {
        replicas = List.copyOf(replicas);
    }
}
