package dev.vedette.monitor;

import dev.vedette.brain.Out;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Moment;
import dev.vedette.model.Tunable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Doubts ourselves before accusing others (reference 12): a process that was stopped, or whose clock jumps, must not
 * take the silence that it slept through for a master's death.
 */
final class TiltWatch {
    private final Out out;
    private @Nullable Moment since;
    private int count;

    TiltWatch(Out out) {
        this.out = out;
    }

    boolean isOn() {
        return since != null;
    }

    @Nullable
    Duration lasting() {
        return since == null ? null : out.now().since(since);
    }

    /** How often it was entered, or its period began anew. */
    int count() {
        return count;
    }

    /** Begins TILT, or begins its period anew, which is no news to the others. */
    void enter(String because) {
        boolean news = since == null;
        count++;
        since = out.now();
        out.announce("+tilt", Level.WARNING, "#tilt mode entered", null, because);
        if (news) {
            out.tell(new MonitorFact.Tilt(true));
        }
    }

    void leaveWhenOver() {
        if (since != null && out.now().isPast(since, out.tunables().of(Tunable.TILT_PERIOD))) {
            since = null;
            out.announce("-tilt", Level.WARNING, "#tilt mode exited", null);
            out.tell(new MonitorFact.Tilt(false));
        }
    }
}
