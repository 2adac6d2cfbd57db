package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.MasterName;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The failovers that we lead, at one moment; masters without one are absent. */
public record FailoverReport(SortedMap<MasterName, Running> running) implements Answer {

    /** @param state the name in replies, for example {@code wait_promotion} */
    public record Running(String state, @Nullable Address promoted, SortedMap<Address, Progress> replicas) {}

    /** How far a replica is on its way to the new master. */
    public enum Progress {
        NONE,
        SENT,
        IN_PROGRESS,
        DONE
    }
}
