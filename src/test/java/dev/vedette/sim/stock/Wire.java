package dev.vedette.sim.stock;

import dev.vedette.model.Address;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the C client library. What is sent waits for the end of the handler, and for the connection;
 * whoever closes before that has sent nothing, which is how the best effort at the end of a failover is lost (reference
 * 7.8).
 */
final class Wire implements StockLoop.Outlet {
    private final StockLoop loop;
    private final Runnable lost;
    private final ReplyReader reader = new ReplyReader();
    private final Deque<Consumer<Reply>> callbacks = new ArrayDeque<>();
    private final StringBuilder out = new StringBuilder();
    private @Nullable Consumer<Reply> subscription;
    private @Nullable NetSocket socket;
    private boolean closed;

    /** @param lost called once when the connection fails or ends, unless it was closed from here */
    Wire(StockLoop loop, NetClient client, Address to, Runnable lost) {
        this.loop = loop;
        this.lost = lost;
        client.connect(to.port(), to.host()).onSuccess(this::connected).onFailure(refused -> loop.enter(this::end));
    }

    void send(Consumer<Reply> then, String... words) {
        callbacks.add(then);
        write(words);
    }

    /** Whatever comes after the replies to everything else is for this one. */
    void subscribe(Consumer<Reply> then, String channel) {
        subscription = then;
        write("SUBSCRIBE", channel);
    }

    /** Forgets what was not written yet, and all replies that are still to come. */
    void close() {
        closed = true;
        callbacks.clear();
        subscription = null;
        loop.emptied(this);
        NetSocket open = socket;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void transmit() {
        NetSocket open = socket;
        if (open != null && !out.isEmpty() && !closed) {
            open.write(Buffer.buffer(out.toString()));
            out.setLength(0);
        }
    }

    private void write(String... words) {
        out.append('*').append(words.length).append("\r\n");
        for (String word : words) {
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            out.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        loop.filled(this);
    }

    private void connected(NetSocket opened) {
        if (closed) {
            opened.close();
            return;
        }
        opened.exceptionHandler(e -> {});
        opened.handler(bytes -> loop.enter(() -> received(bytes.getBytes())));
        opened.closeHandler(end -> loop.enter(this::end));
        socket = opened;
        loop.enter(this::transmit);
    }

    private void received(byte[] bytes) {
        reader.feed(bytes);
        while (!closed) {
            Reply reply = reader.next();
            if (reply == null) {
                return;
            }
            Consumer<Reply> callback = callbacks.poll();
            if (callback != null) {
                callback.accept(reply);
            } else if (reply.is(Reply.Type.ERROR)) {
                // The library takes a subscription that was refused for a broken connection.
                NetSocket open = socket;
                end();
                if (open != null) {
                    open.close();
                }
            } else if (subscription != null) {
                subscription.accept(reply);
            }
        }
    }

    private void end() {
        if (!closed) {
            closed = true;
            callbacks.clear();
            loop.emptied(this);
            lost.run();
        }
    }
}
