package dev.vedette.sim.stock;

import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;
import java.util.LinkedHashSet;
import java.util.Set;

/** The side that listens: clients, peers, and whoever wants to hear of events. */
final class Server {
    private final Core core;
    private final Commands commands;
    private final Set<Session> sessions = new LinkedHashSet<>();

    Server(Core core) {
        this.core = core;
        this.commands = new Commands(core);
    }

    Future<?> listen() {
        return core.life.vertx.createNetServer().connectHandler(this::connected).listen(core.port, "0.0.0.0");
    }

    int clients() {
        return sessions.size();
    }

    void publish(String event, String payload) {
        sessions.forEach(session -> session.event(event, payload));
    }

    private void connected(NetSocket socket) {
        Session session = new Session(core.loop, socket);
        sessions.add(session);
        socket.exceptionHandler(e -> {});
        socket.closeHandler(closed -> core.loop.enter(() -> {
            sessions.remove(session);
            core.loop.emptied(session);
        }));
        socket.handler(bytes -> core.loop.enter(() -> session.read(bytes.getBytes(), commands)));
    }
}
