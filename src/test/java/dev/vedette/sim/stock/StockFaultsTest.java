package dev.vedette.sim.stock;

import static dev.vedette.sim.stock.StockSentinelTest.THREE;
import static dev.vedette.sim.stock.StockSentinelTest.assertWithin;
import static dev.vedette.sim.stock.StockSentinelTest.only;
import static dev.vedette.sim.storm.Ring.FAILOVER_TIMEOUT;
import static dev.vedette.sim.storm.Ring.MYMASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Epoch;
import dev.vedette.sim.Observation;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.Trace;
import dev.vedette.sim.World;
import dev.vedette.sim.redis.SimClient;
import dev.vedette.sim.storm.Ring;
import dev.vedette.sim.storm.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with the C program is wrong with the model: a storm that mended it would prove nothing. */
class StockFaultsTest {
    private static final Duration SWIFT = Duration.ofSeconds(6);

    /** With all three needed to agree, the other two cannot help, and not even failover-timeout ends it (trap 9). */
    @Test
    void theLeaderHangsWhenThePromotedReplicaDies() {
        try (Ring ring = Ring.settled(1, THREE, 2, 3)) {
            SimProcess[] promoted = new SimProcess[1];
            ring.world.trace.once(entry -> entry.is("+promoted-slave"), entry -> {
                promoted[0] = server(ring, entry.payload().split(" ")[2]);
                promoted[0].kill();
            });
            ring.master().kill();
            ring.await("a promotion", () -> promoted[0] != null, SWIFT);
            ring.world.run(FAILOVER_TIMEOUT.multipliedBy(6));
            assertEquals(List.of(), ring.world.trace.all("+failover-end"));
            assertEquals(List.of(), ring.world.trace.all("+failover-end-for-timeout"));
            StockSentinel leader =
                    (StockSentinel) watcher(ring, only(ring, "+promoted-slave").who());
            assertEquals(Ring.address(promoted[0]), leader.names(MYMASTER));
            assertEquals(Ring.address(ring.master()), leader.follows(MYMASTER));

            promoted[0].start();
            ring.await(
                    "it goes on", () -> !ring.world.trace.all("+failover-end").isEmpty(), Duration.ofSeconds(15));
            assertEquals(1, ring.world.trace.all("+failover-end-for-timeout").size());
            ring.await("all is one", ring::movedOn, Duration.ofSeconds(20));
        }
    }

    /** Slow packets let three candidates vote for themselves at the same time. */
    @Test
    void aSplitVoteCostsTwiceFailoverTimeout() {
        int splits = 0;
        for (long seed = 1; seed <= 20 && splits < 3; seed++) {
            try (Ring ring = Ring.settled(seed, THREE, 2, 2)) {
                ring.world.network.slow(Duration.ofMillis(300));
                ring.master().kill();
                ring.await("a new master", ring::movedOn, Duration.ofSeconds(60));
                List<Trace.Entry> aborts = ring.world.trace.all("-failover-abort-not-elected");
                if (aborts.size() == 3) {
                    splits++;
                    assertNobodyIsInAHurry(ring, aborts);
                }
            }
        }
        assertEquals(3, splits);
    }

    private static void assertNobodyIsInAHurry(Ring ring, List<Trace.Entry> aborts) {
        List<Trace.Entry> tries = ring.world.trace.all("+try-failover");
        for (Trace.Entry abort : aborts) {
            Trace.Entry attempt = tries.stream()
                    .filter(entry -> entry.who().equals(abort.who()))
                    .findFirst()
                    .orElseThrow();
            assertWithin(5_000, 6_110, millisBetween(attempt, abort), ring.world.trace);
        }
        Trace.Entry earliest = tries.get(0);
        for (Trace.Entry later : tries.subList(3, tries.size())) {
            assertTrue(
                    millisBetween(earliest, later)
                            >= FAILOVER_TIMEOUT.multipliedBy(2).toMillis(),
                    () -> "" + ring.world.trace);
        }
        assertTrue(tries.size() > 3);
    }

    /** Neither knows better than the other, and nothing ever tells them (trap 30). */
    @Test
    void forcedFailoversOfOneEpochNeverComeTogether() {
        try (Ring ring = Ring.unchecked(new World(1), THREE, 2, 3)) {
            List<StockSentinel> ordered =
                    List.of((StockSentinel) ring.watchers.get(0), (StockSentinel) ring.watchers.get(1));
            // They see different replicas, hence choose different ones.
            ring.world.network.cut(ordered.get(0).process, ring.replicas().get(0));
            ring.world.network.cut(ordered.get(1).process, ring.replicas().get(1));
            ring.world.run(Duration.ofSeconds(4));
            List<SimClient> operators = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                operators.add(StockSentinelTest.connected(ring, ordered.get(i), i + 1));
            }
            operators.forEach(operator -> operator.say("SENTINEL FAILOVER mymaster"));
            ring.await(
                    "two switches",
                    () -> ordered.stream()
                            .noneMatch(sentinel -> sentinel.follows(MYMASTER).equals(Ring.address(ring.master()))),
                    Duration.ofSeconds(20));
            ring.world.network.heal();
            ring.world.run(Duration.ofSeconds(60));
            for (StockSentinel sentinel : ordered) {
                assertEquals(new Epoch(1), sentinel.configEpoch(MYMASTER));
            }
            assertNotEquals(ordered.get(0).names(MYMASTER), ordered.get(1).names(MYMASTER));
        }
    }

    /** One at a time, and the first never finishes: the second is told nothing, best effort or not (trap 10). */
    @Test
    void aReplicaThatIsStuckKeepsTheOthersFromBeingTold() {
        try (Ring ring = Ring.settled(5, THREE, 3, 2)) {
            List<Observation.RoleOrdered> orders = new ArrayList<>();
            ring.world.observed(heard -> {
                if (heard instanceof Observation.RoleOrdered order
                        && order.master().isPresent()) {
                    orders.add(order);
                }
            });
            ring.world.trace.once(entry -> entry.is("+promoted-slave"), entry -> {
                SimProcess promoted = server(ring, entry.payload().split(" ")[2]);
                ring.replicas().forEach(other -> ring.world.network.cut(promoted, other));
            });
            ring.master().kill();
            ring.await("the end", () -> !ring.world.trace.all("+failover-end").isEmpty(), FAILOVER_TIMEOUT.plus(SWIFT));
            Trace.Entry end = only(ring, "+failover-end-for-timeout");
            assertWithin(5_000, 5_110, millisBetween(only(ring, "+promoted-slave"), end), ring.world.trace);
            ring.world.run(Duration.ofMillis(20));
            String leader = watcher(ring, end.who()).process().host();
            assertEquals(
                    List.of(only(ring, "+slave-reconf-sent").payload().split(" ")[2]),
                    orders.stream()
                            .filter(order -> order.by().equals(leader))
                            .map(order -> processNamed(ring, order.who()).host())
                            .toList());
            // Also for the one that has begun: only those that have not are left out.
            assertEquals(2, ring.world.trace.all("+slave-reconf-sent-be").size());
        }
    }

    private static SimProcess processNamed(Ring ring, String name) {
        return ring.servers.stream()
                .filter(server -> server.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static SimProcess server(Ring ring, String ip) {
        return ring.servers.stream()
                .filter(server -> server.host().equals(ip))
                .findFirst()
                .orElseThrow();
    }

    static Watcher watcher(Ring ring, String name) {
        return ring.watchers.stream()
                .filter(watcher -> watcher.process().name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static long millisBetween(Trace.Entry one, Trace.Entry other) {
        return (other.nanos() - one.nanos()) / 1_000_000;
    }
}
