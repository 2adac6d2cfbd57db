package dev.vedette.platform;

import io.vertx.core.Future;
import java.util.List;

/** The door to other programs. Nothing here blocks the caller, and futures end on its context. */
public interface Processes {
    /**
     * Starts a program, without a shell; it inherits our environment and streams. Fails with {@link NoRoom} when the
     * machine can have no further process now, and otherwise when the file cannot be executed.
     *
     * @param argv the path, and the arguments
     */
    Future<Running> start(List<String> argv);

    /** Whether this is a file that may be executed. */
    Future<Boolean> isExecutable(String path);

    /** A program that was started. It lives on when we end. */
    interface Running {
        long pid();

        /** Ends when the program has ended. */
        Future<End> end();

        /** SIGKILL. */
        void kill();
    }

    /** @param signal the one that ended it, or 0 */
    record End(int exitCode, int signal) {}

    /** The machine has no memory, no process number or no descriptor to spare; later it may. */
    final class NoRoom extends Exception {
        private static final long serialVersionUID = 1;

        public NoRoom(String message) {
            super(message);
        }
    }
}
