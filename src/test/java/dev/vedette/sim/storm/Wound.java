package dev.vedette.sim.storm;

/** Something that is broken for a while, and how it is mended. Mending what has mended itself does nothing. */
record Wound(String what, Runnable healing) {
    static Wound none(String what) {
        return new Wound(what, () -> {});
    }
}
