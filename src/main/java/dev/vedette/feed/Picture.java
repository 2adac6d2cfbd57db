package dev.vedette.feed;

import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.FailoverReport;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.PeersReport;
import java.time.Instant;

/**
 * Everything, as its owners said it one after the other within some milliseconds.
 *
 * @param number grows with each picture of this run
 */
record Picture(
        long number,
        Instant at,
        MonitorReport monitor,
        ElectionReport election,
        FailoverReport failovers,
        PeersReport peers) {}
