package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Ask;
import dev.vedette.demo.Await;
import dev.vedette.model.AccessSettings;
import dev.vedette.model.AccessSettings.UserLine;
import dev.vedette.model.FeedSettings;
import dev.vedette.model.Limits;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
    private static final String[] ACT = {Guard.ACT, "1"};
    private static final AccessSettings USERS = new AccessSettings(
            "boss",
            List.of(
                    new UserLine("test", List.of("eve", "on", ">evepw", "+sentinel|masters", "+psubscribe", "&*")),
                    new UserLine("test", List.of("nobody", "on", ">nopw"))),
            "",
            128,
            false);

    @TempDir
    private Path folder;

    private House open() {
        return new House(folder, AccessSettings.OPEN, UnaryOperator.identity());
    }

    private static String[] basic(String user, String password) {
        String text =
                java.util.Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new String[] {"Authorization", "Basic " + text};
    }

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
    void showsEverythingAtOneMoment() throws IOException {
        try (House house = open()) {
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

    @Test
    void answersLoadBalancers() throws IOException {
        try (House house = open()) {
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

            house.monitor = House.report(Duration.ofSeconds(2), Duration.ofSeconds(2));
            Await.until(
                    PATIENCE, "it is down", () -> house.get("/primary/mymaster").statusCode() == 503);
            assertEquals(200, house.get("/health/ready").statusCode(), "down is known");
            house.monitor = House.report(null, null);
            Await.until(
                    PATIENCE,
                    "nothing is known",
                    () -> house.get("/health/ready").statusCode() == 503);
            assertEquals(503, house.get("/replica/mymaster").statusCode());
        }
    }

    @Test
    void whoComesBackMissesNothing() throws IOException {
        try (House house = open()) {
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
        try (House house = open()) {
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
        try (House house = open();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port)) {
            house.happens("+one", "1");
            Await.until(PATIENCE, "it is heard", () -> newest(house) == 1);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(("GET /api/v1/sse HTTP/1.1\r\nHost: 127.0.0.1\r\nLast-Event-ID: x-1\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String heard = readUntil(socket.getInputStream(), "+one");
            assertTrue(heard.contains("text/event-stream"), heard);
            assertTrue(heard.contains("event: gone"), heard);
            assertTrue(heard.contains("event: event\ndata: {"), heard);
        }
    }

    private static String readUntil(InputStream stream, String end) throws IOException {
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

    @Test
    void theBridgeLetsEventsOutAndNothingIn() throws IOException {
        try (House house = open()) {
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

    @Test
    void actsForWhomeverIsOnThisMachine() throws IOException {
        try (House house = open()) {
            String path = "/api/v1/masters/mymaster/failover";
            assertEquals(415, house.post(path, "{}").statusCode(), "a form of another page cannot set the header");
            assertEquals(
                    403,
                    house.post(path, "{}", Guard.ACT, "1", "Origin", "http://evil.example")
                            .statusCode());
            assertEquals(400, house.post(path, "[", ACT).statusCode());
            assertTrue(house.ordered.isEmpty());
            assertEquals(200, house.post(path, "{}", ACT).statusCode());
            assertEquals(
                    200,
                    house.post(
                                    path,
                                    "{\"coordinated\": true}",
                                    Guard.ACT,
                                    "1",
                                    "Origin",
                                    "http://127.0.0.1:" + house.port)
                            .statusCode());
            assertEquals(
                    List.of(new Ask.Failover(House.NAME, false), new Ask.Failover(House.NAME, true)),
                    List.copyOf(house.ordered));
            assertEquals(
                    404, house.post("/api/v1/masters/nope/failover", "{}", ACT).statusCode());
            HttpResponse<String> set = house.send(
                    HttpRequest.newBuilder(house.uri("/api/v1/masters/mymaster"))
                            .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"quorum\": 0}"))
                            .header("Content-Type", "application/json"),
                    ACT);
            assertEquals(409, set.statusCode());
            assertTrue(set.body().contains("Invalid argument '0' for SENTINEL SET 'quorum'"), set.body());
            assertEquals(
                    200,
                    house.post(
                                    "/api/v1/masters",
                                    "{\"name\":\"two\",\"host\":\"10.1.1.1\",\"port\":1,\"quorum\":1}",
                                    ACT)
                            .statusCode());
            assertEquals(
                    200, house.post("/api/v1/masters/mymaster/reset", "{}", ACT).statusCode());
            assertEquals(4, house.ordered.size());
        }
    }

    @Test
    void namesThatPointHereAreNotTrusted() throws IOException {
        try (House house = open();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port)) {
            socket.getOutputStream()
                    .write("GET /api/v1/state HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertTrue(readUntil(socket.getInputStream(), "\r\n").startsWith("HTTP/1.1 421"));
        }
    }

    @Test
    void withoutAPasswordOnlyThisMachineActs() throws IOException {
        UnaryOperator<FeedSettings> wide =
                feed -> new FeedSettings(feed.port(), List.of("*"), false, List.of(), List.of());
        try (House house = new House(folder, AccessSettings.OPEN, wide)) {
            assertEquals(200, house.get("/api/v1/state").statusCode());
            assertEquals(
                    403,
                    house.post("/api/v1/masters/mymaster/failover", "{}", ACT).statusCode());
            assertFalse(house.json("/api/v1/session").getBoolean("mayAct"));
            assertTrue(house.ordered.isEmpty());
        }
    }

    @Test
    void theUsersOfTheRedisPortCountHere() throws IOException {
        try (House house = new House(folder, USERS, UnaryOperator.identity())) {
            for (String path : List.of("/api/v1/state", "/api/v1/events", "/api/v1/failovers", "/api/v1/sse")) {
                assertEquals(401, house.get(path).statusCode(), path);
                assertEquals(401, house.get(path, basic("eve", "wrong")).statusCode(), path);
                assertEquals(403, house.get(path, basic("nobody", "nopw")).statusCode(), path);
            }
            assertEquals(200, house.get("/health/ready").statusCode());
            assertEquals(200, house.get("/primary/mymaster").statusCode());
            assertEquals(200, house.get("/api/v1/state", basic("eve", "evepw")).statusCode());
            String path = "/api/v1/masters/mymaster/failover";
            assertEquals(401, house.post(path, "{}", ACT).statusCode());
            HttpResponse<String> refused = house.post(path, "{}", with(ACT, basic("eve", "evepw")));
            assertEquals(403, refused.statusCode());
            assertTrue(refused.body().contains("NOPERM"), refused.body());
            assertEquals(
                    200,
                    house.post(path, "{}", with(ACT, basic("default", "boss"))).statusCode());
            assertEquals(1, house.ordered.size());
        }
    }

    private static String[] with(String[] some, String[] others) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(others));
        return all.toArray(String[]::new);
    }

    @Test
    void aSessionIsAKeyThatPagesCannotRead() throws IOException {
        try (House house = new House(folder, USERS, UnaryOperator.identity())) {
            assertEquals(
                    415,
                    house.post("/api/v1/session", "{\"password\":\"boss\"}").statusCode());
            assertEquals(
                    401,
                    house.post("/api/v1/session", "{\"password\":\"no\"}", ACT).statusCode());
            HttpResponse<String> in = house.post("/api/v1/session", "{\"password\":\"boss\"}", ACT);
            String cookie = in.headers().firstValue("set-cookie").orElseThrow();
            assertTrue(cookie.contains("HTTPOnly") && cookie.contains("SameSite=Strict"), cookie);
            String[] key = {"Cookie", cookie.split(";")[0]};
            JsonObject who = house.json("/api/v1/session", key);
            assertEquals("default", who.getString("user"));
            assertTrue(who.getBoolean("loggedIn") && who.getBoolean("mayAct"));
            assertEquals(200, house.get("/api/v1/state", key).statusCode());
            house.send(HttpRequest.newBuilder(house.uri("/api/v1/session")).DELETE(), with(ACT, key));
            assertEquals(401, house.get("/api/v1/state", key).statusCode(), "the key opens nothing any more");
        }
    }

    @Test
    void everyAnswerForbidsWhatAPageDoesNotNeed() throws IOException {
        try (House house = open()) {
            for (String path : List.of("/openapi.json", "/api/v1/state", "/nope", "/health/live")) {
                HttpResponse<String> answer = house.get(path);
                String policy =
                        answer.headers().firstValue("content-security-policy").orElse("");
                assertTrue(policy.startsWith("default-src 'none'; script-src 'self'"), path + policy);
                assertEquals(
                        "nosniff",
                        answer.headers().firstValue("x-content-type-options").orElse(""));
            }
        }
    }

    @Test
    void failoversOutliveTheProcess() throws IOException {
        String id;
        try (House house = open()) {
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
        try (House house = open()) {
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
        try (House house = open()) {
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
                readUntil(huge.getInputStream(), "never");
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
