package dev.vedette.link;

import dev.vedette.model.Address;
import dev.vedette.model.Limits;
import dev.vedette.tls.Tls;
import dev.vedette.tls.TlsFailure;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;

/** Connects {@link Wire}s, encrypted where connections are. All links share one network client. */
final class Dialer {
    private final ContextInternal context;
    private final NetClientInternal net;
    private final Tls tls;
    private final Duration patience;

    /** @param patience with a connect, without encryption */
    Dialer(ContextInternal context, NetClientInternal net, Tls tls, Duration patience) {
        this.context = context;
        this.net = net;
        this.tls = tls;
        this.patience = patience;
    }

    /** Completes on the context when commands can be said. A wire that is cut meanwhile is closed when it connects. */
    Future<Void> connect(Wire wire, Address address) {
        ConnectOptions target = new ConnectOptions()
                .setRemoteAddress(SocketAddress.inetSocketAddress(address.port(), address.host()))
                .setTimeout((int) patience.toMillis());
        Promise<NetSocket> opened = context.promise();
        net.connectInternal(target, opened, context);
        return opened.future().compose(socket -> {
            ChannelPipeline pipeline =
                    ((NetSocketInternal) socket).channelHandlerContext().pipeline();
            pipeline.addBefore("handler", "wire", wire);
            return tls.outgoing() ? encrypt(pipeline) : context.succeededFuture();
        });
    }

    /** The wire is there already, so that a handshake that hangs can be cut, too. */
    private Future<Void> encrypt(ChannelPipeline pipeline) {
        Promise<Void> encrypted = context.promise();
        SslHandler encryption = new SslHandler(tls.outgoingEngine());
        encryption.setHandshakeTimeoutMillis(Limits.PATIENCE_WITH_TLS.toMillis());
        encryption.handshakeFuture().addListener(agreed -> {
            if (agreed.isSuccess()) {
                encrypted.tryComplete();
            } else {
                encrypted.tryFail(new IOException("TLS: " + TlsFailure.inWords(agreed.cause())));
            }
        });
        pipeline.addFirst("tls", encryption);
        return encrypted.future();
    }
}
