package dev.vedette.tidy.bad.bus;

import dev.vedette.tidy.bad.config.Keeper;

/** A message that carries a room. */
public record Shout(Keeper keeper) {}
