package dev.vedette.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Disagreement QUORUM = new Disagreement("quorum", "", "say one");
    private static final Disagreement ADDRESS = new Disagreement("address", "", "look");

    private final Standing standing = new Standing();

    private List<Standing.News> see(long seconds, Disagreement... now) {
        SortedMap<MasterName, List<Disagreement>> all = new TreeMap<>();
        if (now.length > 0) {
            all.put(Sample.NAME, List.of(now));
        }
        return standing.see(Moment.ofMillis(seconds * 1000), all);
    }

    @Test
    void whatPassesIsNeverTold() {
        assertEquals(List.of(), see(0, ADDRESS));
        assertEquals(List.of(), see(15, ADDRESS));
        assertEquals(List.of(), see(16));
        assertEquals(List.of(), see(17, ADDRESS), "it begins anew");
        assertEquals(List.of(), see(32, ADDRESS));
        assertEquals(List.of(), standing.of(Sample.NAME));
    }

    @Test
    void whatLastsIsToldOnceAndSoIsItsEnd() {
        see(0, ADDRESS, QUORUM);
        List<Standing.News> news = see(16, ADDRESS, QUORUM);
        assertEquals(2, news.size());
        assertTrue(news.get(0).began());
        assertEquals(List.of(), see(17, ADDRESS, QUORUM));
        List<Standing.News> over = see(18, QUORUM);
        assertEquals(List.of(new Standing.News(Sample.NAME, ADDRESS, false)), over);
        assertEquals(List.of(QUORUM), standing.of(Sample.NAME));
        assertEquals(List.of(Sample.NAME), new ArrayList<>(standing.all().keySet()));
    }

    @Test
    void theSentenceIsTheLatest() {
        see(0, QUORUM);
        Disagreement later = new Disagreement("quorum", "", "say two");
        assertEquals("say two", see(16, later).get(0).about().sentence());
    }

    @Test
    void thereAreOnlySoMany() {
        List<Disagreement> flood = new ArrayList<>();
        for (int i = 0; i < Limits.CLUSTER_DISAGREEMENTS + 10; i++) {
            flood.add(new Disagreement("peer", Integer.toString(i), ""));
        }
        see(0, flood.toArray(Disagreement[]::new));
        assertEquals(
                Limits.CLUSTER_DISAGREEMENTS,
                see(16, flood.toArray(Disagreement[]::new)).size());
    }
}
