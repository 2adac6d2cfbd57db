package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two dozen blows, drawn by seed, and then peace: the checkers hold all the time, and in the end all are of one mind.
 */
class StormTest {
    /** TILT lasts half a minute, and who has just failed waits twice failover-timeout. */
    private static final Duration TIME_TO_RECOVER = Duration.ofSeconds(90);

    static LongStream seeds() {
        return LongStream.rangeClosed(1_000, 1_039);
    }

    @Test
    void sameStormSameTrace() {
        assertEquals(stormOf(1_002), stormOf(1_002));
    }

    private static String stormOf(long seed) {
        try (Ring ring = Ring.settled(seed)) {
            new Nemesis(ring).storm();
            return ring.world.trace.toString();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void afterTheStormAllAreOfOneMind(long seed) {
        boolean five = seed % 3 == 0;
        try (Ring ring = Ring.settled(seed, five ? 5 : 3, 2, five ? 3 : 2)) {
            Nemesis nemesis = new Nemesis(ring);
            nemesis.storm();
            nemesis.calm();
            ring.await(
                    "one mind",
                    () -> ring.agreed(
                            ring.sentinels,
                            named -> ring.servers.stream().map(Ring::address).anyMatch(named::equals)),
                    TIME_TO_RECOVER);
            List<String> live =
                    ring.sentinels.stream().map(SimSentinel::toString).toList();
            ring.await("peace", () -> ring.checkers.isAtRest(live), TIME_TO_RECOVER);
            // News of config epochs and the last writes are still under way.
            ring.world.run(Duration.ofSeconds(5));
            ring.checkers.atTheEnd(
                    ring.sentinels.stream().map(SimSentinel::file).toList());
            ring.world.run(Duration.ZERO);
        }
    }
}
