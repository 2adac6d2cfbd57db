package dev.vedette.bus;

import dev.vedette.model.MasterName;
import dev.vedette.model.PeerRef;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/** The table of peers, at one moment. */
public record PeersReport(SortedMap<MasterName, List<Entry>> peers) implements Answer {
    public record Entry(PeerRef peer, Duration sinceHello) {}
}
