package dev.vedette.brain;

import dev.vedette.brain.Effect.IfDiskFails;
import dev.vedette.bus.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was decided together, and the one write that serves all of it: the effects of each step, in their order, up to
 * the first {@link Effect.Persist}, then the disk, then the rest. Slices of {@link Effect.Save} travel in the same
 * write: sent by themselves they could arrive behind a newer slice of the same thing and undo it.
 */
final class Batch {
    private final List<List<Effect>> steps = new ArrayList<>(1);
    /** Which effect of which step comes next. */
    private int step;

    private int place;
    private final List<Slice> slices = new ArrayList<>();
    private IfDiskFails ifDiskFails = IfDiskFails.PROCEED;
    private boolean open;
    private boolean failed;
    private boolean spoiled;

    void add(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Save save) {
                slices.add(save.slice());
            } else if (effect instanceof Effect.Persist persist) {
                slices.add(persist.slice());
                if (persist.ifDiskFails() == IfDiskFails.HOLD) {
                    ifDiskFails = IfDiskFails.HOLD;
                }
            }
        }
        steps.add(effects);
    }

    /** What may be done now; null when nothing is left, or what is left waits for the disk. */
    @Nullable
    Effect next() {
        while (step < steps.size()) {
            List<Effect> effects = steps.get(step);
            if (place == effects.size()) {
                step++;
                place = 0;
                spoiled = false;
                continue;
            }
            Effect effect = effects.get(place);
            if (effect instanceof Effect.Persist && !open) {
                return null;
            }
            place++;
            if (effect instanceof Effect.Persist) {
                spoiled = failed;
            } else if (!(effect instanceof Effect.Save)) {
                return effect;
            }
        }
        return null;
    }

    boolean isDone() {
        return step == steps.size();
    }

    /** In the order in which they were decided, so that the last one of a thing is the newest. */
    List<Slice> slices() {
        return List.copyOf(slices);
    }

    /** The strictest that a step of this batch asks for. */
    IfDiskFails ifDiskFails() {
        return ifDiskFails;
    }

    /**
     * The disk has answered, or was not waited for any longer.
     *
     * @return whether that opened it; false when it was open already
     */
    boolean open(boolean saveFailed) {
        boolean opens = !open;
        if (opens) {
            open = true;
            failed = saveFailed;
        }
        return opens;
    }

    /** Whether the effect that came last stands behind a Persist of its own step whose write failed. */
    boolean isSpoiled() {
        return spoiled;
    }
}
