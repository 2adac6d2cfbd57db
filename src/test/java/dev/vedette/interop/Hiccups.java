package dev.vedette.interop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * For how long the machine lets nobody run: a thread naps, and notes by how much it oversleeps. A duration that is
 * measured meanwhile may be wrong by as much.
 */
public final class Hiccups implements AutoCloseable {
    private static final long NAP_MILLIS = 5;
    /** Every nap is a little longer than it should be. */
    private static final long USUAL_NANOS = Duration.ofMillis(10).toNanos();
    /** What was delayed by a pause comes to light a little later than its end. */
    private static final long AFTERMATH_NANOS = Duration.ofMillis(100).toNanos();

    private final List<Pause> pauses = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::watch, "hiccups");
    private volatile long asleep = System.nanoTime();

    private record Pause(long begin, long end) {
        /** All of it, if any of it matters to what happened in that time. */
        long within(long from, long to) {
            return end >= from - AFTERMATH_NANOS && begin <= to ? end - begin : 0;
        }
    }

    public Hiccups() {
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                asleep = System.nanoTime();
                // A nap that is measured is all that this thread is for.
                Thread.sleep(NAP_MILLIS);
                Pause pause = now();
                if (pause.end - pause.begin > USUAL_NANOS) {
                    pauses.add(pause);
                }
            }
        } catch (InterruptedException e) {
            // It was closed.
        }
    }

    /** The pause that ends now, at the earliest. */
    private Pause now() {
        long now = System.nanoTime();
        return new Pause(Math.min(asleep + NAP_MILLIS * 1_000_000, now), now);
    }

    /** In all, between two moments on the clock of {@link System#nanoTime}. */
    public Duration between(Duration from, Duration to) {
        // The thread may wake up later from the last pause than whoever asks.
        long last = now().within(from.toNanos(), to.toNanos());
        long all = pauses.stream()
                .mapToLong(pause -> pause.within(from.toNanos(), to.toNanos()))
                .sum();
        return Duration.ofNanos(all + (last > USUAL_NANOS ? last : 0));
    }

    /** Since a moment on the clock of {@link System#nanoTime}. */
    Duration since(long nanos) {
        return between(Duration.ofNanos(nanos), Duration.ofNanos(System.nanoTime()));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
