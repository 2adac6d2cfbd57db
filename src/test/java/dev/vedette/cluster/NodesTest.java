package dev.vedette.cluster;

import static dev.vedette.cluster.Sample.A;
import static dev.vedette.cluster.Sample.B;
import static dev.vedette.cluster.Sample.NAME;
import static dev.vedette.cluster.Sample.opinion;
import static dev.vedette.cluster.Sample.pulse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.vedette.model.Limits;
import dev.vedette.model.Moment;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NodesTest {
    private final Nodes nodes = new Nodes();
    private final Moment start = Moment.ofMillis(0);

    private Moment after(Duration time) {
        return start.plus(time);
    }

    @Test
    void aNodeCountsOnceItHasSaidAllThatItWatches() {
        nodes.hear(start, pulse(A, "r", 0, 1, false, opinion(A)));
        assertEquals(List.of(), List.copyOf(nodes.speaking(start)));
        nodes.hear(start, pulse(A, "r", 0, 1, true));
        assertEquals(new TreeSet<>(List.of(A)), nodes.speaking(start));
        assertEquals(opinion(A), nodes.opinions(NAME, nodes.speaking(start)).get(A));
    }

    @Test
    void whatIsLeftOutOfARoundIsNotWatchedAnyMore() {
        nodes.hear(start, pulse(A, "r", 0, 1, true, opinion(A)));
        nodes.hear(start, pulse(A, "r", 0, 2, true));
        assertNull(nodes.find(A).opinion(NAME));
    }

    @Test
    void whoIsSilentIsNotBelievedAndThenForgotten() {
        nodes.hear(start, pulse(A, "r", 0, 1, true, opinion(A)));
        Moment silent = after(Limits.CLUSTER_SILENCE.plusMillis(1));
        assertEquals(0, nodes.speaking(silent).size());
        nodes.sweep(silent);
        assertNotNull(nodes.find(A), "people still see what it said last");
        nodes.sweep(after(Limits.CLUSTER_MEMORY.plusMillis(1)));
        assertNull(nodes.find(A));
    }

    @Test
    void aNewRunOfANodeBeginsAnew() {
        Nodes.Node node = nodes.hear(start, pulse(A, "r", 5, 1, true, opinion(A)));
        node.seen(5);
        nodes.hear(start, pulse(A, "r2", 1, 1, false));
        assertEquals(0, node.seen());
        assertEquals(0, nodes.speaking(start).size(), "it has not yet said all");
    }

    @Test
    void strangersDoNotDriveOutThoseThatSpeak() {
        nodes.hear(start, pulse(A, "r", 0, 1, true, opinion(A)));
        for (int i = 1; i < Limits.CLUSTER_NODES; i++) {
            nodes.hear(start, pulse(id(i), "r", 0, 1, true));
        }
        assertNull(nodes.hear(start, pulse(B, "r", 0, 1, true)), "one too many");
        Moment later = after(Limits.CLUSTER_SILENCE.plusMillis(1));
        nodes.hear(later, pulse(A, "r", 0, 2, true, opinion(A)));
        assertNotNull(nodes.hear(later, pulse(B, "r", 0, 1, true)), "for one that is silent");
        assertNotNull(nodes.find(A));
    }

    @Test
    void onlySoManyOpinionsAreKept() {
        int each = Limits.CLUSTER_OPINIONS / 4;
        for (int n = 0; n < 5; n++) {
            for (int i = 0; i < each; i++) {
                Opinion o = opinion(A);
                Opinion other = new Opinion(
                        new dev.vedette.model.MasterName("m" + i),
                        o.address(),
                        o.epoch(),
                        false,
                        false,
                        null,
                        o.leaderEpoch(),
                        o.settings(),
                        o.silent(),
                        List.of(),
                        List.of());
                nodes.hear(start, pulse(id(n), "r", 0, 1, false, other));
            }
        }
        int kept = nodes.all().stream().mapToInt(node -> node.masters().size()).sum();
        assertEquals(Limits.CLUSTER_OPINIONS, kept);
    }

    private static RunId id(int number) {
        return new RunId(String.format("%040x", number));
    }
}
