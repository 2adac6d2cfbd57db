package dev.vedette.bus;

import org.jspecify.annotations.Nullable;

/** What became of look-ups. Every brain enters it in its book before it decides anything. */
public sealed interface NameFact extends Fact {
    @Override
    default Class<? extends Fact> room() {
        return NameFact.class;
    }

    /**
     * A look-up ended, or was waited for long enough; whatever was found after that is told again.
     *
     * @param ip what the name stands for now, or null when that could not be found out
     */
    record Answered(String host, @Nullable String ip) implements NameFact {}
}
