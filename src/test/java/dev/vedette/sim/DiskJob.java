package dev.vedette.sim;

import dev.vedette.sim.disk.Kernel;
import dev.vedette.sim.disk.Op;
import dev.vedette.sim.disk.Replay;
import dev.vedette.sim.disk.Stage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/** One thing that a program wants of its disk, from the question to the answer. */
final class DiskJob<T> {
    final String path;
    /** What is to be written; null when nothing is. */
    final @Nullable String text;

    final Life asker;
    private final Replay.Program<T> program;
    private final Promise<T> answer = Promise.promise();
    private @Nullable Replay<T> run;

    DiskJob(String path, @Nullable String text, Life asker, Replay.Program<T> program) {
        this.path = path;
        this.text = text;
        this.asker = asker;
        this.program = program;
    }

    Future<T> answer() {
        return answer.future();
    }

    /** Goes on as far as the next call that writes; says whether the program was at its end and has its answer now. */
    boolean proceed(Kernel device) {
        if (run == null) {
            run = new Replay<>(program, device);
            return false;
        }
        Replay.End<T> end = run.end();
        if (end == null) {
            run.step();
            return false;
        }
        if (end.failure() != null) {
            answer.fail(end.failure());
        } else {
            answer.complete(end.result());
        }
        return true;
    }

    Stage stage() {
        return run == null ? Stage.BEFORE_CREATE : Stage.before(run.next());
    }

    @Nullable
    Op next() {
        return run == null ? null : run.next();
    }
}
