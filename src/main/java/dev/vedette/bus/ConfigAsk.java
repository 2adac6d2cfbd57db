package dev.vedette.bus;

/** A question to the keeper of the durable state, at {@link Bus#CONFIG}; answered with an {@link Answer.Outcome}. */
public sealed interface ConfigAsk extends BusMessage {

    /** Replace this part; DONE once it is on disk, NOT_SAVED when it could not be. */
    record Save(Slice slice) implements ConfigAsk {}

    /** Write everything once more, also when nothing changed. */
    record Flush() implements ConfigAsk {}
}
