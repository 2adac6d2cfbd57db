package dev.vedette.model;

import java.time.Duration;

/**
 * A point on this process's monotonic clock. Its origin means nothing; only differences do, so it is never shown, sent
 * or stored.
 */
public record Moment(long nanos) implements Comparable<Moment> {
    private static final long NANOS_PER_MILLI = 1_000_000;

    public static Moment ofMillis(long millis) {
        return new Moment(millis * NANOS_PER_MILLI);
    }

    public Moment plus(Duration duration) {
        return new Moment(nanos + duration.toNanos());
    }

    public Moment minus(Duration duration) {
        return new Moment(nanos - duration.toNanos());
    }

    /** How much later this is than {@code earlier}; negative if it is not. */
    public Duration since(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    public boolean isAfter(Moment other) {
        return compareTo(other) > 0;
    }

    /** Whether {@code limit} has fully passed since {@code earlier}. */
    public boolean isPast(Moment earlier, Duration limit) {
        return nanos - earlier.nanos > limit.toNanos();
    }

    @Override
    public int compareTo(Moment other) {
        return Long.signum(nanos - other.nanos);
    }
}
