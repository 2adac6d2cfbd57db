package dev.vedette.model;

import java.time.Duration;
import java.util.List;

/**
 * How clients are let in, and when they are shown out.
 *
 * @param protectedMode while the user {@code default} needs no password, only this machine may connect
 * @param idleTimeout how long a client that listens to nothing may be silent; zero is for ever
 * @param backlog connections that the system keeps until they are accepted
 * @param keepAlive how long a client may be silent before the system asks whether it is there; zero is never
 * @param replies what a client may leave unread
 * @param events what a subscriber may leave unread
 * @param socket where clients of this machine may connect without the network, or empty
 * @param socketMode who may, as the file's mode; 0 leaves it to the umask
 * @param renames own commands that go by other names, in the order of the lines
 */
public record DoorSettings(
        boolean protectedMode,
        Duration idleTimeout,
        int backlog,
        Duration keepAlive,
        OutputLimit replies,
        OutputLimit events,
        String socket,
        int socketMode,
        List<Rename> renames) {
    public static final int DEFAULT_BACKLOG = 511;
    public static final Duration DEFAULT_KEEP_ALIVE = Duration.ofSeconds(300);

    /** What counts where the operator says nothing. */
    public static final DoorSettings DEFAULT = new DoorSettings(
            false,
            Duration.ZERO,
            DEFAULT_BACKLOG,
            DEFAULT_KEEP_ALIVE,
            OutputLimit.NONE,
            OutputLimit.EVENTS,
            "",
            0,
            List.of());

    public DoorSettings {
        renames = List.copyOf(renames);
    }

    /**
     * A command of ours under another name.
     *
     * @param where the line, for messages
     * @param to empty takes the command away
     */
    public record Rename(String where, String from, String to) {}
}
