package dev.vedette.sim;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;

/** Somebody with a terminal: one connection, lines out, whatever comes back. */
final class SimClient extends VerticleBase {
    private final String host;
    private final int port;
    private final List<String> replies = new ArrayList<>();
    private NetSocket socket;

    SimClient(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** A client on a host of its own, about to connect. */
    static SimClient started(World world, String name, String ip, SimProcess server, int port) {
        SimClient client = new SimClient(server.host(), port);
        world.process(name, ip, 1, life -> List.of(client)).start();
        return client;
    }

    @Override
    public Future<?> start() {
        return vertx.createNetClient().connect(port, host).onSuccess(opened -> {
            socket = opened;
            opened.handler(bytes -> replies.add(bytes.toString()));
        });
    }

    boolean isConnected() {
        return socket != null;
    }

    void say(String line) {
        socket.write(Buffer.buffer(line + "\r\n"));
    }

    List<String> replies() {
        return replies;
    }
}
