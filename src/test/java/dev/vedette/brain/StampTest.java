package dev.vedette.brain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.model.Moment;
import dev.vedette.platform.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class StampTest {
    /** A process that is held up for these times, in milliseconds, each time before it reads a clock. */
    private static Clock heldUpBy(Long... millis) {
        Deque<Long> holds = new ArrayDeque<>(List.of(millis));
        return new Clock() {
            private long now;

            private long read() {
                now += holds.isEmpty() ? 0 : holds.remove();
                return now;
            }

            @Override
            public Moment now() {
                return Moment.ofMillis(read());
            }

            @Override
            public Instant wall() {
                return Instant.ofEpochMilli(read());
            }
        };
    }

    private static void shows(long now, long wall, Clock clock) {
        assertEquals(new Stamp(Moment.ofMillis(now), Instant.ofEpochMilli(wall)), Stamp.of(clock));
    }

    @Test
    void bothClocksShowOneMoment() {
        shows(5, 5, heldUpBy(5L));
        shows(14, 7, heldUpBy(5L, 2L, 7L));
    }

    @Test
    void whoIsHeldUpBetweenThemReadsAgain() {
        shows(1_505, 1_505, heldUpBy(5L, 1_500L));
        shows(1_505, 1_505, heldUpBy(5L, 0L, 1_500L));
        shows(3_005, 3_005, heldUpBy(5L, 1_500L, 0L, 0L, 1_500L));
    }

    @Test
    void butNotForEver() {
        shows(100, 80, heldUpBy(0L, 0L, 20L, 0L, 20L, 0L, 20L, 0L, 20L, 0L, 20L));
    }
}
