package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.model.AccessSettings;
import dev.vedette.model.FeedSettings;
import dev.vedette.model.Limits;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The feed as browsers, scripts and load balancers see it. */
class FeedVerticleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void showsEverythingAtOneMoment() throws IOException {
        try (House house = House.open(folder)) {
            JsonObject master =
                    house.json("/api/v1/state").getJsonArray("masters").getJsonObject(0);
            assertEquals("ok", master.getString("status"), master.encode());
            assertEquals("10.0.0.1:6379", master.getString("address"));
            assertEquals(100, master.getJsonArray("replicas").getJsonObject(0).getInteger("lagBytes"));
            assertEquals(3, master.getJsonObject("quorum").getInteger("known"));
            assertEquals(
                    2,
                    house.json("/api/v1/masters/mymaster/sentinels")
                            .getJsonArray("sentinels")
                            .size());
            assertEquals(
                    1,
                    house.json("/api/v1/masters?search=10.0.0.8")
                            .getJsonArray("masters")
                            .size());
            assertEquals(
                    0,
                    house.json("/api/v1/masters?search=10.0.0.7")
                            .getJsonArray("masters")
                            .size());
            assertEquals(
                    0,
                    house.json("/api/v1/masters?problems=true")
                            .getJsonArray("masters")
                            .size());
            assertEquals(404, house.get("/api/v1/masters/nope").statusCode());
            assertEquals("7", house.json("/api/v1/sentinel").getString("epoch"));
            for (String path : List.of("/api/v1/nope", "/../s.conf", "/%2e%2e/s.conf", "/page/openapi.json")) {
                assertEquals(404, house.get(path).statusCode(), path);
            }
        }
    }

    /** As HAProxy asks: in HTTP/1.0, without a host. */
    @Test
    void answersHeadAndOptionsWithTheStatusOfGet() throws IOException {
        try (House house = House.open(folder)) {
            for (String path : List.of(
                    "/health/live",
                    "/health/ready",
                    "/primary/mymaster",
                    "/primary/nope",
                    "/replica/mymaster?max-lag=99",
                    "/replica/mymaster?max-lag=-1",
                    "/replica/mymaster")) {
                int status = house.get(path).statusCode();
                for (String method : List.of("HEAD", "OPTIONS")) {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port)) {
                        socket.setSoTimeout((int) PATIENCE.toMillis());
                        socket.getOutputStream()
                                .write((method + " " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.UTF_8));
                        String answer = House.readUntil(socket.getInputStream(), "nothing: to its end");
                        assertTrue(answer.startsWith("HTTP/1.0 " + status + " "), method + " " + path + ": " + answer);
                        assertTrue(answer.endsWith("\r\n\r\n"), method + " " + path + " has a body: " + answer);
                    }
                }
            }
        }
    }

    @Test
    void answersLoadBalancers() throws IOException {
        try (House house = House.open(folder)) {
            assertEquals(200, house.get("/health/ready").statusCode());
            assertEquals(200, house.get("/primary/mymaster").statusCode());
            assertEquals(
                    200, house.get("/primary/mymaster?instance=10.0.0.1:6379").statusCode());
            assertEquals(
                    503, house.get("/primary/mymaster?instance=10.0.0.2:6379").statusCode());
            assertEquals(503, house.get("/primary/nope").statusCode());
            assertEquals(
                    200,
                    house.get("/replica/mymaster?instance=10.0.0.2:6379&max-lag=100")
                            .statusCode());
            assertEquals(
                    503,
                    house.get("/replica/mymaster?instance=10.0.0.2:6379&max-lag=99")
                            .statusCode());
            assertEquals(400, house.get("/replica/mymaster?max-lag=-1").statusCode());
            assertEquals(
                    503, house.get("/replica/mymaster?instance=10.0.0.1:6379").statusCode());

            house.rooms.monitor = Rooms.report(Duration.ofSeconds(2), Duration.ofSeconds(2));
            Await.until(
                    PATIENCE, "it is down", () -> house.get("/primary/mymaster").statusCode() == 503);
            assertEquals(200, house.get("/health/ready").statusCode(), "down is known");
            house.rooms.monitor = Rooms.report(null, null);
            Await.until(
                    PATIENCE,
                    "nothing is known",
                    () -> house.get("/health/ready").statusCode() == 503);
            assertEquals(503, house.get("/replica/mymaster").statusCode());
        }
    }

    @Test
    void failoversOutliveTheProcess() throws IOException {
        String id;
        try (House house = House.open(folder)) {
            house.happens("+sdown", Scene.D);
            house.happens("+odown", Scene.D + " #quorum 2/2");
            house.happens("+switch-master", "mymaster 10.0.0.1 6379 10.0.0.2 6379");
            Path file = folder.resolve("s.conf.failovers.json");
            Await.until(PATIENCE, "it is on disk", () -> file.toFile().exists());
            id = house.json("/api/v1/failovers")
                    .getJsonArray("failovers")
                    .getJsonObject(0)
                    .getString("id");
            assertEquals("followed", house.json("/api/v1/failovers/" + id).getString("outcome"));
        }
        try (House house = House.open(folder)) {
            Await.until(
                    PATIENCE,
                    "it is remembered",
                    () -> house.get("/api/v1/failovers/" + id).statusCode() == 200);
        }
    }

    @Test
    void waitsForAPortThatIsTaken() throws IOException {
        int[] port = new int[1];
        ServerSocket[] taken = new ServerSocket[1];
        UnaryOperator<FeedSettings> steal = feed -> {
            port[0] = feed.port();
            try {
                taken[0] = new ServerSocket(feed.port(), 1, InetAddress.getLoopbackAddress());
                new Thread(() -> {
                            try {
                                Thread.sleep(1000);
                                taken[0].close();
                            } catch (IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        })
                        .start();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return feed;
        };
        try (House house = new House(folder, AccessSettings.OPEN, steal)) {
            assertTrue(taken[0].isClosed());
            assertEquals(port[0], house.port);
        }
    }

    @Test
    void silentAndHugeStrangersAreSentAway() throws IOException {
        try (House house = House.open(folder)) {
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < Limits.FEED_STRANGERS + 50; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), house.port));
            }
            assertEquals(200, house.get("/health/live").statusCode(), "there is room for who has something to ask");
            silent.get(0).setSoTimeout((int) PATIENCE.toMillis());
            assertEquals(-1, silent.get(0).getInputStream().read(), "the oldest made room");
            try (Socket huge = new Socket(InetAddress.getLoopbackAddress(), house.port)) {
                huge.setSoTimeout((int) PATIENCE.toMillis());
                huge.getOutputStream()
                        .write(("GET /" + "x".repeat(2 * Limits.FEED_LINE_BYTES) + " HTTP/1.1\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                House.readUntil(huge.getInputStream(), "never");
            }
            for (Socket socket : silent) {
                socket.close();
            }
            WebSocket talker = House.await(house.vertx
                    .createWebSocketClient()
                    .connect(new WebSocketConnectOptions()
                            .setHost("127.0.0.1")
                            .setPort(house.port)
                            .setURI("/api/v1/stream")));
            Queue<String> ended = new ConcurrentLinkedQueue<>();
            talker.closeHandler(end -> ended.add("closed"));
            talker.writeTextMessage("x".repeat(2 * Limits.FEED_MESSAGE_BYTES));
            Await.until(PATIENCE, "it is closed", () -> !ended.isEmpty());
        }
    }
}
