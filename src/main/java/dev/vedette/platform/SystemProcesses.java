package dev.vedette.platform;

import dev.vedette.model.Limits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The machine's processes. To look at a file or to start it can hang for ever on a dead network disk, and takes
 * milliseconds when all is well: so it is done on threads of its own, never on an event loop.
 *
 * <p>Java reports a death by signal as exit code 128 plus the signal, so a program that exits with 129 to 192 by itself
 * looks as if a signal had ended it.
 */
public final class SystemProcesses implements Processes {
    private static final int SIGNALLED = 128;
    private static final int LAST_SIGNAL = 64;
    /** The number of the system's error, in the words of Java 17 and of later ones. */
    private static final Pattern ERRNO = Pattern.compile("error[=:] ?(\\d+)");
    /** ENOMEM, ENFILE, EMFILE; EAGAIN of Linux and of the BSDs. */
    private static final List<Integer> NO_ROOM = List.of(11, 12, 23, 24, 35);

    private final Vertx vertx;
    private final WorkerExecutor threads;
    private final Path folder;

    /** @param folder where programs run and relative paths start; null is where we run */
    public SystemProcesses(Vertx vertx, @Nullable String folder) {
        this.vertx = vertx;
        this.folder = Path.of(folder == null ? "" : folder).toAbsolutePath();
        this.threads = vertx.createSharedWorkerExecutor("vedette-script", Limits.SCRIPT_THREADS, 1, TimeUnit.MINUTES);
    }

    @Override
    public Future<Boolean> isExecutable(String path) {
        return later(() -> !path.isEmpty() && path.indexOf(0) < 0 && isExecutable(folder.resolve(path)));
    }

    /** Blocks; for the start, and for threads that may. */
    public static boolean isExecutable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    @Override
    public Future<Running> start(List<String> argv) {
        Context caller = vertx.getOrCreateContext();
        return later(() -> launch(argv)).map(process -> new Child(process, caller));
    }

    private Process launch(List<String> argv) throws IOException, NoRoom {
        List<String> command = new ArrayList<>(argv);
        if (!argv.get(0).contains(File.separator)) {
            // Without it Java would look for the program in PATH.
            command.set(0, "." + File.separator + argv.get(0));
        }
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .inheritIO()
                    .start();
        } catch (IOException failure) {
            String words = String.valueOf(failure.getMessage());
            if (isLackOfRoom(words)) {
                throw new NoRoom(words);
            }
            throw failure;
        }
    }

    static boolean isLackOfRoom(String words) {
        Matcher errno = ERRNO.matcher(words);
        return errno.find() && NO_ROOM.contains(Integer.valueOf(errno.group(1)));
    }

    private <T> Future<T> later(Callable<T> work) {
        return threads.executeBlocking(work, false);
    }

    private static final class Child implements Running {
        private final Process process;
        private final Promise<End> end = Promise.promise();

        Child(Process process, Context caller) {
            this.process = process;
            process.onExit().thenAccept(ended -> caller.runOnContext(go -> end.complete(end(ended.exitValue()))));
        }

        private static End end(int status) {
            boolean signalled = status > SIGNALLED && status <= SIGNALLED + LAST_SIGNAL;
            return signalled ? new End(0, status - SIGNALLED) : new End(status, 0);
        }

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public Future<End> end() {
            return end.future();
        }

        @Override
        public void kill() {
            process.destroyForcibly();
        }
    }
}
