package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blows drawn by seed, and then peace: the checkers hold all the time, and in the end all are of one mind. */
class StormTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1_000, 1_039);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void afterTheStormAllAreOfOneMind(long seed) {
        assertNull(Swarm.breachOf(seed));
    }
}
