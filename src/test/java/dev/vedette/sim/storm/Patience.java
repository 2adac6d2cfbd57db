package dev.vedette.sim.storm;

import dev.vedette.sim.World;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** Rings with a patience of their own: with stock's default failover-timeout every pause that is waited for shows. */
final class Patience {
    private final Duration downAfter;
    private final Duration failoverTimeout;

    Patience(Duration downAfter, Duration failoverTimeout) {
        this.downAfter = downAfter;
        this.failoverTimeout = failoverTimeout;
    }

    /** A sentinel of this make; of two lines about the same the later one counts. */
    Watcher.Make of(Watcher.Make make) {
        return (world, name, ip, conf) -> make.on(
                world,
                name,
                ip,
                conf + "sentinel down-after-milliseconds mymaster " + downAfter.toMillis()
                        + "\nsentinel failover-timeout mymaster " + failoverTimeout.toMillis() + "\n");
    }

    Ring settled(long seed, int sentinels, int replicas, int quorum) {
        return Ring.settled(seed, Collections.nCopies(sentinels, of(SimSentinel::new)), replicas, quorum);
    }

    /** Where nobody looks, for what stock sentinels break. */
    Ring unchecked(World world, List<Watcher.Make> makes, int replicas, int quorum) {
        return Ring.unchecked(world, makes.stream().map(this::of).toList(), replicas, quorum);
    }

    Ring settled(World world, List<Watcher.Make> makes, int replicas, int quorum) {
        return Ring.settled(world, makes.stream().map(this::of).toList(), replicas, quorum);
    }
}
