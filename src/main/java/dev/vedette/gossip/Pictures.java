package dev.vedette.gossip;

import dev.vedette.bus.PeersReport;
import dev.vedette.bus.Slice;
import dev.vedette.model.Address;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import dev.vedette.model.RunId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The table of peers as others see it: on disk, and in an answer. */
final class Pictures {
    private Pictures() {}

    static Slice.Peers slice(SortedMap<MasterName, Circle> circles) {
        SortedMap<MasterName, SortedMap<RunId, Address>> all = new TreeMap<>();
        circles.forEach((name, circle) -> all.put(name, circle.addresses()));
        return new Slice.Peers(all);
    }

    static PeersReport report(SortedMap<MasterName, Circle> circles, Moment now) {
        SortedMap<MasterName, List<PeersReport.Entry>> all = new TreeMap<>();
        circles.forEach((name, circle) -> all.put(name, circle.report(now)));
        return new PeersReport(all);
    }
}
