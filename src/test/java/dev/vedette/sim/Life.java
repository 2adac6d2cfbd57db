package dev.vedette.sim;

import io.netty.channel.IoEventLoopGroup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One run of a process, from its start to its end: a Vert.x of its own, and the sockets that die with it. */
public final class Life {
    private static final long NEVER = 1L << 40;

    public final World world;
    public final SimProcess process;
    public final int number;
    public final Vertx vertx;
    public final Set<SimChannel> channels = new LinkedHashSet<>();
    private final List<SimLoop> loops = new ArrayList<>();
    private boolean alive = true;

    public Life(SimProcess process, int number, int loops) {
        this.world = process.world;
        this.process = process;
        this.number = number;
        this.vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(loops)
                        .setWorkerPoolSize(1)
                        .setInternalBlockingPoolSize(1)
                        .setBlockedThreadCheckInterval(NEVER)
                        .setFileSystemOptions(new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false)))
                .withTransport(new SimTransport(this))
                .build();
        vertx.exceptionHandler(failure -> {
            if (alive) {
                world.broken("NOTHING_THROWS: " + process.name + " threw " + failure, failure);
            }
        });
    }

    public SimLoop newLoop(IoEventLoopGroup group) {
        SimLoop loop = new SimLoop(group, Thread.currentThread(), world.ticker);
        loops.add(loop);
        return loop;
    }

    public List<SimLoop> loops() {
        return loops;
    }

    public boolean alive() {
        return alive;
    }

    /** From here on nothing that it still does reaches anybody. */
    public void end() {
        alive = false;
    }

    /** Gives back what the JVM holds for it; to be pumped until it is complete. */
    public Future<Void> close() {
        end();
        return vertx.close();
    }
}
