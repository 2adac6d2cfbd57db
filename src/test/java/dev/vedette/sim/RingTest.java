package dev.vedette.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Failovers of whole sentinels in virtual time. */
class RingTest {

    @Test
    void sameSeedSameTrace() {
        String first = masterKilled(7);
        assertEquals(first, masterKilled(7));
        assertNotEquals(first, masterKilled(8));
    }

    private static String masterKilled(long seed) {
        try (Ring ring = Ring.settled(seed)) {
            ring.master().kill();
            ring.await("a new master", ring::movedOn, Duration.ofSeconds(10));
            ring.world.run(Duration.ofSeconds(20));
            return ring.world.trace.toString();
        }
    }
}
