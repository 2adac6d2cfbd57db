package dev.vedette.monitor;

import dev.vedette.brain.Out;
import dev.vedette.bus.Level;
import dev.vedette.model.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far this process is behind with its own work. With every pulse a sounding goes the way of the commands and comes
 * back the way of the replies; the time that it takes is time in which a reply may be here and not be heard. A sentinel
 * of a thousand masters that a hundred deaths keep busy would otherwise take the replies that wait in its own queues
 * for silence, and accuse all the others. So what was silent may be silent for twice that time longer: there, and back.
 *
 * <p>TILT does not see this: the process runs, and its clock does not jump. Rejected: judging nobody while it is
 * behind. One that is behind for long would see no death at all; this one sees each, only later.
 */
final class Soundings {
    /** Less does not count: a collection of garbage, a burst. It would only blur when somebody is down. */
    private static final Duration NOTHING = Duration.ofMillis(50);

    /** Whoever has just caught up has also just asked: so long the answers may take. */
    private static final Duration UNTIL_ANSWERED = Duration.ofSeconds(1);

    /** From here on people should know. */
    private static final Duration MUCH = Duration.ofSeconds(1);

    /** Of one that has not come back; those that went out after it are behind it. */
    private @Nullable Moment waitsSince;

    private Moment lastAsked = new Moment(0);
    private Duration measured = Duration.ZERO;
    private Moment measuredAt = new Moment(0);
    private boolean said;

    void ask(Out out) {
        lastAsked = out.now();
        if (waitsSince == null) {
            waitsSince = lastAsked;
        }
        out.sound();
        Duration behind = behind(out.now());
        if (behind.compareTo(MUCH) > 0 && !said) {
            said = true;
            out.remark(
                    Level.WARNING,
                    null,
                    "this process is " + behind.toMillis() + " ms behind with its own work: it takes nobody for down"
                            + " before twice that time more has passed");
        } else if (behind.compareTo(NOTHING) < 0 && said) {
            said = false;
            out.remark(Level.NOTICE, null, "this process is no longer behind with its own work");
        }
    }

    void heard(Moment asked, Moment now) {
        Duration took = now.since(asked);
        if (took.compareTo(measured) >= 0 || now.isPast(measuredAt, UNTIL_ANSWERED)) {
            measured = took;
            measuredAt = now;
        }
        waitsSince = asked.equals(lastAsked) ? null : asked;
    }

    private Duration behind(Moment now) {
        Duration waiting = waitsSince == null ? Duration.ZERO : now.since(waitsSince);
        return waiting.compareTo(measured) > 0 ? waiting : measured;
    }

    /** How much longer than down-after nothing may be heard before that means anything. */
    Duration allowance(Moment now) {
        Duration behind = behind(now);
        return behind.compareTo(NOTHING) < 0 ? Duration.ZERO : behind.multipliedBy(2);
    }
}
