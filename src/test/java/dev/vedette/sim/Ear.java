package dev.vedette.sim;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;

/** An ordinary server that writes down what it hears, and may repeat it. */
final class Ear extends VerticleBase {
    static final int PORT = 7_000;

    final List<NetSocket> sockets = new ArrayList<>();
    final List<Integer> reads = new ArrayList<>();
    final List<String> ends = new ArrayList<>();
    final Buffer heard = Buffer.buffer();
    private final boolean echo;

    Ear(boolean echo) {
        this.echo = echo;
    }

    @Override
    public Future<?> start() {
        return vertx.createNetServer()
                .connectHandler(socket -> {
                    sockets.add(socket);
                    socket.exceptionHandler(why -> ends.add(why.getMessage()));
                    socket.closeHandler(closed -> ends.add("closed"));
                    socket.handler(bytes -> {
                        reads.add(bytes.length());
                        heard.appendBuffer(bytes);
                        if (echo) {
                            socket.write(bytes);
                        }
                    });
                })
                .listen(PORT, "0.0.0.0");
    }
}
