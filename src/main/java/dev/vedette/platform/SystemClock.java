package dev.vedette.platform;

import dev.vedette.model.Moment;
import java.time.Instant;

/** The machine's own clocks. */
public final class SystemClock implements Clock {
    @Override
    public Moment now() {
        return new Moment(System.nanoTime());
    }

    @Override
    public Instant wall() {
        return Instant.now();
    }
}
