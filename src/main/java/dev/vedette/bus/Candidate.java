package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.RunId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A replica as the selection sees it (reference 7.4).
 *
 * @param listed how its master speaks of it, which may be another host for the same instance; null while nobody knows
 * @param connected both channels are up
 * @param sinceValidPing since its last valid reply to PING
 * @param infoAge since its last INFO, or null when there never was one
 * @param reportsMaster its last INFO says master
 */
public record Candidate(
        Address address,
        @Nullable Address listed,
        @Nullable RunId runId,
        boolean down,
        boolean connected,
        Duration sinceValidPing,
        @Nullable Duration infoAge,
        int priority,
        long offset,
        Duration masterLinkDown,
        boolean reportsMaster) {}
