package dev.vedette.tidy.bad.monitor;

import dev.vedette.tidy.bad.election.Voter;
import java.util.HashMap;
import java.util.Map;

/** Asks another deciding room, and iterates what has no order. */
public class Watcher {
    public final Map<String, Voter> voters = new HashMap<>();

    public String first() {
        return Map.of("a", "b", "c", "d").values().iterator().next() + System.nanoTime();
    }
}
