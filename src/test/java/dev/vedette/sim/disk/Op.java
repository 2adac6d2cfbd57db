package dev.vedette.sim.disk;

/**
 * One call of a program to its file system.
 *
 * @param other the second path of a rename; else empty
 */
public record Op(Kind kind, String path, String other) {
    /** In the words of the system. */
    public enum Kind {
        STAT(false, false),
        OPEN(false, false),
        READ(false, true),
        CREATE(true, false),
        CHMOD(true, false),
        WRITE(true, true),
        FSYNC(true, true),
        RENAME(true, false),
        FSYNC_FOLDER(true, true),
        DELETE(true, false);

        private final boolean writes;
        private final boolean onHandle;

        Kind(boolean writes, boolean onHandle) {
            this.writes = writes;
            this.onHandle = onHandle;
        }

        /** Whether the state of the disk may be another one afterwards; only such calls are worth a moment. */
        public boolean writes() {
            return writes;
        }

        /** Whether it is made on something open, and not on a name: then its failures do not say the name. */
        boolean onHandle() {
            return onHandle;
        }
    }

    static Op of(Kind kind, String path) {
        return new Op(kind, path, "");
    }
}
