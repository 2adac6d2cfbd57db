package dev.vedette.config;

import dev.vedette.bus.ProcessOption;
import dev.vedette.bus.ProcessSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code SENTINEL CONFIG SET} changed in a sentinel whose configuration is only read: a line of the state file for
 * each option that differs from what is declared. It counts until somebody takes it out. In the words of sentinel.conf
 * it could not be said, because there an empty value is no value.
 */
final class RunTimeChange {
    private static final String MARK = "# vedette: set ";

    private RunTimeChange() {}

    static List<String> lines(ProcessSettings declared, ProcessSettings inForce) {
        List<String> lines = new ArrayList<>();
        for (ProcessOption option : ProcessOption.values()) {
            String value = option.read(inForce);
            if (!value.equals(option.read(declared))) {
                lines.add(MARK + option.word() + " " + Words.inQuotes(value));
            }
        }
        return lines;
    }

    /** What was declared, with the changes that {@code text} tells of. */
    static ProcessSettings apply(ProcessSettings declared, String text) {
        ProcessSettings changed = declared;
        for (String line : ConfLine.texts(text)) {
            changed = line.startsWith(MARK) ? one(changed, line.substring(MARK.length())) : changed;
        }
        return changed;
    }

    private static ProcessSettings one(ProcessSettings before, String text) {
        try {
            List<String> words = Words.split(text);
            ProcessOption option = words.size() == 2 ? ProcessOption.of(words.get(0)) : null;
            ProcessSettings after = option == null ? null : option.change(before, words.get(1));
            return after == null ? before : after;
        } catch (Fault e) {
            return before;
        }
    }
}
