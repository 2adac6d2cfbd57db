package dev.vedette.brain;

import dev.vedette.model.Moment;
import dev.vedette.platform.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Both clocks of the process, read at once. A host that was suspended shows only in the second one: the first, by which
 * everything is timed, stood still with it.
 *
 * @param wall the time of day, for people, and to see that it leapt
 */
public record Stamp(Moment now, Instant wall) {
    static Stamp of(Clock clock) {
        return new Stamp(clock.now(), clock.wall());
    }

    /** By how much the time of day went on more than the other clock; negative when it went on less, or back. */
    Duration leapSince(Stamp earlier) {
        return Duration.between(earlier.wall, wall).minus(now.since(earlier.now));
    }
}
