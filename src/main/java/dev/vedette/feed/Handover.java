package dev.vedette.feed;

import dev.vedette.model.Limits;
import io.vertx.core.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * From the sentinel's thread to the feed's, never waiting: what does not fit is dropped. The feed sees that from the
 * numbers of events.
 */
final class Handover {
    private static final int AT_ONCE = 200;

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile @Nullable Context to;

    void put(Runnable work) {
        if (size.get() >= Limits.FEED_HANDOVER) {
            return;
        }
        size.incrementAndGet();
        queue.add(work);
        schedule();
    }

    /** From now on the work is done there. */
    void open(Context feed) {
        to = feed;
        schedule();
    }

    int size() {
        return size.get();
    }

    private void schedule() {
        Context feed = to;
        if (feed != null && scheduled.compareAndSet(false, true)) {
            feed.runOnContext(go -> work());
        }
    }

    private void work() {
        for (int i = 0; i < AT_ONCE; i++) {
            Runnable next = queue.poll();
            if (next == null) {
                break;
            }
            size.decrementAndGet();
            next.run();
        }
        scheduled.set(false);
        if (!queue.isEmpty()) {
            schedule();
        }
    }
}
