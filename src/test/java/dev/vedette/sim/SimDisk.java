package dev.vedette.sim;

import dev.vedette.model.RunId;
import dev.vedette.platform.AtomicFile;
import dev.vedette.platform.Disk;
import dev.vedette.platform.SeededChance;
import dev.vedette.sim.disk.Kernel;
import dev.vedette.sim.disk.Loss;
import dev.vedette.sim.disk.Promises;
import dev.vedette.sim.disk.Replay;
import dev.vedette.sim.disk.SimFileSystem;
import dev.vedette.sim.disk.Stage;
import dev.vedette.sim.disk.Volume;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A disk that takes its time. The production code that replaces a file runs on a simulated volume, a call at a time,
 * each at a moment of its own; so a crash can meet it anywhere: with half a temporary file, with the new name but not
 * for good, or with everything durable and nobody told.
 *
 * <p>A process that is killed leaves what programs see; a host that loses its power leaves what was synced, and of the
 * rest what chance leaves. While the process is frozen so is the thread that calls.
 */
public final class SimDisk implements Disk {
    private static final Duration QUICKEST = Duration.ofNanos(30_000);
    private static final int ALL = 100;
    private static final int SMALLEST_REST = 100;

    /** What becomes of writes. */
    public enum Mood {
        FINE,
        /** No space: no write succeeds. */
        FAILING,
        /** So little space that a write ends in its middle. */
        TORN,
        /** Errors of the device, at any call; the new name may be there all the same. */
        BROKEN,
        READ_ONLY,
        /** Calls end when the mood does. */
        HANGING
    }

    private final SimProcess process;
    private final SeededChance chance;
    private final SimDevice device;
    private final Volume volume = new Volume();
    private final Promises promises = new Promises();
    private final Map<String, Deque<DiskJob<?>>> queues = new TreeMap<>();
    private final List<DiskJob<?>> standing = new ArrayList<>();
    private Mood mood = Mood.FINE;
    private Duration spread = Duration.ofMillis(5);

    public SimDisk(SimProcess process) {
        this.process = process;
        this.chance = process.world.chance("disk/" + process.name);
        this.device = new SimDevice(chance);
    }

    public void mood(Mood now) {
        process.world.trace.note(process.name, "disk is " + now);
        mood = now;
        device.mood(now);
        volume.room(now == Mood.TORN ? chance.between(1, SMALLEST_REST) : Long.MAX_VALUE);
        goOn();
    }

    public Mood mood() {
        return mood;
    }

    /** From now on a write takes up to this long. */
    public void slow(Duration latency) {
        spread = latency;
    }

    /** From now on a sync does nothing, and says that it did. For tests of those who should notice. */
    public void lies() {
        device.lies();
    }

    /** Whether a write is under way. */
    public boolean isWriting() {
        return queues.values().stream().flatMap(Deque::stream).anyMatch(job -> job.text != null);
    }

    /** How far the writes are; the first that is on its way counts. */
    public Stage stage() {
        return queues.values().stream()
                .map(Deque::peek)
                .filter(job -> job != null && job.text != null)
                .map(DiskJob::stage)
                .findFirst()
                .orElse(Stage.NOTHING_UNDER_WAY);
    }

    /** For what a program does before it runs: its calls take no time, and succeed whatever the mood. */
    public Path path(String path) {
        return path(path, device.inGoodMood());
    }

    /** What programs see there; null when there is nothing. */
    @Nullable
    public String text(String path) {
        try {
            return AtomicFile.at(path(path, Kernel.direct()), bound -> 0).read();
        } catch (IOException e) {
            return null;
        }
    }

    /** The names in the folder of a file. */
    public List<String> beside(String path) {
        try {
            return volume.list(path.substring(0, Math.max(1, path.lastIndexOf('/'))));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What somebody put there before the start. */
    public void put(String path, String text) {
        volume.put(path, text);
        promises.kept(path, text);
    }

    @Override
    public Future<String> read(String path) {
        return enqueue(new DiskJob<>(path, null, process.life(), kernel -> AtomicFile.at(path(path, kernel), bound -> 0)
                .read()));
    }

    @Override
    public Future<List<String>> list(String folder) {
        return enqueue(new DiskJob<>(folder, null, process.life(), kernel -> volume.list(folder).stream()
                .map(name -> folder + "/" + name)
                .sorted()
                .toList()));
    }

    @Override
    public Future<Void> replace(String path, String text) {
        RunId letters = chance.runId();
        Replay.Program<Void> program = kernel -> {
            AtomicFile.at(path(path, kernel), sameAgain(letters)).replace(text);
            return null;
        };
        return enqueue(new DiskJob<>(path, text, process.life(), program));
    }

    private Path path(String path, Kernel kernel) {
        return new SimFileSystem(volume, kernel).getPath(path);
    }

    /** The program runs once for each of its calls, and must draw the same names each time. */
    private static IntUnaryOperator sameAgain(RunId letters) {
        int[] drawn = new int[1];
        return bound -> letters.value().charAt(drawn[0]++ % RunId.LENGTH) % bound;
    }

    /** As with the real disk, those of one path wait for one another. */
    private <T> Future<T> enqueue(DiskJob<T> job) {
        Context caller = job.asker.vertx.getOrCreateContext();
        Promise<T> answer = Promise.promise();
        if (!job.asker.alive()) {
            // Killed in the middle of a step, it still runs to the end of it; nobody hears what it says.
            return answer.future();
        }
        job.answer().onComplete(result -> caller.runOnContext(go -> answer.handle(result)));
        Deque<DiskJob<?>> queue = queues.computeIfAbsent(job.path, path -> new ArrayDeque<>());
        queue.add(job);
        if (queue.size() == 1) {
            begin(job);
        }
        return answer.future();
    }

    private void begin(DiskJob<?> job) {
        if (job.text != null) {
            promises.tried(job.path, job.text);
        }
        proceed(job);
    }

    private void proceed(DiskJob<?> job) {
        if (!job.asker.alive()) {
            return;
        }
        if (mood == Mood.HANGING || !process.runs()) {
            standing.add(job);
        } else if (job.proceed(device)) {
            ended(job);
        } else {
            later(job, share(job.stage()));
        }
    }

    /** How much of the time of a write goes by before it gets there. */
    private static int share(Stage next) {
        return switch (next) {
            case BEFORE_FSYNC, BEFORE_FOLDER_FSYNC -> 25;
            case BEFORE_WRITE, BEFORE_ANSWER -> 15;
            default -> 10;
        };
    }

    private void later(DiskJob<?> job, int share) {
        Duration delay = chance.upTo(spread.multipliedBy(share).dividedBy(ALL));
        process.world.after(QUICKEST.plus(delay), () -> proceed(job));
    }

    private void ended(DiskJob<?> job) {
        if (job.text != null && job.answer().succeeded()) {
            promises.kept(job.path, job.text);
        }
        Deque<DiskJob<?>> queue = queues.get(job.path);
        queue.remove();
        DiskJob<?> next = queue.peek();
        if (next != null) {
            begin(next);
        }
    }

    /** Whoever stood still may go on, if nothing else holds it. */
    void goOn() {
        List<DiskJob<?>> waiting = List.copyOf(standing);
        standing.clear();
        waiting.forEach(job -> later(job, ALL));
    }

    /** The process dies; what the system has got of it stays as it is. */
    void processEnds(boolean powerLost) {
        process.world.observe(new Observation.Crashed(process.name, powerLost, stage()));
        queues.clear();
        standing.clear();
    }

    /** From now on there is only what was synced, and what chance leaves of the rest. */
    void powerLost() {
        for (Loss loss : volume.losePower(chance)) {
            process.world.trace.note(process.name, "disk: " + loss);
            process.world.observe(new Observation.Unsynced(process.name, loss));
        }
    }

    /** The process starts anew, on what is really there. */
    void processStarts() {
        for (String path : promises.paths()) {
            String complaint = promises.complaint(path, text(path));
            if (complaint != null) {
                process.world.broken(process.name + ": " + complaint);
            }
        }
    }
}
