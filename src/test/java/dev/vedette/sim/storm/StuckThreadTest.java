package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose own work waits accuses nobody, whichever of its threads it is that has no time. */
class StuckThreadTest {
    private static final Duration STUCK = Duration.ofSeconds(8);

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "1, 2", "1, 3", "2, 0", "2, 1", "2, 2", "2, 3"})
    void nobodyIsTakenForDown(long seed, int thread) {
        try (Ring ring = Ring.settled(seed)) {
            SimSentinel busy = ring.sentinels.get(0);
            busy.process.stick(thread);
            ring.world.run(STUCK);
            busy.process.release(thread);
            ring.world.run(Duration.ofSeconds(2));
            assertEquals(List.of(), ring.world.trace.all(busy.process.name, "+sdown"));
        }
    }
}
