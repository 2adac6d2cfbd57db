package dev.vedette.sim.redis;

import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Address;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** A client's end of one simulated connection: questions out, answers in the same order, and what nobody asked for. */
final class Caller {
    private final NetSocket socket;
    private final Address remote;
    private final ReplyReader reader = new ReplyReader();
    private final Deque<Promise<RespValue>> asked = new ArrayDeque<>();
    private Consumer<RespValue> unasked = value -> {};
    private Runnable ended = () -> {};
    private boolean closed;

    private Caller(NetSocket socket, Address remote) {
        this.socket = socket;
        this.remote = remote;
        socket.handler(this::arrived);
        socket.closeHandler(gone -> lost());
        socket.exceptionHandler(e -> lost());
    }

    static Future<Caller> connect(NetClient client, String host, int port) {
        return client.connect(port, host).map(socket -> new Caller(socket, new Address(host, port)));
    }

    Caller onUnasked(Consumer<RespValue> handler) {
        unasked = handler;
        return this;
    }

    Caller onClosed(Runnable handler) {
        ended = handler;
        return this;
    }

    Future<RespValue> ask(String... words) {
        if (closed) {
            return Future.failedFuture(new IOException("the connection is closed"));
        }
        Promise<RespValue> answer = Promise.promise();
        asked.add(answer);
        say(words);
        return answer.future();
    }

    /** Whatever is answered goes where everything goes that nobody asked for. */
    void say(String... words) {
        socket.write(Buffer.buffer(Resp.bytes(Resp.command(words))));
    }

    Address remote() {
        return remote;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        socket.close();
    }

    private void arrived(Buffer bytes) {
        reader.feed(bytes.getBytes());
        for (RespValue value = reader.next(); value != null; value = reader.next()) {
            Promise<RespValue> waiting = asked.poll();
            if (waiting == null) {
                unasked.accept(value);
            } else {
                waiting.complete(value);
            }
        }
    }

    private void lost() {
        if (!closed) {
            closed = true;
            ended.run();
            asked.forEach(waiting -> waiting.tryFail(new IOException("the connection is closed")));
        }
    }
}
