package dev.vedette.interop;

import dev.vedette.demo.Deployment;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.Resp;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An application that writes all the time, one write after the other, and asks a sentinel for the master whenever its
 * connection breaks. It remembers what was acknowledged, and the longest time between two acknowledgements.
 */
final class Writer implements AutoCloseable {
    private static final Duration REPLY = Duration.ofSeconds(20);

    private final SentinelProcess guide;
    private final Thread thread = new Thread(this::run, "writer");
    private final List<Long> acknowledged = new ArrayList<>();
    private volatile boolean ended;
    private long lastAt;
    private long longestNanos;

    Writer(SentinelProcess guide) {
        this.guide = guide;
    }

    Writer begin() {
        lastAt = System.nanoTime();
        thread.start();
        return this;
    }

    private void run() {
        long next = 0;
        while (!ended) {
            try (Resp master = Resp.connect(guide.masterPort(), REPLY)) {
                while (!ended) {
                    if ("OK".equals(master.call("SET", "w" + next, String.valueOf(next)))) {
                        acknowledge(next);
                    }
                    next++;
                }
            } catch (IOException again) {
                next++;
                Thread.onSpinWait();
            }
        }
    }

    private synchronized void acknowledge(long number) {
        acknowledged.add(number);
        long now = System.nanoTime();
        longestNanos = Math.max(longestNanos, now - lastAt);
        lastAt = now;
    }

    synchronized int count() {
        return acknowledged.size();
    }

    /** Counted anew from now on. */
    synchronized void startPause() {
        longestNanos = 0;
    }

    synchronized Duration longestPause() {
        return Duration.ofNanos(longestNanos);
    }

    /** Stops it; what was acknowledged and is not at {@code node}. */
    List<Long> lostAt(RedisProcess node, Deployment deployment) throws IOException {
        close();
        List<Long> lost = new ArrayList<>();
        try (Resp resp = Resp.connect(node.port(), REPLY)) {
            for (long number : acknowledged) {
                if (resp.call("GET", "w" + number) == null) {
                    lost.add(number);
                }
            }
        }
        return lost;
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        try {
            thread.join(REPLY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
