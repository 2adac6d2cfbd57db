package dev.vedette.sim.redis;

import dev.vedette.model.Address;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a model server is, beside its connections. */
public final class RedisState {
    public final RunId runId;
    public final int port;
    public final Map<String, String> keys = new TreeMap<>();
    public int priority = 100;
    public long offset;
    public boolean linkUp;
    public Duration linkDownSince = Duration.ZERO;
    private @Nullable Address master;

    public RedisState(RunId runId, int port) {
        this.runId = runId;
        this.port = port;
    }

    @Nullable
    public Address master() {
        return master;
    }

    public boolean isMaster() {
        return master == null;
    }

    /** @return whether that changed anything */
    public boolean follow(@Nullable Address whom, Duration now) {
        if (whom == null ? master == null : whom.equals(master)) {
            return false;
        }
        master = whom;
        linkUp = false;
        linkDownSince = now;
        return true;
    }
}
