package dev.vedette.sim;

import dev.vedette.model.Chance;
import dev.vedette.platform.Processes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/**
 * Programs of a simulated host, of every temper: most do what they should, some fail, die, hang until they are killed,
 * or cannot be started at all. Each leaves a line in {@link SimProcess#programs}.
 */
final class SimProcesses implements Processes {
    private static final Duration TO_START = Duration.ofMillis(20);
    private static final Duration TO_RUN = Duration.ofMillis(500);
    private static final int PERCENT = 100;
    private static final int NO_ROOM = 3;
    private static final int NO_PROGRAM = 6;
    private static final int HANG = 12;
    private static final int FAIL = 30;
    private static final int LAST_FAILURE = 3;
    private static final int SIGKILL = 9;
    private static final long FIRST_PID = 1_000;

    private final Life life;
    private final Chance chance;
    private int started;

    SimProcesses(Life life, Chance chance) {
        this.life = life;
        this.chance = chance;
    }

    @Override
    public Future<Running> start(List<String> argv) {
        int fate = life.process.programsHang ? HANG : chance.between(1, PERCENT);
        Promise<Running> promise = Promise.promise();
        later(TO_START, () -> {
            if (fate <= NO_ROOM) {
                promise.fail(new NoRoom("error=11, Resource temporarily unavailable"));
            } else if (fate <= NO_PROGRAM) {
                promise.fail(new AssertionError("error=8, Exec format error"));
            } else {
                life.process.programs.add(String.join(" ", argv));
                promise.complete(new Program(fate));
            }
        });
        return promise.future();
    }

    @Override
    public Future<Boolean> isExecutable(String path) {
        return Future.succeededFuture(true);
    }

    private void later(Duration bound, Runnable work) {
        Vertx vertx = life.vertx;
        vertx.setTimer(1 + chance.upTo(bound).toMillis(), id -> work.run());
    }

    private final class Program implements Running {
        private final long pid = FIRST_PID + ++started;
        private final Promise<End> end = Promise.promise();

        Program(int fate) {
            if (fate > HANG) {
                End how = new End(fate <= FAIL ? chance.between(1, LAST_FAILURE) : 0, 0);
                later(TO_RUN, () -> end.tryComplete(how));
            }
        }

        @Override
        public long pid() {
            return pid;
        }

        @Override
        public Future<End> end() {
            return end.future();
        }

        @Override
        public void kill() {
            later(TO_START, () -> end.tryComplete(new End(0, SIGKILL)));
        }
    }
}
