package dev.vedette.config;

import dev.vedette.bus.ProcessSettings;
import dev.vedette.model.MasterName;
import dev.vedette.model.SentinelState;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Writes state as text; pure. Values are quoted where they need it, so that every text that was read, or set at run
 * time, is the same after the next start, here and in Redis.
 */
public final class ConfRewriter {
    private ConfRewriter() {}

    /** The operator's own file with our state in it: comments and order kept (reference 10.5). */
    public static String rewrite(String old, SentinelState state, ProcessSettings inForce) {
        OldFile file = new OldFile(old);
        file.place(StateLines.inPlace(state, inForce, file));
        return file.text();
    }

    /** A file that holds state alone. */
    public static String stateFile(SentinelState state, Store store, ProcessSettings inForce) {
        SortedMap<MasterName, Declaration> declared = store.declared();
        StringBuilder text = new StringBuilder(Marks.BEGIN).append('\n');
        text.append(
                "# State that the program keeps for itself, in the words of sentinel.conf. Stop it before you edit.\n");
        declared.forEach((name, declaration) ->
                text.append(declaration.trace().line(name)).append('\n'));
        RunTimeChange.lines(store.process(), inForce)
                .forEach(line -> text.append(line).append('\n'));
        String lines = StateLines.apart(state, declared).stream()
                .map(StateLines.Line::text)
                .collect(Collectors.joining("\n"));
        return text.append(lines).append('\n').append(Marks.END).append('\n').toString();
    }
}
