package dev.vedette.sim;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.Ticker;

/**
 * An event loop that runs when the world says so.
 *
 * <p>All loops of all processes share one thread. So a loop says "we are in the loop" only while it is the one that
 * runs: else Vert.x would take calls between loops for calls within one, and run at once what in production waits in
 * another thread's queue.
 */
final class SimLoop extends ManualIoEventLoop {
    private boolean running;

    SimLoop(IoEventLoopGroup parent, Thread owner, Ticker ticker) {
        super(parent, owner, LocalIoHandler.newFactory(), ticker);
    }

    /** Runs what waits and what is due. */
    boolean pump() {
        running = true;
        try {
            return runNow() > 0;
        } finally {
            running = false;
        }
    }

    /** How many nanoseconds until the next timer; negative when there is none. */
    long untilNextTimer() {
        return nextScheduledTaskNano();
    }

    @Override
    public boolean inEventLoop() {
        return running;
    }
}
