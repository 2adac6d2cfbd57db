package dev.vedette.bus;

import java.util.List;
import java.util.function.UnaryOperator;

/** A question to the keeper of settings and durable state, at {@link Bus#CONFIG}. */
public sealed interface ConfigAsk extends BusMessage {

    /**
     * Replace these parts, in this order; DONE once all of them are on disk, NOT_SAVED when they could not be. One
     * write serves them all.
     */
    record Save(List<Slice> slices) implements ConfigAsk {
        public Save {
            slices = List.copyOf(slices);
        }
    }

    /** Write everything once more, also when nothing changed. DONE or NOT_SAVED. */
    record Flush() implements ConfigAsk {}

    /** For {@link ProcessSettings}. */
    record InForce() implements ConfigAsk {}

    /**
     * Change what is in force; {@link ConfigFact.Changed} is told at once, whatever the disk says. DONE or NOT_SAVED.
     *
     * @param change valid; applied to what is in force when it arrives
     * @param isSaved whether the answer waits for the disk
     */
    record Change(UnaryOperator<ProcessSettings> change, boolean isSaved) implements ConfigAsk {}
}
