package dev.vedette.sim;

import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The two clocks of a host: the one that only goes forward, by which timers ring, and the one on the wall, which people
 * set. Both tick at the rate of the host's crystal; while the host sleeps the first stands still, and the second is
 * right again when it wakes.
 */
public final class SimClock implements Ticker {
    /** Some day; the same in every world. */
    private static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");

    /** Beyond every world's end. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long MILLION = 1_000_000;

    private final World world;
    private final Runnable changed;
    /** When the rate last changed, what the clock showed then, and how far the wall was ahead of it. */
    private long since;

    private long shown;
    private long wallAhead;
    private long partsPerMillion;
    private boolean asleep;

    /** @param changed hears that timers ring earlier or later than was thought */
    SimClock(World world, Runnable changed) {
        this.world = world;
        this.changed = changed;
    }

    /** From now on its seconds are that many millionths too short, or too long when negative. */
    public void drift(int partsPerMillion) {
        fix();
        this.partsPerMillion = partsPerMillion;
        changed.run();
    }

    /** Somebody sets the clock on the wall: forward, or back when negative. */
    public void jump(Duration by) {
        wallAhead += by.toNanos();
    }

    /** The whole host stands still, as a virtual machine that is paused. */
    void sleep() {
        fix();
        asleep = true;
        changed.run();
    }

    void wake() {
        if (asleep) {
            long slept = world.nanos() - since;
            fix();
            asleep = false;
            wallAhead += slept;
            changed.run();
        }
    }

    private void fix() {
        shown = nanoTime();
        since = world.nanos();
    }

    @Override
    public long nanoTime() {
        return asleep ? shown : shown + scaled(world.nanos() - since);
    }

    /** Rounded down, and so never going back: a rate loses less than one nanosecond in each. */
    private long scaled(long elapsed) {
        if (partsPerMillion == 0) {
            return elapsed;
        }
        return elapsed
                + Math.floorDiv(elapsed, MILLION) * partsPerMillion
                + Math.floorDiv(Math.floorMod(elapsed, MILLION) * partsPerMillion, MILLION);
    }

    public Instant wall() {
        return ORIGIN.plusNanos(nanoTime() + wallAhead);
    }

    /** When in the world's time this clock will first show {@code nanos}; {@link #NEVER} while it stands. */
    long worldTimeOf(long nanos) {
        if (asleep) {
            return NEVER;
        }
        long wait = nanos - shown;
        if (partsPerMillion == 0) {
            return since + wait;
        }
        long rate = MILLION + partsPerMillion;
        long elapsed = Math.floorDiv(wait, rate) * MILLION + Math.floorDiv(Math.floorMod(wait, rate) * MILLION, rate);
        while (scaled(elapsed) < wait) {
            elapsed++;
        }
        return since + elapsed;
    }

    @Override
    public long initialNanoTime() {
        return 0;
    }

    @Override
    public void sleep(long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("nobody sleeps on an event loop");
    }
}
