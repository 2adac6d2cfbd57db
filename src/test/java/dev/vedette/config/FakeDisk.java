package dev.vedette.config;

import dev.vedette.platform.Disk;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A disk in memory whose writes end when the test says so, and on the context of whoever asked, as real ones do. */
final class FakeDisk implements Disk {
    /** A write that has begun. */
    record Write(
            String path,
            String text,
            Promise<Void> end,
            @Nullable Context caller) {}

    final Map<String, String> files = new TreeMap<>();
    final List<Write> begun = new ArrayList<>();
    int writesDone;
    int inFlight;
    int mostInFlight;
    boolean slow;

    @Nullable
    Throwable failure;

    @Nullable
    Throwable readFailure;

    @Override
    public synchronized Future<String> read(String path) {
        if (readFailure != null) {
            return Future.failedFuture(readFailure);
        }
        String text = files.get(path);
        return text == null ? Future.failedFuture(new NoSuchFileException(path)) : Future.succeededFuture(text);
    }

    @Override
    public synchronized Future<List<String>> list(String folder) {
        return Future.succeededFuture(files.keySet().stream()
                .filter(path -> path.startsWith(folder + "/"))
                .toList());
    }

    @Override
    public synchronized Future<Void> replace(String path, String text) {
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
        Write write = new Write(path, text, Promise.promise(), Vertx.currentContext());
        begun.add(write);
        if (!slow) {
            end(write);
        }
        return write.end().future();
    }

    synchronized void end(Write write) {
        inFlight--;
        Throwable refused = failure;
        if (refused == null) {
            files.put(write.path(), write.text());
            writesDone++;
        }
        Runnable answer = () -> {
            if (refused == null) {
                write.end().complete();
            } else {
                write.end().fail(refused);
            }
        };
        if (write.caller() == null) {
            answer.run();
        } else {
            write.caller().runOnContext(go -> answer.run());
        }
    }
}
