package dev.vedette.sim;

import dev.vedette.bus.Level;
import dev.vedette.journal.Journal;
import dev.vedette.platform.SeededChance;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Everything that happens, in one thread and in an order that only the seed decides.
 *
 * <p>The machine is simulated and not the program: each process is a Vert.x with its verticles, its timers and its
 * sockets, as in production; only the event loops' clock and the bytes between the sockets are ours. The world does
 * what is due, lets the loops run in a drawn order until nobody has anything left to do, and jumps to the next moment
 * at which something is due. Rejected: a bus or a scheduler for tests alone, with which the rooms would be tested under
 * rules that production does not have.
 */
public final class World implements AutoCloseable {
    /** More rounds than that at one moment are a circle. */
    private static final int ROUNDS_AT_A_MOMENT = 100_000;

    /** Event loops end only after a while without work. */
    private static final long STEP_WHILE_CLOSING_MILLIS = 100;

    private static final int STEPS_TO_CLOSE = 100_000;

    private static final int LINES_SHOWN = 60;

    private record Due(long at, long sequence, Runnable action) {}

    public final MockTicker ticker = Ticker.newMockTicker();
    public final long seed;
    public final Trace trace = new Trace(this);
    public final SimNetwork network;
    private final SeededChance order;
    private final PriorityQueue<Due> wire =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::sequence));
    private final List<Life> lives = new ArrayList<>();
    private final List<Consumer<Observation>> observers = new ArrayList<>();
    private final List<Runnable> settled = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private final List<Throwable> causes = new ArrayList<>();
    private long sequence;

    public World(long seed) {
        this.seed = seed;
        this.network = new SimNetwork(this, chance("network"));
        this.order = chance("order");
        // The trace tells the same, and hundreds of worlds would bury the build's own output.
        Journal.show(null);
    }

    public SeededChance chance(String name) {
        return new SeededChance(seed, name);
    }

    /** @param loops on how many threads the process would run its verticles */
    public SimProcess process(String name, String ip, int loops, Function<Life, List<? extends VerticleBase>> program) {
        return new SimProcess(this, name, ip, loops, program);
    }

    public long nanos() {
        return ticker.nanoTime();
    }

    public Duration now() {
        return Duration.ofNanos(nanos());
    }

    public void at(long nanos, Runnable action) {
        wire.add(new Due(nanos, ++sequence, action));
    }

    public void after(Duration delay, Runnable action) {
        at(nanos() + delay.toNanos(), action);
    }

    public void born(Life life) {
        lives.add(life);
    }

    public void run(Duration time) {
        until(() -> false, time);
    }

    /** Runs until the condition holds or the time is over; says whether it holds. */
    public boolean until(BooleanSupplier condition, Duration limit) {
        long end = nanos() + limit.toNanos();
        while (true) {
            settle();
            settled.forEach(Runnable::run);
            verify();
            if (condition.getAsBoolean()) {
                return true;
            }
            long next = nextEvent();
            if (nanos() >= end) {
                return false;
            }
            jumpTo(Math.min(next, end));
        }
    }

    /** From now on somebody else hears of everything as well. */
    public void observed(Consumer<Observation> by) {
        observers.add(by);
    }

    /** From now on somebody looks around whenever nobody has anything left to do at a moment. */
    public void settled(Runnable look) {
        settled.add(look);
    }

    public void observe(Observation observation) {
        observers.forEach(observer -> observer.accept(observation));
        trace.hear(observation);
    }

    /** A promise was broken. It is kept until the world looks: an exception on an event loop would only be logged. */
    public void broken(String what) {
        broken.add(what);
    }

    public void broken(String what, Throwable cause) {
        broken.add(what);
        causes.add(cause);
    }

    /** Fails when something is broken, with everything that is needed to see it again. */
    private void verify() {
        if (!broken.isEmpty()) {
            AssertionError failure =
                    new AssertionError("seed " + seed + ": " + broken + "\n" + trace.last(LINES_SHOWN));
            causes.forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private void jumpTo(long nanos) {
        if (nanos > nanos()) {
            ticker.advance(nanos - nanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void settle() {
        for (int round = 0; round < ROUNDS_AT_A_MOMENT; round++) {
            boolean delivered = deliver();
            if (!pump() && !delivered) {
                return;
            }
        }
        throw new AssertionError("the world does not come to rest at " + now() + ", seed " + seed);
    }

    private boolean deliver() {
        boolean any = false;
        while (!wire.isEmpty() && wire.peek().at() <= nanos()) {
            wire.poll().action().run();
            any = true;
        }
        return any;
    }

    private boolean pump() {
        List<SimLoop> waiting = new ArrayList<>();
        for (Life life : lives) {
            if (life.alive() && life.process.runs()) {
                waiting.addAll(life.loops());
            }
        }
        boolean any = false;
        while (!waiting.isEmpty()) {
            any |= waiting.remove(order.between(0, waiting.size() - 1)).pump();
        }
        return any;
    }

    private long nextEvent() {
        long next = wire.isEmpty() ? Long.MAX_VALUE : wire.peek().at();
        for (Life life : lives) {
            if (life.alive() && life.process.runs()) {
                for (SimLoop loop : life.loops()) {
                    long wait = loop.untilNextTimer();
                    if (wait >= 0) {
                        next = Math.min(next, nanos() + wait);
                    }
                }
            }
        }
        return next;
    }

    /** Gives every Vert.x back, in virtual time as well. */
    @Override
    public void close() {
        Journal.show(Level.NOTICE);
        List<Future<Void>> closing = lives.stream().map(Life::close).toList();
        for (int i = 0; i < STEPS_TO_CLOSE; i++) {
            lives.forEach(life -> life.loops().forEach(SimLoop::pump));
            if (closing.stream().allMatch(Future::isComplete)) {
                return;
            }
            ticker.advanceMillis(STEP_WHILE_CLOSING_MILLIS);
            // Vert.x ends its worker pools on threads of their own, which know nothing of virtual time.
            Thread.yield();
        }
        throw new IllegalStateException("Vert.x did not close");
    }
}
