package dev.vedette.monitor;

import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Doubts ourselves before accusing others (reference 12): a process that was stopped, or whose clock jumps, must not
 * take the silence that it slept through for a master's death.
 */
final class TiltWatch {
    private @Nullable Moment since;
    private @Nullable Instant lastWall;
    /** Entered since the last pulse: the time of day that leapt meanwhile is no further news. */
    private boolean fresh;

    boolean isOn() {
        return since != null;
    }

    @Nullable
    Duration lasting(Moment now) {
        return since == null ? null : now.since(since);
    }

    /** Begins TILT, or begins its period anew. */
    void enter(Moment now) {
        since = now;
        fresh = true;
    }

    /** @return whether TILT has just ended */
    boolean leaveWhenOver(Moment now) {
        if (since == null || !now.isPast(since, Periods.TILT)) {
            return false;
        }
        since = null;
        return true;
    }

    /** @return whether the time of day went back or leapt since the last pulse, and nobody has noticed yet */
    boolean jumped(Instant wall) {
        Instant last = lastWall;
        lastWall = wall;
        boolean noticed = fresh;
        fresh = false;
        if (last == null || noticed) {
            return false;
        }
        Duration gap = Duration.between(last, wall);
        return gap.isNegative() || gap.compareTo(Periods.TILT_TRIGGER) > 0;
    }
}
