package dev.vedette.sim.storm;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several worlds at a time, each in one thread. */
final class SideBySide {
    private SideBySide() {}

    /** @return what they give, in their order; fails as the first of them does that cannot be played */
    static <T> List<T> play(List<Callable<T>> worlds, int threads) {
        // Netty finds what belongs to a thread at once in one of its own; each world leaves some of it behind.
        ExecutorService pool = Executors.newFixedThreadPool(threads, FastThreadLocalThread::new);
        try {
            List<Future<T>> played = new ArrayList<>();
            worlds.forEach(world -> played.add(pool.submit(world)));
            List<T> given = new ArrayList<>();
            for (Future<T> world : played) {
                given.add(world.get());
            }
            return given;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a world could not be played", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
