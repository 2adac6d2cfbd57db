package dev.vedette.sim.redis;

import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RequestReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection to a model server. */
final class RedisSession {
    final long id;
    final NetSocket socket;
    final RequestReader reader = new RequestReader();
    final Set<String> channels = new LinkedHashSet<>();
    final Set<String> patterns = new LinkedHashSet<>();
    String name = "";
    /** Who speaks; null until there was a password, where one is needed. */
    Users.@Nullable User user;

    /** What the other end is as a replica; null for a client. */
    MasterSide.@Nullable Replica replica;
    /** Until where the history had gone when this client last wrote. */
    long written;
    /** Waits for something, and its next command with it. */
    boolean blocked;
    /** What is said once the server does something else again than what it does now. */
    String held = "";
    /** Answers nothing more. */
    boolean closing;
    /** What waits for EXEC; null outside of a transaction. */
    @Nullable
    List<Request> transaction;
    /** A command of the transaction was refused. */
    boolean spoilt;
    /** Its transaction runs. */
    boolean executing;

    RedisSession(long id, NetSocket socket) {
        this.id = id;
        this.socket = socket;
    }

    void begin() {
        transaction = new ArrayList<>();
        spoilt = false;
    }

    boolean isSubscribed() {
        return !channels.isEmpty() || !patterns.isEmpty();
    }

    int subscriptions() {
        return channels.size() + patterns.size();
    }

    /** How CLIENT KILL calls this kind of connection. */
    String type() {
        return replica != null && replica.isReplica() ? "replica" : isSubscribed() ? "pubsub" : "normal";
    }

    void write(String reply) {
        if (!reply.isEmpty()) {
            socket.write(Buffer.buffer(Resp.bytes(reply)));
        }
    }

    void close() {
        closing = true;
        socket.close();
    }
}
