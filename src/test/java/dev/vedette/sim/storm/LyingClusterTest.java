package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.cluster.Liars;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.Periods;
import dev.vedette.model.RunId;
import dev.vedette.sim.SimPlatform;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Beside each sentinel there is a cluster in which everybody else lies, hundreds of times a second: it fails over
 * within the same bound, nobody believes an address or an epoch that was made up, or does what it is said to have
 * missed, and the checkers find every promise kept. In this world the lies even share the threads of those who decide,
 * which they never do in earnest. (The trace cannot be compared line by line with that of a world without lies: any
 * further verticle changes the order in which the simulation draws who runs next.)
 */
class LyingClusterTest {
    private static final Duration CALM = Duration.ofSeconds(20);
    private static final Duration BOUND = Ring.DOWN_AFTER // silence
            .plus(Periods.PING) // its last ping had just been answered
            .plus(Duration.ofSeconds(1)); // votes, promotion, hellos

    private static final String MADE_UP = "10.9.9.";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void changesNoDecision(long seed) {
        AtomicLong lies = new AtomicLong();
        try (Ring ring = Ring.settled(seed)) {
            List<RunId> names = ring.sentinels.stream().map(SimSentinel::id).toList();
            for (SimSentinel sentinel : ring.sentinels) {
                SimPlatform doors = new SimPlatform(sentinel.process.life());
                sentinel.process
                        .life()
                        .vertx
                        .deployVerticle(Liars.beside(sentinel.id(), names, doors.clock(), doors.disk(), seed, lies));
            }
            ring.world.run(CALM);
            Address old = Ring.address(ring.master());
            ring.master().kill();
            ring.await(
                    "a new master while everybody lies",
                    () -> ring.sentinels.stream()
                            .noneMatch(one -> one.names(Ring.MYMASTER).equals(old)),
                    BOUND);
            ring.world.run(CALM);
            ring.master().start();
            ring.await("the old master follows", ring::movedOn, CALM);
            assertTrue(lies.get() > 5_000, "lies: " + lies.get());
            assertFalse(ring.world.trace.all("+disagreement").isEmpty(), "the lies were read");
            for (String seen : List.of("from the future", "is not repeated")) {
                assertTrue(
                        ring.world.trace.all("+order-missed").stream()
                                .anyMatch(line -> line.toString().contains(seen)),
                        "orders were offered that are " + seen);
            }
            assertTrue(ring.world.trace.all("+order-taken").isEmpty(), "none of them was done");
            for (SimSentinel sentinel : ring.sentinels) {
                assertFalse(sentinel.onDisk().toString().contains("made-up"), sentinel + " watches what is made up");
                assertFalse(sentinel.onDisk().toString().contains(MADE_UP), sentinel + " believes a lie");
                assertTrue(
                        sentinel.onDisk().currentEpoch().compareTo(new Epoch(5)) < 0,
                        sentinel + " is in epoch " + sentinel.onDisk().currentEpoch());
            }
        }
    }
}
