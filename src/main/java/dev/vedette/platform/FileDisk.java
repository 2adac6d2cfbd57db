package dev.vedette.platform;

import dev.vedette.model.Limits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The machine's disk, on threads of its own.
 *
 * <p>A write of a folder on a dead network disk can hang for ever. So the work is never done on an event loop, each
 * path has a queue of its own, and {@link Limits#DISK_THREADS} paths may hang before a further one waits. Futures end
 * on the context of whoever asked.
 */
public final class FileDisk implements Disk {
    private final Vertx vertx;
    private final WorkerExecutor threads;
    private final Map<String, Future<?>> lastOfPath = new ConcurrentHashMap<>();

    public FileDisk(Vertx vertx) {
        this.vertx = vertx;
        this.threads = vertx.createSharedWorkerExecutor("vedette-disk", Limits.DISK_THREADS, 1, TimeUnit.MINUTES);
    }

    @Override
    public Future<String> read(String path) {
        return enqueue(path, () -> AtomicFile.at(path).read());
    }

    @Override
    public Future<List<String>> list(String folder) {
        return enqueue(folder, () -> AtomicFile.filesIn(Path.of(folder)));
    }

    @Override
    public Future<Void> replace(String path, String text) {
        return enqueue(path, () -> {
            AtomicFile.at(path).replace(text);
            return null;
        });
    }

    private <T> Future<T> enqueue(String path, Callable<T> work) {
        Context caller = vertx.getOrCreateContext();
        Promise<T> ended = Promise.promise();
        Future<?> mine = lastOfPath.compute(
                path,
                (key, last) -> last == null
                        ? threads.executeBlocking(work, false)
                        : last.transform(before -> threads.executeBlocking(work, false)));
        mine.onComplete(result -> {
            lastOfPath.remove(path, mine);
            caller.runOnContext(go -> settle(ended, result.succeeded(), result.result(), result.cause()));
        });
        return ended.future();
    }

    @SuppressWarnings("unchecked")
    private static <T> void settle(Promise<T> promise, boolean succeeded, Object result, Throwable cause) {
        if (succeeded) {
            promise.complete((T) result);
        } else {
            promise.fail(cause);
        }
    }
}
