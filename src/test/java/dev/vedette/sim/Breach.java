package dev.vedette.sim;

import java.time.Duration;
import java.util.List;

/** A promise was broken: which, when, and what had happened just before. */
public final class Breach extends AssertionError {
    private final List<String> broken;
    private final Duration at;
    private final String before;

    Breach(long seed, List<String> broken, Duration at, String before) {
        super("seed " + seed + ": " + String.join("; ", broken) + "\n" + before);
        this.broken = List.copyOf(broken);
        this.at = at;
        this.before = before;
    }

    public List<String> broken() {
        return broken;
    }

    public Duration at() {
        return at;
    }

    /** The last lines of the trace. */
    public String before() {
        return before;
    }
}
