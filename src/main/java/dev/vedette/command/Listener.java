package dev.vedette.command;

import dev.vedette.model.BindAddress;
import dev.vedette.model.DoorSettings;
import dev.vedette.model.SentinelSettings;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on every address, and on the same port everywhere.
 *
 * <p>Addresses are written as in {@code bind}: {@code *} is all of IPv4, {@code ::*} all of IPv6, and one with a
 * leading minus may be missing.
 */
final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    /** The system chooses a port, and all loops share it. */
    private static final int RANDOM = 1;

    private final Vertx vertx;
    private final List<String> bind;
    private final DoorSettings doors;
    private final Handler<NetSocket> onConnect;
    private final List<NetServer> servers = new ArrayList<>();
    private final List<SocketAddress> opened = new ArrayList<>();
    private int port;

    /** @param port 0 lets the system choose */
    Listener(Vertx vertx, SentinelSettings settings, int port, Handler<NetSocket> onConnect) {
        this.vertx = vertx;
        this.port = port;
        this.bind = settings.bind();
        this.doors = settings.doors();
        this.onConnect = onConnect;
    }

    /** The port that is listened on; before that, the one of the settings. */
    int port() {
        return port;
    }

    /** One after the other: where the system chooses the port, the first decides for all. */
    Future<Void> open() {
        Future<Void> opened = Future.succeededFuture();
        for (String address : bind) {
            opened = opened.compose(done -> open(address));
        }
        return opened.compose(done -> servers.isEmpty()
                ? Future.failedFuture("none of the addresses " + bind + " could be listened on")
                : Future.succeededFuture());
    }

    private Future<Void> open(String address) {
        BindAddress where = BindAddress.of(address);
        String host = where.host();
        SocketAddress asked =
                port == 0 ? SocketAddress.sharedRandomPort(RANDOM, host) : SocketAddress.inetSocketAddress(port, host);
        return server(onConnect)
                .listen(asked)
                .<Void>map(listening -> {
                    port = listening.actualPort();
                    servers.add(listening);
                    opened.add(asked);
                    return null;
                })
                .recover(e -> {
                    if (where.optional()) {
                        LOG.info("not listening on {}:{}: {}", host, port, e.getMessage());
                        return Future.succeededFuture();
                    }
                    return Future.failedFuture(new IllegalStateException(
                            "cannot listen on " + host + ":" + port + ": " + e.getMessage(), e));
                });
    }

    /** Listens where this one does on the loop that we run on, too; Vert.x deals the connections out. */
    Future<Void> openHere(Handler<NetSocket> onConnectHere) {
        return Future.join(opened.stream()
                        .map(address -> server(onConnectHere).listen(address))
                        .toList())
                .mapEmpty();
    }

    private NetServer server(Handler<NetSocket> handler) {
        NetServerOptions options = new NetServerOptions()
                .setAcceptBacklog(doors.backlog())
                .setTcpKeepAlive(!doors.keepAlive().isZero())
                .setTcpNoDelay(true);
        return vertx.createNetServer(options)
                .connectHandler(socket -> {
                    KeepAlive.apply(socket, doors.keepAlive());
                    handler.handle(socket);
                })
                .exceptionHandler(e -> LOG.warn("a connection could not be accepted", e));
    }

    Future<Void> close() {
        return Future.join(servers.stream().map(NetServer::close).toList()).mapEmpty();
    }
}
