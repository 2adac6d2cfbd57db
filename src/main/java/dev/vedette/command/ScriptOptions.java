package dev.vedette.command;

import dev.vedette.command.resp.Request;
import dev.vedette.model.ScriptPaths;
import dev.vedette.platform.Processes;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * The options of SENTINEL SET that name programs. Whether a file can be executed is asked of the machine, which may
 * take its time: so it is asked before the options are read, and what cannot be executed is known then.
 */
final class ScriptOptions {
    private static final String DENIED =
            "ERR Reconfiguration of scripts path is denied for security reasons. Check the deny-scripts-reconfig configuration directive in your Sentinel configuration";

    /** @param refusal the error when the file cannot be executed */
    private record Option(String refusal, BiFunction<ScriptPaths, String, ScriptPaths> change) {}

    private static final Map<String, Option> OPTIONS = new TreeMap<>(Map.of(
            "notification-script",
            new Option("ERR Notification script seems non existing or non executable", ScriptPaths::notification),
            "client-reconfig-script",
            new Option(
                    "ERR Client reconfiguration script seems non existing or non executable",
                    ScriptPaths::clientReconfig)));

    private final boolean denied;
    private final Processes processes;

    ScriptOptions(boolean denied, Processes processes) {
        this.denied = denied;
        this.processes = processes;
    }

    static Set<String> names() {
        return OPTIONS.keySet();
    }

    /** The paths in this request that are no programs. */
    Future<Set<String>> unusable(Request request) {
        Set<String> paths = new LinkedHashSet<>();
        for (int at = 0; at + 1 < request.size() && !denied; at++) {
            if (OPTIONS.containsKey(request.lower(at))) {
                paths.add(request.text(at + 1));
            }
        }
        Set<String> found = new TreeSet<>();
        Future<Set<String>> all = Future.succeededFuture(found);
        for (String path : paths) {
            all = all.compose(before -> processes.isExecutable(path).map(usable -> {
                if (!usable) {
                    found.add(path);
                }
                return found;
            }));
        }
        return all;
    }

    SettingOptions.Reading read(Request request, int at, Set<String> unusable) {
        Option option = OPTIONS.get(request.text(at - 1).toLowerCase(Locale.ROOT));
        String path = request.text(at);
        if (option == null) {
            throw new IllegalArgumentException(request.text(at - 1) + " names no script");
        }
        if (denied) {
            return SettingOptions.Reading.refused(DENIED);
        }
        if (!path.isEmpty() && unusable.contains(path)) {
            return SettingOptions.Reading.refused(option.refusal());
        }
        return SettingOptions.Reading.of(
                settings -> settings.scripts(option.change().apply(settings.scripts(), path)));
    }
}
