package dev.vedette.platform;

import io.vertx.core.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * From one thread to another, never waiting: what does not fit is dropped. Whoever receives sees that from the numbers
 * of events.
 */
public final class Handover {
    private static final int AT_ONCE = 200;

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final int most;
    private volatile @Nullable Context to;

    /** @param most what may be on its way; a further one is dropped */
    public Handover(int most) {
        this.most = most;
    }

    public void put(Runnable work) {
        if (size.get() >= most) {
            return;
        }
        size.incrementAndGet();
        queue.add(work);
        schedule();
    }

    /** From now on the work is done there. */
    public void open(Context there) {
        to = there;
        schedule();
    }

    public int size() {
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
