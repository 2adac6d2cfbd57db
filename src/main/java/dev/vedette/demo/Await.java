package dev.vedette.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for something to become true, by asking again and again: nothing tells a process that another one has changed
 * its mind. A condition that cannot be asked, because nobody listens yet, is not true yet.
 */
public final class Await {
    private static final long PAUSE_MILLIS = 20;

    private Await() {}

    /** Something that may not be true yet, or may not be askable yet. It may throw an AssertionError to give up. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException;
    }

    /**
     * Returns how long it took.
     *
     * @param evidence what helps to understand why it did not happen; only asked when it did not
     * @throws AssertionError when it did not happen in time, with the last exception as its cause
     */
    public static Duration until(Duration timeout, String what, Condition condition, Supplier<String> evidence) {
        long start = System.nanoTime();
        Exception last = null;
        do {
            try {
                if (condition.holds()) {
                    return Duration.ofNanos(System.nanoTime() - start);
                }
                last = null;
            } catch (IOException | UncheckedIOException e) {
                last = e;
            }
            pause();
        } while (System.nanoTime() - start < timeout.toNanos());
        throw new AssertionError(
                "within " + timeout.toMillis() + " ms this did not happen: " + what + because(last) + "\n"
                        + evidence.get(),
                last);
    }

    public static Duration until(Duration timeout, String what, Condition condition) {
        return until(timeout, what, condition, () -> "");
    }

    private static String because(@Nullable Exception last) {
        return last == null ? "" : " (" + last + ")";
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
