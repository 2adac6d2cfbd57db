package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.model.Limits;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream, over each of its transports. */
class FeedStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private static Queue<JsonObject> listen(House house, String path) {
        Queue<JsonObject> heard = new ConcurrentLinkedQueue<>();
        House.await(house.vertx
                .createWebSocketClient()
                .webSocket()
                .textMessageHandler(text -> heard.add(new JsonObject(text)))
                .connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(house.port)
                        .setURI(path)));
        return heard;
    }

    private static List<String> events(Queue<JsonObject> heard) {
        return heard.stream()
                .filter(json -> json.getString("type").equals("event"))
                .map(json -> json.getString("event"))
                .toList();
    }

    @Test
    void whoComesBackMissesNothing() throws IOException {
        try (House house = House.open(folder)) {
            Queue<JsonObject> first = listen(house, "/api/v1/stream");
            Await.until(PATIENCE, "it is greeted", () -> !first.isEmpty());
            house.happens("+one", "1");
            house.happens("+two", "2");
            Await.until(PATIENCE, "both are heard", () -> events(first).equals(List.of("+one", "+two")));
            String seen = first.stream()
                    .filter(json -> "+one".equals(json.getString("event")))
                    .findFirst()
                    .orElseThrow()
                    .getString("id");
            house.happens("+three", "3");
            Queue<JsonObject> again = listen(house, "/api/v1/stream?after=" + seen);
            Await.until(PATIENCE, "the rest is heard", () -> events(again).equals(List.of("+two", "+three")));
            house.happens("+four", "4");
            Await.until(PATIENCE, "it goes on", () -> events(again).equals(List.of("+two", "+three", "+four")));
            assertFalse(again.stream().anyMatch(json -> json.getString("type").equals("gone")));

            Queue<JsonObject> stranger = listen(house, "/api/v1/stream?after=another-3");
            Await.until(
                    PATIENCE, "all of this run is heard", () -> events(stranger).size() == 4);
            assertTrue(stranger.stream().anyMatch(json -> json.getString("type").equals("gone")));

            JsonObject polled = house.json("/api/v1/events?after=" + seen);
            assertEquals(3, polled.getJsonArray("events").size());
            assertFalse(polled.getBoolean("gone"));
            assertEquals(
                    1,
                    house.json("/api/v1/events?event=%2Btwo")
                            .getJsonArray("events")
                            .size());
        }
    }

    @Test
    void tellsWhatIsTooLongAgo() throws IOException {
        try (House house = House.open(folder)) {
            house.happens("+first", "0");
            Await.until(PATIENCE, "it is heard", () -> !house.json("/api/v1/events")
                    .getJsonArray("events")
                    .isEmpty());
            String first = house.json("/api/v1/events").getString("last");
            for (int i = 0; i < Limits.FEED_HISTORY + 100; i++) {
                house.happens("+e", "x".repeat(200));
                if (i % 1000 == 0) {
                    long at = i + 2L;
                    Await.until(PATIENCE, "the feed keeps up", () -> newest(house) >= at);
                }
            }
            Await.until(PATIENCE, "all are there", () -> newest(house) == Limits.FEED_HISTORY + 101);
            Queue<JsonObject> late = listen(house, "/api/v1/stream?after=" + first);
            Await.until(
                    PATIENCE,
                    "everything is sent, at its pace",
                    () -> events(late).size() == Limits.FEED_HISTORY);
            JsonObject gone = late.stream()
                    .filter(json -> json.getString("type").equals("gone"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(100, gone.getInteger("count"));
            JsonObject part = house.json("/api/v1/events?after=" + first);
            assertTrue(part.getBoolean("gone"));
            assertTrue(part.getBoolean("more"));
            assertEquals(
                    Limits.FEED_EVENTS_PER_ANSWER, part.getJsonArray("events").size());
        }
    }

    private static long newest(House house) throws IOException {
        String last = house.json("/api/v1/events?event=none").getString("last");
        return Long.parseLong(last.substring(last.lastIndexOf('-') + 1));
    }

    @Test
    void streamsAsServerSentEvents() throws IOException {
        try (House house = House.open(folder);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port)) {
            house.happens("+one", "1");
            Await.until(PATIENCE, "it is heard", () -> newest(house) == 1);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(("GET /api/v1/sse HTTP/1.1\r\nHost: 127.0.0.1\r\nLast-Event-ID: x-1\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String heard = House.readUntil(socket.getInputStream(), "+one");
            assertTrue(heard.contains("text/event-stream"), heard);
            assertTrue(heard.contains("event: gone"), heard);
            assertTrue(heard.contains("event: event\ndata: {"), heard);
        }
    }

    @Test
    void theBridgeLetsEventsOutAndNothingIn() throws IOException {
        try (House house = House.open(folder)) {
            Queue<String> heard = new ConcurrentLinkedQueue<>();
            WebSocket socket = House.await(house.vertx
                    .createWebSocketClient()
                    .connect(new WebSocketConnectOptions()
                            .setHost("127.0.0.1")
                            .setPort(house.port)
                            .setURI("/eventbus/websocket")));
            socket.handler(bytes -> heard.add(bytes.toString()));
            socket.writeTextMessage("{\"type\":\"send\",\"address\":\"vedette.events\",\"body\":{}}");
            socket.writeTextMessage("{\"type\":\"register\",\"address\":\"vedette.command\"}");
            Await.until(PATIENCE, "both are refused", () -> heard.size() == 2);
            heard.forEach(text -> assertTrue(text.contains("\"type\":\"err\""), text));
            socket.writeTextMessage("{\"type\":\"register\",\"address\":\"vedette.events\"}");
            Await.until(PATIENCE, "an event is heard", () -> {
                house.happens("+one", "1");
                return heard.stream().anyMatch(text -> text.contains("\"+one\""));
            });
        }
    }
}
