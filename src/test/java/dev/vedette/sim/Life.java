package dev.vedette.sim;

import io.netty.channel.IoEventLoopGroup;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.SimVertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.file.FileResolver;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** One run of a process, from its start to its end: a Vert.x of its own, and the sockets that die with it. */
public final class Life {
    private static final long NEVER = 1L << 40;

    public final World world;
    public final SimProcess process;
    public final int number;
    public final Vertx vertx;
    final Set<SimChannel> channels = new LinkedHashSet<>();
    final Set<SimServerChannel> servers = new LinkedHashSet<>();
    private final List<SimLoop> loops = new ArrayList<>();
    private final BusCount bus = new BusCount();
    private boolean alive = true;

    public Life(SimProcess process, int number, int loops) {
        this.world = process.world;
        this.process = process;
        this.number = number;
        this.vertx = build(loops);
        vertx.exceptionHandler(failure -> {
            if (alive) {
                world.broken("NOTHING_THROWS: " + process.name + " threw " + failure, failure);
            }
        });
    }

    private Vertx build(int loops) {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setBlockedThreadCheckInterval(NEVER)
                .setDisableTCCL(true);
        return SimVertx.of(
                options, bus, new SimTransport(this), new NoFiles(), (threads, size, most) -> new NoThreads());
    }

    public SimLoop newLoop(IoEventLoopGroup group) {
        SimLoop loop = new SimLoop(this, group);
        loops.add(loop);
        return loop;
    }

    public List<SimLoop> loops() {
        return loops;
    }

    public boolean alive() {
        return alive;
    }

    /** Whether it lives and is not held. */
    boolean runs() {
        return alive && !process.isFrozen();
    }

    /**
     * From here on nothing that it still does reaches anybody, because it does nothing. Its Vert.x is not closed: that
     * would run all its verticles' ends, which is the one thing that a killed process does not do. What the JVM holds
     * for it is one thread.
     */
    public void end() {
        if (alive) {
            alive = false;
            world.observe(new Observation.Ended(process.name));
            ((VertxInternal) vertx).blockedThreadChecker().close();
        }
    }

    /** What it holds now. */
    public Inventory inventory() {
        return new Inventory(
                channels.size(),
                servers.size(),
                loops.stream().mapToInt(SimLoop::timers).sum(),
                bus.consumers(),
                bus.questions(),
                channels.stream().mapToLong(SimChannel::unread).sum());
    }

    /** Blocking work comes back at a moment that no seed decides; it belongs behind a door of the platform. */
    private final class NoThreads extends AbstractExecutorService {
        @Override
        public void execute(Runnable command) {
            world.broken(process.name + " does blocking work outside of the doors", new AssertionError());
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return !alive;
        }

        @Override
        public boolean isTerminated() {
            return !alive;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }

    private static final class NoFiles implements FileResolver {
        @Override
        public File resolve(String fileName) {
            return new File(fileName);
        }

        @Override
        public void close() {}
    }
}
