package dev.vedette.bus;

import dev.vedette.model.Epoch;
import dev.vedette.model.RunId;
import org.jspecify.annotations.Nullable;

/** How an errand ended. */
public sealed interface Reply {

    /** A simple string, or an integer or array that needs no reading: it was done. */
    record Done(String text) implements Reply {}

    /** A bulk or verbatim string. */
    record Text(String text) implements Reply {}

    /** An error reply, code first: {@code LOADING Redis is loading…}. */
    record Refused(String error) implements Reply {}

    /**
     * The reply to {@link Errand.IsMasterDown}.
     *
     * @param leader whom the peer voted for, or null
     */
    record Opinion(boolean down, @Nullable RunId leader, Epoch epoch) implements Reply {}

    /** There was no connection, or it went away first. Whether the instance acted on the errand is not known. */
    record Lost(String why) implements Reply {}
}
