package dev.vedette.gossip;

import dev.vedette.bus.PeersReport;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The circles around all masters. A data node has its place in one of them, a peer perhaps in each. */
final class Circles {
    private final NavigableMap<MasterName, Circle> circles = new TreeMap<>();

    @Nullable
    Circle of(MasterName master) {
        return circles.get(master);
    }

    Collection<Circle> all() {
        return circles.values();
    }

    void add(Circle circle) {
        circles.put(circle.picture().name(), circle);
    }

    void remove(MasterName master) {
        circles.remove(master);
    }

    /** Those that may speak over this link. */
    Collection<Circle> of(LinkId link) {
        if (link instanceof LinkId.Node node) {
            Circle circle = circles.get(node.master());
            return circle == null ? List.of() : List.of(circle);
        }
        return circles.values();
    }

    boolean needs(LinkId link) {
        return of(link).stream().anyMatch(circle -> circle.knows(link));
    }

    PeersReport report(Moment now) {
        SortedMap<MasterName, List<PeersReport.Entry>> all = new TreeMap<>();
        circles.forEach((name, circle) -> all.put(name, circle.report(now)));
        return new PeersReport(all);
    }
}
