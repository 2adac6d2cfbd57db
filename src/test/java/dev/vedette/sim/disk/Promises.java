package dev.vedette.sim.disk;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What each file may hold after a crash: the text of the last write that was answered with success, or a whole text
 * that somebody tried to write since.
 */
public final class Promises {
    private static final int SHOWN = 200;

    private final Map<String, Set<String>> possible = new TreeMap<>();

    /** It is durable, and a program knows it. */
    public void kept(String path, String text) {
        Set<String> only = new LinkedHashSet<>();
        only.add(text);
        possible.put(path, only);
    }

    /** From now on it may be there. */
    public void tried(String path, String text) {
        Set<String> texts = possible.get(path);
        if (texts == null) {
            texts = new LinkedHashSet<>();
            texts.add("");
            possible.put(path, texts);
        }
        texts.add(text);
    }

    public Set<String> paths() {
        return possible.keySet();
    }

    /** What is wrong with a file that a program finds at its start; null when nothing is. */
    @Nullable
    public String complaint(String path, @Nullable String found) {
        Set<String> texts = possible.get(path);
        if (texts == null || texts.contains(found == null ? "" : found)) {
            return null;
        }
        String shown = found == null ? "no file" : found.substring(0, Math.min(SHOWN, found.length()));
        return path + " is not whole, or older than what was promised: " + shown.replace('\0', '0');
    }
}
