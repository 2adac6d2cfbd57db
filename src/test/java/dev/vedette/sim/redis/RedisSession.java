package dev.vedette.sim.redis;

import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RequestReader;
import dev.vedette.model.Address;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection to a model server. */
final class RedisSession {
    final NetSocket socket;
    final RequestReader reader = new RequestReader();
    boolean subscribed;
    /** Where the replica listens that this connection belongs to; null for a client. */
    @Nullable
    Address replica;

    long acknowledged;
    /** What waits for EXEC; null outside of a transaction. */
    @Nullable
    List<Request> transaction;

    RedisSession(NetSocket socket) {
        this.socket = socket;
    }

    void begin() {
        transaction = new ArrayList<>();
    }
}
