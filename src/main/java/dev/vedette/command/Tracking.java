package dev.vedette.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a connection asked for with CLIENT TRACKING. A sentinel has no keys, so nothing is ever invalidated and nobody
 * is ever told; but a client library that switches tracking on, and reads back what it switched on, must find it.
 */
final class Tracking {

    /** Which reads are remembered; without either word, all. */
    enum Choice {
        ALL,
        OPT_IN,
        OPT_OUT
    }

    /**
     * @param redirect the connection that is told instead; 0 for this one
     * @param broadcast whether changes are told by {@code prefixes}, whatever was read
     */
    record Mode(long redirect, boolean broadcast, Choice choice, boolean noLoop) {}

    private static final long NOBODY = -1;

    private @Nullable Mode mode;
    private boolean caching;
    private final SortedSet<String> prefixes = new TreeSet<>();

    @Nullable
    Mode mode() {
        return mode;
    }

    boolean isOn() {
        return mode != null;
    }

    /** Prefixes add up until tracking is switched off; none at all means all keys. */
    void on(Mode chosen, List<String> morePrefixes) {
        mode = chosen;
        if (chosen.broadcast()) {
            prefixes.addAll(morePrefixes.isEmpty() ? List.of("") : morePrefixes);
        }
    }

    void off() {
        mode = null;
        caching = false;
        prefixes.clear();
    }

    /** The next command's keys are an exception to the choice. */
    void exceptNext() {
        caching = true;
    }

    void anotherCommandRan() {
        caching = false;
    }

    SortedSet<String> prefixes() {
        return Collections.unmodifiableSortedSet(prefixes);
    }

    long redirect() {
        return mode == null ? NOBODY : mode.redirect();
    }

    /** In the words and the order of CLIENT TRACKINGINFO. */
    List<String> flags() {
        Mode now = mode;
        if (now == null) {
            return List.of("off");
        }
        List<String> flags = new ArrayList<>(List.of("on"));
        if (now.broadcast()) {
            flags.add("bcast");
        }
        if (now.choice() != Choice.ALL) {
            boolean in = now.choice() == Choice.OPT_IN;
            flags.add(in ? "optin" : "optout");
            if (caching) {
                flags.add(in ? "caching-yes" : "caching-no");
            }
        }
        if (now.noLoop()) {
            flags.add("noloop");
        }
        return flags;
    }
}
