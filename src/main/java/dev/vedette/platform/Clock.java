package dev.vedette.platform;

import dev.vedette.model.Moment;
import java.time.Instant;

/** The door of time. */
public interface Clock {
    /** Never goes back, and does not jump when somebody sets the wall clock. */
    Moment now();

    /** The time of day; may jump. For logs, and to notice that it jumped. */
    Instant wall();
}
