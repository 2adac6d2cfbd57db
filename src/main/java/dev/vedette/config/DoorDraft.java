package dev.vedette.config;

import dev.vedette.model.DoorSettings;
import dev.vedette.model.DoorSettings.Rename;
import dev.vedette.model.OutputLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How clients are let in, while it is being read. */
final class DoorDraft {
    boolean protectedMode;
    Duration idleTimeout = Duration.ZERO;
    int backlog = DoorSettings.DEFAULT_BACKLOG;
    Duration keepAlive = DoorSettings.DEFAULT_KEEP_ALIVE;
    OutputLimit replies = OutputLimit.NONE;
    OutputLimit events = OutputLimit.EVENTS;
    String socket = "";
    int socketMode;
    final List<Rename> renames = new ArrayList<>();

    /** @param start where a relative path of the socket starts */
    DoorSettings settings(Path start) {
        return new DoorSettings(
                protectedMode,
                idleTimeout,
                backlog,
                keepAlive,
                replies,
                events,
                socket.isEmpty() ? "" : start.resolve(socket).normalize().toString(),
                socketMode,
                renames);
    }
}
