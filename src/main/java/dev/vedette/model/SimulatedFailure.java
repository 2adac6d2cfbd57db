package dev.vedette.model;

/** Where {@code SENTINEL SIMULATE-FAILURE} makes the process end, to see what the others make of it (reference 8.4). */
public enum SimulatedFailure {
    /** Elected, and nothing chosen or ordered yet. */
    CRASH_AFTER_ELECTION,
    /** The promotion is on disk, and nobody has heard of it. */
    CRASH_AFTER_PROMOTION;

    /** How the process ends then. */
    public static final int STATUS = 99;

    /** The name in commands and replies. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Its place in the flags that INFO shows. */
    public int bit() {
        return 1 << ordinal();
    }
}
