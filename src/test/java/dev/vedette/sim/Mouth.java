package dev.vedette.sim;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;

/** An ordinary client that writes down what becomes of its connections. */
final class Mouth extends VerticleBase {
    static final int PATIENCE_MILLIS = 5_000;

    final List<NetSocket> sockets = new ArrayList<>();
    final List<String> ends = new ArrayList<>();
    final Buffer heard = Buffer.buffer();
    private NetClient client;

    @Override
    public Future<?> start() {
        client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(PATIENCE_MILLIS));
        return Future.succeededFuture();
    }

    void connect(SimProcess to) {
        client.connect(Ear.PORT, to.host())
                .onSuccess(socket -> {
                    sockets.add(socket);
                    socket.exceptionHandler(why -> ends.add(why.getMessage()));
                    socket.closeHandler(closed -> ends.add("closed"));
                    socket.handler(heard::appendBuffer);
                })
                .onFailure(why -> ends.add(why.getClass().getSimpleName()));
    }

    NetSocket last() {
        return sockets.get(sockets.size() - 1);
    }
}
