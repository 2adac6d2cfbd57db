package dev.vedette.bus;

import dev.vedette.model.Moment;

/** A {@link Sound} has come back. */
public record Sounded(Moment asked) implements Input {}
