package dev.vedette.sim.redis;

import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;

/** Somebody with a terminal: one connection, lines out, whatever comes back. */
public final class SimClient extends VerticleBase {
    private final String host;
    private final int port;
    private final List<String> replies = new ArrayList<>();
    private NetSocket socket;
    /** Kept, because Vert.x closes a client that nobody holds when the garbage collector comes by. */
    private NetClient client;

    public SimClient(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** A client on a host of its own, about to connect. */
    public static SimClient started(World world, String name, String ip, SimProcess server, int port) {
        SimClient client = new SimClient(server.host(), port);
        world.process(name, ip, 1, life -> List.of(client)).start();
        return client;
    }

    @Override
    public Future<?> start() {
        client = vertx.createNetClient();
        return client.connect(port, host).onSuccess(opened -> {
            socket = opened;
            opened.handler(bytes -> replies.add(bytes.toString()));
        });
    }

    public boolean isConnected() {
        return socket != null;
    }

    public void say(String line) {
        socket.write(Buffer.buffer(line + "\r\n"));
    }

    public List<String> replies() {
        return replies;
    }
}
