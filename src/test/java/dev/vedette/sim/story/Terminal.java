package dev.vedette.sim.story;

import dev.vedette.sim.World;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;

/** Somebody with a terminal: one line to somebody, and what comes back is read aloud. */
final class Terminal extends VerticleBase {
    static final String NAME = "op";

    private final World world;
    /** Kept, because Vert.x closes a client that nobody holds when the garbage collector comes by. */
    private NetClient client;

    Terminal(World world) {
        this.world = world;
    }

    @Override
    public Future<?> start() {
        client = vertx.createNetClient();
        return Future.succeededFuture();
    }

    void say(String name, String host, int port, String line) {
        world.trace.note(NAME, "to " + name + ": " + line);
        context.runOnContext(go -> client.connect(port, host)
                .onSuccess(socket -> {
                    socket.handler(bytes -> {
                        world.trace.note(
                                NAME,
                                "from " + name + ": " + bytes.toString().strip().replaceAll("\\s+", " "));
                        socket.close();
                    });
                    socket.write(Buffer.buffer(line + "\r\n"));
                })
                .onFailure(failure -> world.trace.note(NAME, "from " + name + ": nothing, " + failure.getMessage())));
    }
}
