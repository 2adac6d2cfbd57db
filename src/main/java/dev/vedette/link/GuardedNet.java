package dev.vedette.link;

import dev.vedette.model.Limits;
import dev.vedette.tls.Tls;
import dev.vedette.tls.TlsFailure;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
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
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The Vert.x that one Redis client sees: the real one, except that its network leads to one address and puts a
 * {@link ReplyGuard} on the socket.
 *
 * <p>Where connections are encrypted it does that too, below the guard, which sees what the client sees.
 *
 * <p>The client offers no place to put a hand on its socket, so this stands where it gets the socket from. All links
 * share one network client; closing this one closes its socket only, at once. Nobody else may be given this object.
 */
final class GuardedNet extends VertxWrapper {
    private final NetClientInternal shared;
    private final ConnectOptions target;
    private final Tls tls;
    private final ReplyGuard guard;
    private boolean closed;

    GuardedNet(VertxInternal vertx, NetClientInternal shared, ConnectOptions target, Tls tls, ReplyGuard guard) {
        super(vertx);
        this.shared = shared;
        this.target = target;
        this.tls = tls;
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
                            ChannelPipeline pipeline = ((NetSocketInternal) socket)
                                    .channelHandlerContext()
                                    .pipeline();
                            pipeline.addBefore("handler", "guard", guard);
                            if (tls.outgoing()) {
                                encrypt(pipeline, socket, connected);
                            } else {
                                connected.tryComplete(socket);
                            }
                        },
                        connected::tryFail);
        shared.connectInternal(target, opened, context);
    }

    /** The guard is there already, so that a handshake that hangs can be cut, too. */
    private void encrypt(ChannelPipeline pipeline, NetSocket socket, Promise<NetSocket> connected) {
        SslHandler encryption = new SslHandler(tls.outgoingEngine());
        encryption.setHandshakeTimeoutMillis(Limits.PATIENCE_WITH_TLS.toMillis());
        encryption.handshakeFuture().addListener(agreed -> {
            if (agreed.isSuccess()) {
                connected.tryComplete(socket);
            } else {
                connected.tryFail(new IOException("TLS: " + TlsFailure.inWords(agreed.cause())));
            }
        });
        pipeline.addFirst("tls", encryption);
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
