package dev.vedette.platform;

import dev.vedette.model.Chance;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The doors of a real machine. */
public final class SystemPlatform implements Platform {
    /** Few are served sooner by one thread: two would take the processor from each other, and from whoever asks. */
    private static final int CLIENTS_OF_ONE_LOOP = 100;

    private final Clock clock = new SystemClock();
    private final Routes routes = new SystemRoutes();
    private final Map<String, Chance> streams = new ConcurrentHashMap<>();
    private final Disk disk;
    private final Vertx vertx;
    private final Names names;
    private final long seed;

    public SystemPlatform(Vertx vertx) {
        this(vertx, SeededChance.freshSeed());
    }

    public SystemPlatform(Vertx vertx, long seed) {
        this.disk = new FileDisk(vertx);
        this.vertx = vertx;
        this.names = new SystemNames(vertx);
        this.seed = seed;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    /** The same name continues the same stream, so that two callers never draw the same identity. */
    @Override
    public Chance chance(String name) {
        return streams.computeIfAbsent(name, key -> new SeededChance(seed, key));
    }

    @Override
    public Disk disk() {
        return disk;
    }

    @Override
    public Routes routes() {
        return routes;
    }

    @Override
    public Processes processes(@Nullable String folder) {
        return new SystemProcesses(vertx, folder);
    }

    @Override
    public Names names() {
        return names;
    }

    @Override
    public int clientsOfOneLoop() {
        return CLIENTS_OF_ONE_LOOP;
    }

    @Override
    public Aside aside() {
        return SmallVertx::aside;
    }

    @Override
    public ProcessFacts process() {
        return ProcessFacts.ofThisProcess();
    }
}
