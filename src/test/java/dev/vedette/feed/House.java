package dev.vedette.feed;

import dev.vedette.demo.Await;
import dev.vedette.demo.Ports;
import dev.vedette.model.AccessSettings;
import dev.vedette.model.FeedSettings;
import dev.vedette.model.TlsSettings;
import dev.vedette.platform.SystemPlatform;
import dev.vedette.tls.Tls;
import dev.vedette.tls.TlsVerticle;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** {@link Rooms} on a real Vert.x, and somebody who asks them over HTTP. */
final class House implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Vertx vertx = Vertx.vertx();
    final int port = Ports.free();
    final Rooms rooms = new Rooms();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** Anybody may do everything, from this machine. */
    static House open(Path folder) {
        return new House(folder, AccessSettings.OPEN, UnaryOperator.identity());
    }

    House(Path folder, AccessSettings access, UnaryOperator<FeedSettings> settings) {
        this(folder, access, settings, TlsSettings.NONE);
    }

    /** @param encryption {@link TlsSettings#NONE}, or it is HTTPS */
    House(Path folder, AccessSettings access, UnaryOperator<FeedSettings> settings, TlsSettings encryption) {
        SystemPlatform doors = new SystemPlatform(vertx);
        Tls tls = new Tls(encryption);
        FeedSettings feed =
                settings.apply(new FeedSettings(port, List.of("127.0.0.1"), encryption.inUse(), List.of(), List.of()));
        List<VerticleBase> all = new ArrayList<>(rooms.on(
                vertx, doors, access, feed, tls, folder.resolve("s.conf").toString()));
        if (encryption.inUse()) {
            all.add(1, new TlsVerticle(encryption, tls, doors.disk(), doors.clock()));
        }
        Future<?> deployed = Future.succeededFuture();
        for (VerticleBase room : all) {
            deployed = deployed.compose(before -> vertx.deployVerticle(room));
        }
        await(deployed);
        if (!encryption.inUse()) {
            Await.until(PATIENCE, "the feed answers", () -> get("/health/live").statusCode() == 200);
        }
    }

    void happens(String name, String payload) {
        Rooms.happens(vertx, name, payload);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException {
        return send(HttpRequest.newBuilder(uri(path)), headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .POST(BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json"),
                headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request, String... headers) throws IOException {
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonObject json(String path, String... headers) throws IOException {
        HttpResponse<String> response = get(path, headers);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
        }
        return new JsonObject(response.body());
    }

    /** What a connection says, up to and with {@code end} or its own end. */
    static String readUntil(InputStream stream, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] bytes = new byte[1024];
        while (text.indexOf(end) < 0) {
            int read = stream.read(bytes);
            if (read < 0) {
                break;
            }
            text.append(new String(bytes, 0, read, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
