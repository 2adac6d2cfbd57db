package dev.vedette.sim;

import dev.vedette.model.Address;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a model server is, beside its connections. */
final class RedisState {
    final RunId runId;
    final int port;
    final Map<String, String> keys = new TreeMap<>();
    int priority = 100;
    long offset;
    boolean linkUp;
    Duration linkDownSince = Duration.ZERO;
    private @Nullable Address master;

    RedisState(RunId runId, int port) {
        this.runId = runId;
        this.port = port;
    }

    @Nullable
    Address master() {
        return master;
    }

    boolean isMaster() {
        return master == null;
    }

    /** @return whether that changed anything */
    boolean follow(@Nullable Address whom, Duration now) {
        if (whom == null ? master == null : whom.equals(master)) {
            return false;
        }
        master = whom;
        linkUp = false;
        linkDownSince = now;
        return true;
    }
}
