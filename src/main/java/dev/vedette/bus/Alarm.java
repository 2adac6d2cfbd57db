package dev.vedette.bus;

/** A deadline that a brain set for itself. Each brain has its own, and checks on arrival whether it still matters. */
public non-sealed interface Alarm extends Input {}
