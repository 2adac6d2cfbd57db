package dev.vedette.feed;

import dev.vedette.model.AccessSettings;
import dev.vedette.model.FeedSettings;
import dev.vedette.model.FeedSettings.Webhook;
import dev.vedette.sim.SimPlatform;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import dev.vedette.tls.Tls;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** {@link Rooms} on a simulated host, and somebody on another one who asks them over HTTP: hours take moments. */
final class SimHouse implements AutoCloseable {
    static final int PORT = 8_080;
    private static final int REDIS_PORT = 26_379;
    private static final String STATE = "/s.conf";
    private static final Duration SOON = Duration.ofSeconds(10);

    final World world;
    final SimProcess sentinel;
    final SimProcess elsewhere;
    final Rooms rooms = new Rooms();
    final Visitor visitor = new Visitor();

    SimHouse(long seed, AccessSettings access, List<Webhook> webhooks) {
        world = new World(seed);
        rooms.redisPort = REDIS_PORT;
        FeedSettings feed = new FeedSettings(PORT, List.of("*"), false, List.of(), webhooks);
        sentinel = world.process(
                "s1",
                "10.0.1.1",
                2,
                life -> rooms.on(life.vertx, new SimPlatform(life), access, feed, Tls.none(), STATE));
        elsewhere = world.process("v1", "10.0.2.1", 1, life -> List.of(visitor));
        sentinel.start();
        elsewhere.start();
        await("it answers", () -> get("/health/live").status() == 200);
    }

    /** What came back; {@code status} 0 when nothing did. */
    record Reply(int status, String body, Map<String, String> headers) {}

    /** One who comes by HTTP. */
    static final class Visitor extends VerticleBase {
        private HttpClient client;
        private WebSocketClient sockets;
        private NetClient lines;

        @Override
        public Future<?> start() {
            client = vertx.createHttpClient();
            sockets = vertx.createWebSocketClient();
            lines = vertx.createNetClient();
            return Future.succeededFuture();
        }
    }

    /** What a stream has said, and whether it has ended. */
    static final class Ear {
        final List<JsonObject> heard = new ArrayList<>();
        WebSocket socket;
        boolean over;

        List<String> types() {
            return heard.stream().map(frame -> frame.getString("type")).toList();
        }

        List<Long> seqs() {
            return heard.stream()
                    .filter(frame -> frame.getString("type").equals("event"))
                    .map(frame -> frame.getLong("seq"))
                    .toList();
        }

        String lastId() {
            String last = "";
            for (JsonObject frame : heard) {
                last = frame.getString("id", last);
            }
            return last;
        }
    }

    Ear listen(String query, String... headers) {
        Ear ear = new Ear();
        WebSocketConnectOptions to = new WebSocketConnectOptions()
                .setHost(sentinel.host())
                .setPort(PORT)
                .setURI("/api/v1/stream" + query);
        for (int i = 0; i < headers.length; i += 2) {
            to.addHeader(headers[i], headers[i + 1]);
        }
        visitor.sockets
                .connect(to)
                .onSuccess(socket -> {
                    ear.socket = socket;
                    socket.textMessageHandler(text -> ear.heard.add(new JsonObject(text)));
                    socket.closeHandler(end -> ear.over = true);
                })
                .onFailure(why -> ear.over = true);
        await("it is greeted or refused", () -> ear.over || !ear.heard.isEmpty());
        return ear;
    }

    Future<NetSocket> dial(int port) {
        return visitor.lines.connect(port, sentinel.host());
    }

    /** Over the Redis port. */
    void type(String lines) {
        dial(REDIS_PORT).onSuccess(socket -> socket.write(lines));
    }

    void happens(String name) {
        Rooms.happens(sentinel.life().vertx, name, Scene.D);
    }

    Reply get(String path, String... headers) {
        return send(HttpMethod.GET, path, "", headers);
    }

    Reply send(HttpMethod method, String path, String body, String... headers) {
        RequestOptions to = new RequestOptions()
                .setHost(sentinel.host())
                .setPort(PORT)
                .setMethod(method)
                .setURI(path);
        for (int i = 0; i < headers.length; i += 2) {
            to.putHeader(headers[i], headers[i + 1]);
        }
        Future<Reply> reply = visitor.client
                .request(to)
                .compose(request -> request.send(body))
                .compose(response -> response.body().map(text -> {
                    Map<String, String> said = new java.util.TreeMap<>();
                    response.headers().forEach((name, value) -> said.put(name.toLowerCase(), value));
                    return new Reply(response.statusCode(), text.toString(), said);
                }))
                .otherwise(new Reply(0, "", Map.of()));
        world.until(reply::isComplete, SOON);
        return reply.isComplete() ? reply.result() : new Reply(0, "", Map.of());
    }

    void await(String what, BooleanSupplier condition) {
        await(what, condition, SOON);
    }

    void await(String what, BooleanSupplier condition, Duration limit) {
        if (!world.until(condition, limit)) {
            throw new AssertionError("seed " + world.seed + ": not within " + limit + ": " + what);
        }
    }

    @Override
    public void close() {
        world.close();
    }
}
