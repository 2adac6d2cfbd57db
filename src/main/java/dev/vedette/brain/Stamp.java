package dev.vedette.brain;

import dev.vedette.model.Moment;
import dev.vedette.platform.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Both clocks of the process, read at one moment. A host that was suspended shows only in the second one: the first, by
 * which everything is timed, stood still with it.
 *
 * @param wall the time of day, for people, and to see that it leapt
 */
public record Stamp(Moment now, Instant wall) {
    private static final Duration ONE_MOMENT = Duration.ofMillis(10);
    private static final int TRIES = 5;

    /** Again when this process was held up between the two: that is no leap of either clock. */
    static Stamp of(Clock clock) {
        Moment before = clock.now();
        for (int i = 1; ; i++) {
            Instant wall = clock.wall();
            Moment after = clock.now();
            if (!after.isPast(before, ONE_MOMENT) || i == TRIES) {
                return new Stamp(after, wall);
            }
            before = after;
        }
    }

    /** How far the time of day went on; negative when it went back. */
    Duration wallSince(Stamp earlier) {
        return Duration.between(earlier.wall, wall);
    }
}
