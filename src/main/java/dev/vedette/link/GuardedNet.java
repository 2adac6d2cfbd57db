package dev.vedette.link;

import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.Metrics;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The Vert.x that one Redis client sees: the real one, except that its network leads to one address and puts a
 * {@link ReplyGuard} on the socket.
 *
 * <p>The client offers no place to put a hand on its socket, so this stands where it gets the socket from. All links
 * share one network client; closing this one closes its socket only, at once. Nobody else may be given this object.
 */
final class GuardedNet extends VertxWrapper {
    private final NetClientInternal shared;
    private final ConnectOptions target;
    private final ReplyGuard guard;
    private boolean closed;

    GuardedNet(VertxInternal vertx, NetClientInternal shared, ConnectOptions target, ReplyGuard guard) {
        super(vertx);
        this.shared = shared;
        this.target = target;
        this.guard = guard;
    }

    @Override
    public NetClient createNetClient(NetClientOptions options) {
        return new OneSocket();
    }

    private void openGuarded(Promise<NetSocket> connected, ContextInternal context) {
        Promise<NetSocket> opened = context.promise();
        opened.future()
                .onComplete(
                        socket -> {
                            if (closed) {
                                ((NetSocketInternal) socket)
                                        .channelHandlerContext()
                                        .channel()
                                        .close();
                                connected.tryFail("closed while connecting");
                                return;
                            }
                            ((NetSocketInternal) socket)
                                    .channelHandlerContext()
                                    .pipeline()
                                    .addBefore("handler", "guard", guard);
                            connected.tryComplete(socket);
                        },
                        connected::tryFail);
        shared.connectInternal(target, opened, context);
    }

    private Future<Void> cut() {
        closed = true;
        guard.cut("closed");
        return Future.succeededFuture();
    }

    /** What the Redis client uses of a network client is connecting and closing. */
    private final class OneSocket implements NetClientInternal {
        @Override
        public void connectInternal(ConnectOptions ignored, Promise<NetSocket> connected, ContextInternal context) {
            openGuarded(connected, context);
        }

        @Override
        public Future<NetSocket> connect(ConnectOptions ignored) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<NetSocket> connect(SocketAddress address) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<NetSocket> connect(SocketAddress address, @Nullable String serverName) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<NetSocket> connect(int port, String host) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<NetSocket> connect(int port, String host, @Nullable String serverName) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Boolean> updateSSLOptions(ClientSSLOptions options, boolean force) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Void> shutdown(long timeout, TimeUnit unit) {
            return cut();
        }

        @Override
        public void close(Completable<Void> completion) {
            cut();
            completion.succeed();
        }

        @Override
        public Future<Void> closeFuture() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isMetricsEnabled() {
            return false;
        }

        @Override
        public @Nullable Metrics getMetrics() {
            return null;
        }
    }
}
