package dev.vedette.sim;

import dev.vedette.platform.Disk;
import dev.vedette.platform.SeededChance;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk that takes its time. A text is on it from the moment that the write ends, and not before: who dies in between
 * finds the old one. The disk goes on while its process is frozen, and outlives it.
 */
public final class SimDisk implements Disk {
    private static final Duration QUICKEST = Duration.ofNanos(200_000);

    /** What becomes of writes. */
    public enum Mood {
        FINE,
        FAILING,
        HANGING
    }

    private final SimProcess process;
    private final SeededChance chance;
    private final Map<String, String> files = new TreeMap<>();
    private Mood mood = Mood.FINE;
    private Duration spread = Duration.ofMillis(5);
    private int writing;

    public SimDisk(SimProcess process) {
        this.process = process;
        this.chance = process.world.chance("disk/" + process.name);
    }

    public void mood(Mood now) {
        process.world.trace.note(process.name, "disk is " + now);
        mood = now;
    }

    public Mood mood() {
        return mood;
    }

    /** From now on a write takes up to this long. */
    public void slow(Duration latency) {
        spread = latency;
    }

    /** Whether a write is under way. */
    public boolean isWriting() {
        return writing > 0;
    }

    @Nullable
    public String text(String path) {
        return files.get(path);
    }

    /** What somebody put there before the start. */
    public void put(String path, String text) {
        files.put(path, text);
    }

    @Override
    public Future<String> read(String path) {
        return later(done -> {
            String text = files.get(path);
            if (text == null) {
                done.fail(new NoSuchFileException(path));
            } else {
                done.complete(text);
            }
        });
    }

    @Override
    public Future<Void> replace(String path, String text) {
        if (mood == Mood.HANGING) {
            return Promise.<Void>promise().future();
        }
        Life writer = process.life();
        boolean fails = mood == Mood.FAILING;
        writing++;
        return later(done -> {
            writing--;
            if (!writer.alive()) {
                return;
            }
            if (fails) {
                done.fail(new FileSystemException(path, null, "No space left on device"));
            } else {
                files.put(path, text);
                done.complete(null);
            }
        });
    }

    private interface Work<T> {
        void end(Promise<T> done);
    }

    private <T> Future<T> later(Work<T> work) {
        World world = process.world;
        Context caller = process.life().vertx.getOrCreateContext();
        Promise<T> answer = Promise.promise();
        Promise<T> inside = Promise.promise();
        inside.future().onComplete(result -> caller.runOnContext(go -> answer.handle(result)));
        world.at(world.nanos() + QUICKEST.toNanos() + chance.upTo(spread).toNanos(), () -> work.end(inside));
        return answer.future();
    }
}
