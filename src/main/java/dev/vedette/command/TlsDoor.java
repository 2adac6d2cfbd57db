package dev.vedette.command;

import dev.vedette.model.Limits;
import dev.vedette.model.Moment;
import dev.vedette.platform.Clock;
import dev.vedette.tls.Tls;
import dev.vedette.tls.TlsFailure;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Handler;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients in that come to the encrypted port, once both sides have agreed on the encryption. Who cannot be let in
 * is told of in the log, with the address and the reason, at most once a second on each loop: strangers may knock as
 * often as they like.
 */
final class TlsDoor implements Handler<NetSocket> {
    private static final Logger LOG = LoggerFactory.getLogger(TlsDoor.class);

    private final Tls tls;
    private final Clock clock;
    private final Handler<NetSocket> inside;
    private int underWay;
    private int untold;
    private @Nullable Moment told;

    TlsDoor(Tls tls, Clock clock, Handler<NetSocket> inside) {
        this.tls = tls;
        this.clock = clock;
        this.inside = inside;
    }

    @Override
    public void handle(NetSocket socket) {
        ChannelHandlerContext context = ((NetSocketInternal) socket).channelHandlerContext();
        if (underWay >= Limits.HANDSHAKES_UNDER_WAY) {
            refused(socket, underWay + " others are agreeing on encryption already");
            context.close();
            return;
        }
        underWay++;
        // What goes wrong is in the handshake's future as well, and is told of from there.
        socket.exceptionHandler(e -> LOG.debug("client {}: {}", socket.remoteAddress(), e.toString()));
        SslHandler encryption = new SslHandler(tls.incoming());
        encryption.setHandshakeTimeoutMillis(Limits.PATIENCE_WITH_TLS.toMillis());
        encryption.handshakeFuture().addListener(agreed -> {
            underWay--;
            if (agreed.isSuccess()) {
                inside.handle(socket);
            } else {
                refused(socket, TlsFailure.inWords(agreed.cause()));
                context.close();
            }
        });
        context.pipeline().addFirst("tls", encryption);
    }

    private void refused(NetSocket socket, String why) {
        Moment now = clock.now();
        if (told != null && !now.isPast(told, Limits.REFUSED_CLIENTS_PAUSE)) {
            untold++;
            return;
        }
        told = now;
        LOG.warn(
                "Error accepting a client connection: {} (addr={} laddr={}){}",
                why,
                socket.remoteAddress(),
                socket.localAddress(),
                untold == 0 ? "" : "; " + untold + " more since the last such line");
        untold = 0;
    }
}
