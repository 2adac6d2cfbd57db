package dev.vedette.sim.disk;

import dev.vedette.model.Chance;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Draws everything that can be drawn, one combination after another, for worlds small enough to see all of it. */
final class EveryChance implements Chance {
    private static final class Wheel {
        private final int size;
        private int shows;

        Wheel(int size) {
            this.size = size;
        }
    }

    private final List<Wheel> wheels = new ArrayList<>();
    private int drawn;

    /** Turns to the next combination; false when there is none. */
    boolean turn() {
        drawn = 0;
        while (!wheels.isEmpty()) {
            Wheel last = wheels.get(wheels.size() - 1);
            if (++last.shows < last.size) {
                return true;
            }
            wheels.remove(last);
        }
        return false;
    }

    @Override
    public int between(int from, int to) {
        if (drawn == wheels.size()) {
            wheels.add(new Wheel(to - from + 1));
        }
        return from + wheels.get(drawn++).shows;
    }

    @Override
    public Duration upTo(Duration bound) {
        throw new UnsupportedOperationException("there are too many durations");
    }

    @Override
    public RunId runId() {
        throw new UnsupportedOperationException("there are too many identities");
    }
}
