package dev.vedette.bus;

import dev.vedette.model.MasterName;
import org.jspecify.annotations.Nullable;

/** A line for the log alone: why nothing happens, who voted for whom. */
public record Note(Level level, @Nullable MasterName master, String text) implements BusMessage {}
