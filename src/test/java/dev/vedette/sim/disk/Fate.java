package dev.vedette.sim.disk;

/** What a power loss does to something that was not synced. */
public enum Fate {
    KEPT,
    LOST,
    /** A first part of the data, and no more. */
    CUT,
    /** The right length, but a block of it is zero bytes: the length was written, the data not. */
    ZEROED
}
