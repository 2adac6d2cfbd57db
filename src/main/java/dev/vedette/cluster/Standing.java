package dev.vedette.cluster;

import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long nodes have disagreed. What passes by itself, as everything does that a failover or a command at one node
 * after the other makes differ for a while, is never told.
 */
final class Standing {

    /** @param master whose, and what is told now: that it began, or that it is over */
    record News(MasterName master, Disagreement about, boolean began) {}

    private static final class Case {
        private final MasterName master;
        private final Moment since;
        private Disagreement latest;
        private boolean told;

        Case(MasterName master, Moment since, Disagreement latest) {
            this.master = master;
            this.since = since;
            this.latest = latest;
        }
    }

    private final SortedMap<String, Case> cases = new TreeMap<>();

    /** Everything that is so at this moment; what is absent is over. */
    List<News> see(Moment now, SortedMap<MasterName, List<Disagreement>> all) {
        List<News> news = new ArrayList<>();
        SortedMap<String, Disagreement> present = new TreeMap<>();
        all.forEach((master, list) -> list.forEach(each -> {
            String key = master + "\n" + each.key();
            Case known = cases.get(key);
            if (known == null && cases.size() < Limits.CLUSTER_DISAGREEMENTS) {
                cases.put(key, new Case(master, now, each));
            } else if (known != null) {
                known.latest = each;
            }
            present.put(key, each);
        }));
        Iterator<Case> each = cases.values().iterator();
        Iterator<String> keys = new ArrayList<>(cases.keySet()).iterator();
        while (each.hasNext()) {
            Case one = each.next();
            if (!present.containsKey(keys.next())) {
                each.remove();
                if (one.told) {
                    news.add(new News(one.master, one.latest, false));
                }
            } else if (!one.told && now.isPast(one.since, Limits.CLUSTER_DISAGREEMENT)) {
                one.told = true;
                news.add(new News(one.master, one.latest, true));
            }
        }
        return news;
    }

    /** Those that have lasted. */
    List<Disagreement> of(MasterName master) {
        return cases.values().stream()
                .filter(one -> one.told && one.master.equals(master))
                .map(one -> one.latest)
                .toList();
    }

    /** The masters about which nodes have disagreed for long, and what about. */
    SortedMap<MasterName, List<Disagreement>> all() {
        SortedMap<MasterName, List<Disagreement>> all = new TreeMap<>();
        cases.values().stream().filter(one -> one.told).forEach(one -> all.computeIfAbsent(
                        one.master, name -> new ArrayList<>())
                .add(one.latest));
        return all;
    }
}
