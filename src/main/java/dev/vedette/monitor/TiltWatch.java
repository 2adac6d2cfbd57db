package dev.vedette.monitor;

import dev.vedette.model.Moment;
import dev.vedette.model.Tunable;
import dev.vedette.model.Tunables;
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

    private int count;

    boolean isOn() {
        return since != null;
    }

    @Nullable
    Duration lasting(Moment now) {
        return since == null ? null : now.since(since);
    }

    /** How often it was entered, or its period began anew. */
    int count() {
        return count;
    }

    /** Begins TILT, or begins its period anew. */
    void enter(Moment now) {
        count++;
        since = now;
        fresh = true;
    }

    /** @return whether TILT has just ended */
    boolean leaveWhenOver(Tunables tunables, Moment now) {
        if (since == null || !now.isPast(since, tunables.of(Tunable.TILT_PERIOD))) {
            return false;
        }
        since = null;
        return true;
    }

    /** @return whether the time of day went back or leapt since the last pulse, and nobody has noticed yet */
    boolean jumped(Instant wall, Tunables tunables) {
        Instant last = lastWall;
        lastWall = wall;
        boolean noticed = fresh;
        fresh = false;
        if (last == null || noticed) {
            return false;
        }
        Duration gap = Duration.between(last, wall);
        return gap.isNegative() || gap.compareTo(tunables.of(Tunable.TILT_TRIGGER)) > 0;
    }
}
