package dev.vedette.sim;

import dev.vedette.platform.SeededChance;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
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
    /** More turns than that at one moment are a circle. */
    private static final int TURNS_AT_A_MOMENT = 1_000_000;

    private static final int LINES_SHOWN = 60;
    private static final int WARNINGS_KEPT = 1_000;

    private record Due(long at, long sequence, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
        }
    }

    public final long seed;
    /** Nobody in a world has as many clients as it takes in production; a storm may want them on all loops. */
    public int clientsOfOneLoop = Integer.MAX_VALUE;

    public final Trace trace = new Trace(this);
    public final SimNetwork network;
    public final SimNames names = new SimNames(this);
    private final SeededChance order;
    private final PriorityQueue<Due> wire = new PriorityQueue<>();
    private final Map<String, SimProcess> processes = new TreeMap<>();
    private final List<Life> lives = new ArrayList<>();
    private final List<Consumer<Observation>> observers = new ArrayList<>();
    private final List<Runnable> settled = new ArrayList<>();
    private long lastMoment = Long.MAX_VALUE;
    private final List<String> broken = new ArrayList<>();
    private final List<Throwable> causes = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    /** The loops that have something to do now, in the order in which they heard of it. */
    private final List<SimLoop> ready = new ArrayList<>();

    private long nanos;
    private long sequence;

    public World(long seed) {
        this.seed = seed;
        this.network = new SimNetwork(this, chance("network"));
        this.order = chance("order");
        Hush.install();
    }

    public SeededChance chance(String name) {
        return new SeededChance(seed, name);
    }

    /** @param loops on how many threads the process would run its verticles */
    public SimProcess process(String name, String ip, int loops, Function<Life, List<? extends VerticleBase>> program) {
        SimProcess process = new SimProcess(this, name, ip, loops, program);
        processes.put(name, process);
        return process;
    }

    public long nanos() {
        return nanos;
    }

    public Duration now() {
        return Duration.ofNanos(nanos);
    }

    /** How much time has passed by the clock of this process, which drifts, and stands while its host sleeps. */
    public Duration clockOf(String process) {
        return Duration.ofNanos(processes.get(process).clock.nanoTime());
    }

    public void at(long nanos, Runnable action) {
        wire.add(new Due(nanos, ++sequence, action));
    }

    public void after(Duration delay, Runnable action) {
        at(nanos() + delay.toNanos(), action);
    }

    void ready(SimLoop loop) {
        ready.add(loop);
    }

    public void born(Life life) {
        lives.add(life);
    }

    public void run(Duration time) {
        until(() -> false, time);
    }

    /** Runs until the condition holds or the time is over; says whether it holds. */
    public boolean until(BooleanSupplier condition, Duration limit) {
        long end = nanos + limit.toNanos();
        Hush.running(this);
        try {
            while (true) {
                settle();
                settled.forEach(Runnable::run);
                verify();
                if (condition.getAsBoolean()) {
                    return true;
                }
                if (nanos >= end) {
                    return false;
                }
                if (nanos >= lastMoment) {
                    throw new WorldEnded();
                }
                nanos = wire.isEmpty() ? end : Math.min(wire.peek().at(), end);
            }
        } finally {
            Hush.running(null);
        }
    }

    /** What became of this world when {@code cause} ended it. */
    public Breach endedBy(Throwable cause) {
        Breach breach = new Breach(seed, List.of("the world itself broke: " + cause), now(), trace.last(LINES_SHOWN));
        breach.initCause(cause);
        return breach;
    }

    /** Nothing happens any more from then on: whoever runs the world gets a {@link WorldEnded}. */
    public void endAt(Duration moment) {
        lastMoment = moment.toNanos();
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

    void warned(String text) {
        if (warnings.size() < WARNINGS_KEPT) {
            warnings.add(text);
        }
    }

    /** What the libraries below the program complained of. */
    public List<String> warnings() {
        return warnings;
    }

    /** Fails when something is broken, with everything that is needed to see it again. */
    private void verify() {
        if (!broken.isEmpty()) {
            Breach failure = new Breach(seed, broken, now(), trace.last(LINES_SHOWN));
            causes.forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private void settle() {
        for (int turn = 0; turn < TURNS_AT_A_MOMENT; turn++) {
            deliver();
            if (ready.isEmpty()) {
                return;
            }
            int drawn = ready.size() == 1 ? 0 : order.between(0, ready.size() - 1);
            ready.remove(drawn).pump();
        }
        throw new AssertionError("the world does not come to rest at " + now() + ", seed " + seed);
    }

    private void deliver() {
        while (!wire.isEmpty() && wire.peek().at() <= nanos) {
            wire.poll().action().run();
        }
    }

    /** Gives back what the JVM holds for it. */
    @Override
    public void close() {
        lives.forEach(Life::end);
        ready.clear();
        wire.clear();
    }
}
