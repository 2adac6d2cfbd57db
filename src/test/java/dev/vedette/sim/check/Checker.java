package dev.vedette.sim.check;

import dev.vedette.sim.Observation;
import java.time.Duration;

/**
 * One invariant, and the little memory that it takes to see it broken.
 *
 * <p>A checker believes what everybody outside could see or hear, and what a sentinel said of itself; it never asks the
 * code that made the decision. Rooms of one sentinel run side by side, so what two of them say at one moment comes in
 * any order: a checker that compares such words waits for the end of the moment, or forgives that moment.
 */
abstract class Checker {
    protected final Court court;
    protected final Cast cast;
    private final Invariant law;

    Checker(Invariant law, Court court) {
        this.law = law;
        this.court = court;
        this.cast = court.cast;
    }

    abstract void hear(Observation observation);

    /** Nobody has anything left to do at this moment. */
    void settled() {}

    protected final Duration now() {
        return court.now();
    }

    protected final void broken(String what) {
        court.broken(law, what);
    }

    /** For people: how long ago, in milliseconds. */
    protected final String ago(Duration then) {
        return now().minus(then).toMillis() + " ms ago";
    }
}
