package dev.vedette.sim.stock;

import static dev.vedette.sim.storm.Ring.MYMASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.sim.Trace;
import dev.vedette.sim.storm.Ring;
import dev.vedette.sim.storm.SimSentinel;
import dev.vedette.sim.storm.Watcher;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A deployment is replaced node by node: in between, Vedettes and stock sentinels are of one quorum. */
class MixedQuorumTest {
    private static final Watcher.Make OURS = SimSentinel::new;
    private static final Watcher.Make STOCK = StockSentinel::new;
    private static final int SEEDS = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final Set<String> reached = new TreeSet<>();

    static Stream<List<Watcher.Make>> mixtures() {
        return Stream.of(List.of(OURS, OURS, STOCK), List.of(OURS, STOCK, STOCK));
    }

    /** Whoever leads, and whoever votes for whom, it ends in one configuration. */
    @ParameterizedTest
    @MethodSource("mixtures")
    void theyElectOneAnother(List<Watcher.Make> makes) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            play(seed, makes);
        }
        Set<String> expected = new TreeSet<>(
                Set.of("stock leads", "vedette leads", "stock votes for vedette", "vedette votes for stock"));
        expected.removeAll(reached);
        assertEquals(Set.of(), expected);
    }

    @Test
    void sameSeedSameTrace() {
        assertEquals(storyOf(9), storyOf(9));
    }

    private static String storyOf(long seed) {
        try (Ring ring = Ring.settled(seed, List.of(OURS, STOCK, STOCK), 2, 2)) {
            ring.master().kill();
            ring.await("everybody follows a new master", ring::movedOn, PATIENCE);
            return ring.world.trace.toString();
        }
    }

    private void play(long seed, List<Watcher.Make> makes) {
        try (Ring ring = Ring.settled(seed, makes, 2, 2)) {
            switch ((int) (seed % 3)) {
                case 0 -> ring.master().kill();
                case 1 -> ring.master().losePower();
                default -> ring.master().freeze();
            }
            ring.await("everybody follows a new master", ring::movedOn, PATIENCE);
            ring.world.run(Duration.ofSeconds(10));
            // With a down-after of one second a stock sentinel may take the new master for down before it has even
            // connected to it, believe what its peers said of the old one, and fail over once more.
            ring.await("one mind", () -> ring.movedOn() && epochs(ring) == 1, PATIENCE);
            for (Trace.Entry elected : ring.world.trace.all("+elected-leader")) {
                reached.add(make(ring, elected.who()) + " leads");
            }
            for (Trace.Entry vote : ring.world.trace.all("+vote-for-leader")) {
                String id = vote.payload().split(" ")[0];
                String candidate = ring.watchers.stream()
                        .filter(watcher -> watcher.id().value().equals(id))
                        .map(watcher -> watcher.process().name)
                        .findFirst()
                        .orElseThrow();
                reached.add(make(ring, vote.who()) + " votes for " + make(ring, candidate));
            }
        }
    }

    private static long epochs(Ring ring) {
        return ring.watchers.stream()
                .map(watcher -> watcher.configEpoch(MYMASTER))
                .distinct()
                .count();
    }

    private static String make(Ring ring, String name) {
        return StockFaultsTest.watcher(ring, name) instanceof StockSentinel ? "stock" : "vedette";
    }
}
