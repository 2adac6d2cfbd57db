package dev.vedette.sim.disk;

import org.jspecify.annotations.Nullable;

/** How far the replacement of a file had come; the moments at which a crash can meet it. */
public enum Stage {
    NOTHING_UNDER_WAY,
    BEFORE_CREATE,
    BEFORE_CHMOD,
    BEFORE_WRITE,
    BEFORE_FSYNC,
    BEFORE_RENAME,
    BEFORE_FOLDER_FSYNC,
    /** Something failed, and the temporary file is still there. */
    BEFORE_CLEANUP,
    /** Durable, or failed, and the program does not know it yet. */
    BEFORE_ANSWER;

    /** @param next what the program calls next; null when it has ended */
    public static Stage before(@Nullable Op next) {
        if (next == null) {
            return BEFORE_ANSWER;
        }
        return switch (next.kind()) {
            case CHMOD -> BEFORE_CHMOD;
            case WRITE -> BEFORE_WRITE;
            case FSYNC -> BEFORE_FSYNC;
            case RENAME -> BEFORE_RENAME;
            case FSYNC_FOLDER -> BEFORE_FOLDER_FSYNC;
            case DELETE -> BEFORE_CLEANUP;
            case CREATE, STAT, OPEN, READ -> BEFORE_CREATE;
        };
    }
}
