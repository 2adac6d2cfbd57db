package dev.vedette.cluster;

import dev.vedette.model.Moment;
import dev.vedette.platform.Clock;
import java.time.Instant;

/** A clock that a test moves. */
final class HandClock implements Clock {
    private long millis = 1_000_000;

    void pass(long more) {
        millis += more;
    }

    @Override
    public Moment now() {
        return Moment.ofMillis(millis);
    }

    @Override
    public Instant wall() {
        return Instant.ofEpochMilli(millis);
    }
}
