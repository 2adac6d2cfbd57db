package dev.vedette.sim;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.ManualIoEventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * An event loop that runs when the world says so, and tells the world when it has something to do.
 *
 * <p>All loops of all processes share one thread. So a loop says "we are in the loop" only while it is the one that
 * runs: else Vert.x would take calls between loops for calls within one, and run at once what in production waits in
 * another thread's queue.
 */
final class SimLoop extends ManualIoEventLoop {
    private static final long NONE = -1;
    private static final int FEW = 64;

    private final Life life;
    private boolean running;
    private boolean stuck;
    private boolean ready;
    /** The world's time of the earliest reminder that was ordered and has not come; {@link #NONE} without one. */
    private long reminder = NONE;

    private final List<Future<?>> timers = new ArrayList<>();
    private int sweepAt = FEW;

    SimLoop(Life life, IoEventLoopGroup parent) {
        super(parent, Thread.currentThread(), loop -> new Bell((SimLoop) loop), life.process.clock);
        this.life = life;
    }

    /** Remembers what was scheduled, and forgets what is over when there is twice as much of it. */
    private <F extends Future<?>> F counted(F timer) {
        if (timers.size() >= sweepAt) {
            sweep();
        }
        timers.add(timer);
        return timer;
    }

    private void sweep() {
        timers.removeIf(Future::isDone);
        sweepAt = Math.max(FEW, 2 * timers.size());
    }

    /** How many are neither rung nor cancelled. */
    int timers() {
        sweep();
        return timers.size();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return counted(super.schedule(command, delay, unit));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> command, long delay, TimeUnit unit) {
        return counted(super.schedule(command, delay, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initial, long period, TimeUnit unit) {
        return counted(super.scheduleAtFixedRate(command, initial, period, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initial, long delay, TimeUnit unit) {
        return counted(super.scheduleWithFixedDelay(command, initial, delay, unit));
    }

    /** Somebody else's thread would have woken this one. */
    void ring() {
        if (!ready && runs()) {
            ready = true;
            life.world.ready(this);
        }
    }

    /** Runs what waits and what is due. */
    boolean pump() {
        ready = false;
        if (!runs()) {
            return false;
        }
        running = true;
        try {
            return runNow() > 0;
        } finally {
            running = false;
            remind();
        }
    }

    /** Sees to it that the world comes back when the next timer is due. */
    private void remind() {
        long deadline = nextScheduledTaskDeadlineNanos();
        if (deadline == NONE) {
            return;
        }
        long due = life.process.clock.worldTimeOf(deadline);
        if (due != SimClock.NEVER && (reminder == NONE || due < reminder)) {
            reminder = due;
            life.world.at(Math.max(due, life.world.nanos()), () -> {
                if (reminder == due) {
                    reminder = NONE;
                }
                ring();
            });
        }
    }

    /** What it was to be reminded of comes at another time now. */
    void timersMoved() {
        reminder = NONE;
        ring();
    }

    /** Its thread hangs, while the rest of the process goes on. */
    void stick() {
        stuck = true;
    }

    void release() {
        stuck = false;
        ring();
    }

    private boolean runs() {
        return !stuck && life.runs();
    }

    @Override
    public boolean inEventLoop() {
        return running;
    }

    /** Netty rings it after work from outside; there is nothing else to wait for. */
    private record Bell(SimLoop loop) implements IoHandler {
        @Override
        public int run(IoHandlerContext context) {
            return 0;
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException("no descriptors in this world");
        }

        @Override
        public void wakeup() {
            loop.ring();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return false;
        }
    }
}
