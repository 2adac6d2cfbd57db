package dev.vedette.feed;

import dev.vedette.model.BindAddress;
import dev.vedette.model.FeedSettings;
import dev.vedette.model.Limits;
import dev.vedette.model.Moment;
import dev.vedette.platform.Clock;
import dev.vedette.platform.Hangup;
import dev.vedette.tls.Tls;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.KeyCertOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Listens for browsers and scripts, and keeps those out who only want to sit there. A connection has some seconds for a
 * whole request; those that have not said one yet are few, and the oldest of them makes room for the next. So slow or
 * silent strangers crowd each other out, and nobody who has something to ask.
 *
 * <p>An address that cannot be listened on does not stop the sentinel, which has masters to watch: the log says so, and
 * it is tried again until it works.
 */
final class HttpDoor {
    private static final int BACKLOG = 511;

    private final Vertx vertx;
    private final FeedSettings settings;
    private final Tls tls;
    private final Clock clock;
    private final Handler<HttpServerRequest> inside;
    private final Consumer<String> log;
    private final Map<HttpConnection, Moment> strangers = new LinkedHashMap<>();
    private final List<HttpServer> servers = new ArrayList<>();
    private int connections;
    private long refused;
    private boolean closed;

    HttpDoor(
            Vertx vertx,
            FeedSettings settings,
            Tls tls,
            Clock clock,
            Handler<HttpServerRequest> inside,
            Consumer<String> log) {
        this.vertx = vertx;
        this.settings = settings;
        this.tls = tls;
        this.clock = clock;
        this.inside = inside;
        this.log = log;
    }

    int connections() {
        return connections;
    }

    /** Connections that were not let in, or made to go. */
    long refused() {
        return refused;
    }

    void open() {
        settings.bind().forEach(address -> open(address, false));
        vertx.setPeriodic(TimeUnit.SECONDS.toMillis(1), id -> sweep());
    }

    private void open(String address, boolean again) {
        BindAddress where = BindAddress.of(address);
        String host = where.host();
        HttpServer server = vertx.createHttpServer(options());
        server.connectionHandler(this::connected)
                .requestHandler(this::requested)
                .invalidRequestHandler(request -> request.connection().close())
                .exceptionHandler(e -> refused++)
                .listen(settings.port(), host)
                .onSuccess(listening -> {
                    servers.add(listening);
                    log.accept("the feed is served at " + (settings.encrypted() ? "https://" : "http://")
                            + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + settings.port() + "/");
                })
                .onFailure(e -> {
                    if (where.optional()) {
                        return;
                    }
                    if (!again) {
                        log.accept("the feed cannot listen on " + host + ":" + settings.port() + ": " + e.getMessage()
                                + "; watching goes on, and this is tried again every "
                                + Limits.FEED_BIND_RETRY.toSeconds() + " s");
                    }
                    vertx.setTimer(Limits.FEED_BIND_RETRY.toMillis(), id -> {
                        if (!closed) {
                            open(address, true);
                        }
                    });
                });
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true)
                .setSendBufferSize(Limits.FEED_SEND_BUFFER_BYTES)
                .setTcpKeepAlive(true)
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setMaxInitialLineLength(Limits.FEED_LINE_BYTES)
                .setMaxHeaderSize(Limits.FEED_HEAD_BYTES)
                .setMaxChunkSize(Limits.FEED_MESSAGE_BYTES)
                .setMaxWebSocketFrameSize(Limits.FEED_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(Limits.FEED_MESSAGE_BYTES)
                .setWebSocketClosingTimeout(1)
                .setHandle100ContinueAutomatically(false)
                .setDecompressionSupported(false)
                .setCompressionSupported(false);
        if (settings.encrypted()) {
            options.setSsl(true)
                    .setKeyCertOptions(KeyCertOptions.wrap(tls.serverKey()))
                    .setSslHandshakeTimeout(Limits.PATIENCE_WITH_TLS.toMillis())
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
            tls.protocols().forEach(options::addEnabledSecureTransportProtocol);
        }
        return options;
    }

    /** In a small heap fewer: visitors must never be what the sentinel dies of. */
    static long mostConnections() {
        return Math.min(Limits.FEED_CONNECTIONS, Runtime.getRuntime().maxMemory() / Limits.FEED_HEAP_PER_CONNECTION);
    }

    private void connected(HttpConnection connection) {
        if (connections >= mostConnections()) {
            refused++;
            connection.close();
            return;
        }
        connections++;
        // Not the close handler: of a connection that became a WebSocket and was hung up, Vert.x does not call it.
        channel(connection).channel().closeFuture().addListener(end -> {
            connections--;
            strangers.remove(connection);
        });
        connection.exceptionHandler(e -> strangers.remove(connection));
        if (strangers.size() >= Limits.FEED_STRANGERS) {
            putOut(strangers.keySet().iterator().next());
        }
        strangers.put(connection, clock.now());
    }

    private void requested(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        strangers.remove(connection);
        request.response().exceptionHandler(e -> connection.close());
        request.response().endHandler(end -> strangers.put(connection, clock.now()));
        if (!request.method().equals(HttpMethod.GET)) {
            vertx.setTimer(Limits.FEED_PATIENCE.toMillis(), id -> {
                if (!request.isEnded()) {
                    connection.close();
                }
            });
        }
        inside.handle(request);
    }

    private void sweep() {
        Moment now = clock.now();
        List<HttpConnection> late = new ArrayList<>();
        strangers.forEach((connection, since) -> {
            if (now.isPast(since, Limits.FEED_PATIENCE)) {
                late.add(connection);
            }
        });
        late.forEach(this::putOut);
    }

    private void putOut(HttpConnection connection) {
        strangers.remove(connection);
        refused++;
        hangUp(connection);
    }

    static void hangUp(HttpConnection connection) {
        Hangup.now(channel(connection));
    }

    private static ChannelHandlerContext channel(HttpConnection connection) {
        return ((HttpServerConnection) connection).channelHandlerContext();
    }

    Future<?> closing() {
        closed = true;
        return Future.join(servers.stream().map(HttpServer::close).toList());
    }
}
