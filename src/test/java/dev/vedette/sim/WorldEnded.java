package dev.vedette.sim;

/** Somebody wanted to see a world up to this moment only. */
public final class WorldEnded extends RuntimeException {
    WorldEnded() {
        super("the world was to end here", null, false, false);
    }
}
