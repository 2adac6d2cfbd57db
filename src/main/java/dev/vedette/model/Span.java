package dev.vedette.model;

import java.time.Duration;

/** Arithmetic of spans for what happens at each PING: the standard library's goes by way of decimals. */
public final class Span {
    private Span() {}

    /** Of an odd number of nanoseconds the smaller half. */
    public static Duration half(Duration whole) {
        return Duration.ofNanos(whole.toNanos() / 2);
    }

    /** @throws ArithmeticException beyond 292 years */
    public static Duration times(Duration once, int times) {
        return Duration.ofNanos(Math.multiplyExact(once.toNanos(), times));
    }
}
