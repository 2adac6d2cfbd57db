package dev.vedette.sim;

import dev.vedette.model.Address;
import dev.vedette.model.Chance;
import dev.vedette.model.Moment;
import dev.vedette.platform.Aside;
import dev.vedette.platform.Clock;
import dev.vedette.platform.Disk;
import dev.vedette.platform.Names;
import dev.vedette.platform.Platform;
import dev.vedette.platform.ProcessFacts;
import dev.vedette.platform.Processes;
import dev.vedette.platform.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The doors of one simulated process. */
public final class SimPlatform implements Platform {
    private final Life life;
    private final Map<String, Chance> streams = new TreeMap<>();

    public SimPlatform(Life life) {
        this.life = life;
    }

    @Override
    public Clock clock() {
        return new Clock() {
            @Override
            public Moment now() {
                return new Moment(life.process.clock.nanoTime());
            }

            @Override
            public Instant wall() {
                return life.process.clock.wall();
            }
        };
    }

    @Override
    public Chance chance(String name) {
        return streams.computeIfAbsent(
                name, key -> life.world.chance(life.process.name + "/" + life.number + "/" + key));
    }

    @Override
    public Disk disk() {
        return life.process.disk;
    }

    @Override
    public Routes routes() {
        return (Address target) -> life.process.host();
    }

    @Override
    public Processes processes(@Nullable String folder) {
        return new SimProcesses(life, chance("processes"));
    }

    @Override
    public Names names() {
        return host -> life.world.names.lookUp(life, host);
    }

    @Override
    public int clientsOfOneLoop() {
        return life.world.clientsOfOneLoop;
    }

    /** A simulated process has one Vert.x, and its rooms share that. */
    @Override
    public Aside aside() {
        return (sentinel, purpose, make) -> Future.succeededFuture(sentinel);
    }

    @Override
    public ProcessFacts process() {
        return ProcessFacts.simulated(life.number);
    }
}
