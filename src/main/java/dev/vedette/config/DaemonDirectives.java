package dev.vedette.config;

import dev.vedette.config.PlainDirectives.ValueAction;
import dev.vedette.model.IpText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lines about the process itself: where it stands, what it writes besides its state, who looks after it.
 *
 * <p>{@code dir} counts from its line on, as the change of directory that it is in Redis. A JVM cannot change its
 * directory, so every relative path is resolved against it instead.
 */
final class DaemonDirectives {
    private DaemonDirectives() {}

    static Map<String, ValueAction> rules(Draft draft) {
        return new TreeMap<>(Map.of(
                "dir", v -> draft.folder = existing(draft.folder(), v),
                "logfile", v -> draft.logFile = v,
                "pidfile", v -> draft.pidFile = v,
                "daemonize", v -> draft.daemonize = v.equalsIgnoreCase("yes"),
                "supervised", v -> draft.supervision = ServiceSettings.Supervision.valueOf(v.toUpperCase(Locale.ROOT)),
                "bind-source-addr", v -> draft.bindSource = source(v)));
    }

    private static Path existing(Path base, String text) throws Fault {
        String valid = "a folder that this user may enter";
        if (text.isEmpty()) {
            throw new Fault("No such file or directory", valid);
        }
        Path folder = base.resolve(text).normalize();
        if (!Files.exists(folder)) {
            throw new Fault("No such file or directory", valid);
        }
        if (!Files.isDirectory(folder)) {
            throw new Fault("Not a directory", valid);
        }
        if (!Files.isExecutable(folder)) {
            throw new Fault("Permission denied", valid);
        }
        return folder;
    }

    private static String source(String text) throws Fault {
        String canonical = IpText.canonical(text);
        if (canonical == null && !text.isEmpty()) {
            throw new Fault("Invalid bind-source-addr.", "one IP address of this machine, or \"\"");
        }
        return canonical == null ? "" : canonical;
    }
}
