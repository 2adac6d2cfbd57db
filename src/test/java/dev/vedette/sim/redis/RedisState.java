package dev.vedette.sim.redis;

import dev.vedette.model.Address;
import dev.vedette.model.RunId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one run of a model server is, beside its connections. */
final class RedisState {
    /** A script that never ends by itself. */
    record Script(RedisSession caller, boolean wrote) {}

    final RunId runId;
    final Duration startedAt;
    final History history;
    final Dataset data;
    private final SimRedis redis;
    private int loads;
    private @Nullable Script script;

    RedisState(SimRedis redis, RunId runId, History history, Dataset data) {
        this.redis = redis;
        this.runId = runId;
        this.startedAt = redis.now();
        this.history = history;
        this.data = data;
    }

    @Nullable
    Address master() {
        return redis.conf.master();
    }

    boolean isMaster() {
        return master() == null;
    }

    boolean isLoading() {
        return loads > 0 || redis.server.has(Trouble.LOADING);
    }

    /** Reads data for so long, and then does that. */
    void load(Duration time, Runnable then) {
        if (time.isZero()) {
            then.run();
            return;
        }
        loads++;
        redis.after(time, () -> {
            loads--;
            then.run();
            redis.resume();
        });
    }

    boolean isBusy() {
        return script != null || redis.server.has(Trouble.BUSY) || redis.server.has(Trouble.UNKILLABLE);
    }

    boolean isUnkillable() {
        return redis.server.has(Trouble.UNKILLABLE) || script != null && script.wrote();
    }

    void run(Script endless) {
        script = endless;
    }

    @Nullable
    Script endScript() {
        Script ended = script;
        script = null;
        return ended;
    }

    boolean cannotSave() {
        return redis.server.has(Trouble.MISCONF)
                && redis.conf.yes("stop-writes-on-bgsave-error")
                && !redis.conf.get("save").isEmpty();
    }

    /** The link to the master is down, and old data is not good enough. */
    boolean isStale() {
        return !isMaster() && !redis.replicaSide.isConnected() && !redis.conf.yes("replica-serve-stale-data");
    }

    boolean lacksReplicas() {
        int wanted = redis.conf.number("min-replicas-to-write");
        return isMaster() && wanted > 0 && redis.masterSide.goodReplicas() < wanted;
    }

    boolean isReadOnly() {
        return !isMaster() && redis.conf.yes("replica-read-only");
    }
}
