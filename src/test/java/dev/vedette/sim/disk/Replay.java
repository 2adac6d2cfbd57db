package dev.vedette.sim.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A blocking program, run a call at a time.
 *
 * <p>It is run again from its start for each call that writes: what it has called before is answered from memory, the
 * next call is made for real, and at the one after that the program is thrown out. So the program decides what is
 * called, in what order, and what to do when a call fails, and needs no thread that stands still meanwhile. It must ask
 * the same when it is told the same; that is checked. Rejected: a thread for each program, handed to and fro: two
 * switches of a thread for each call cost more than all of the calls.
 */
public final class Replay<T> implements Kernel {
    /** The program; given the same answers, it must make the same calls. */
    public interface Program<T> {
        T run(Kernel through) throws IOException;
    }

    /** How a program ended. */
    public record End<T>(@Nullable T result, @Nullable IOException failure) {}

    private record Memory(
            Op op, @Nullable Object result, @Nullable IOException failure) {}

    /** Thrown out; whatever the program still calls while it unwinds throws it out again and does nothing. */
    private static final class Pause extends Error {
        private static final long serialVersionUID = 1;

        Pause() {
            super(null, null, false, false);
        }
    }

    private final Program<T> program;
    private final Kernel device;
    private final List<Memory> past = new ArrayList<>();
    private int recalled;
    private boolean mayWrite;
    private boolean paused;
    private @Nullable Op next;
    private @Nullable End<T> end;

    public Replay(Program<T> program, Kernel device) {
        this.program = program;
        this.device = device;
        run();
    }

    /** The call that writes and comes next; null when the program has ended. */
    @Nullable
    public Op next() {
        return next;
    }

    @Nullable
    public End<T> end() {
        return end;
    }

    /** Makes the next call, and goes on to the one after it. */
    public void step() {
        if (end != null) {
            throw new IllegalStateException("it has ended");
        }
        mayWrite = true;
        run();
    }

    private void run() {
        recalled = 0;
        paused = false;
        next = null;
        try {
            end = new End<>(program.run(this), null);
        } catch (IOException e) {
            end = new End<>(null, e);
        } catch (Pause pause) {
            Objects.requireNonNull(next, "somebody else's pause");
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the same call returned it
    public <R> R call(Op op, Work<R> work) throws IOException {
        if (paused) {
            throw new Pause();
        }
        if (recalled == past.size()) {
            if (op.kind().writes() && !mayWrite) {
                paused = true;
                next = op;
                throw new Pause();
            }
            mayWrite &= !op.kind().writes();
            past.add(remember(op, work));
        }
        Memory memory = past.get(recalled++);
        if (!memory.op().equals(op)) {
            throw new IllegalStateException("called " + memory.op() + " at first and " + op + " when asked again");
        }
        if (memory.failure() != null) {
            throw memory.failure();
        }
        return (R) memory.result();
    }

    private <R> Memory remember(Op op, Work<R> work) {
        try {
            return new Memory(op, device.call(op, work), null);
        } catch (IOException e) {
            return new Memory(op, null, e);
        }
    }
}
