package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Ask;
import dev.vedette.model.AccessSettings;
import dev.vedette.model.AccessSettings.UserLine;
import dev.vedette.model.FeedSettings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may look at the feed and act through it, and from where. */
class FeedAccessTest {
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

    @Test
    void actsForWhomeverIsOnThisMachine() throws IOException {
        try (House house = House.open(folder)) {
            String path = "/api/v1/masters/mymaster/failover";
            assertEquals(415, house.post(path, "{}").statusCode(), "a form of another page cannot set the header");
            assertEquals(
                    403,
                    house.post(path, "{}", Guard.ACT, "1", "Origin", "http://evil.example")
                            .statusCode());
            assertEquals(400, house.post(path, "[", ACT).statusCode());
            assertTrue(house.rooms.ordered.isEmpty());
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
                    List.of(new Ask.Failover(Rooms.NAME, false), new Ask.Failover(Rooms.NAME, true)),
                    List.copyOf(house.rooms.ordered));
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
            assertEquals(4, house.rooms.ordered.size());
        }
    }

    @Test
    void namesThatPointHereAreNotTrusted() throws IOException {
        try (House house = House.open(folder);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port)) {
            socket.getOutputStream()
                    .write("GET /api/v1/state HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertTrue(House.readUntil(socket.getInputStream(), "\r\n").startsWith("HTTP/1.1 421"));
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
            assertTrue(house.json("/api/v1/session").getString("why").startsWith("Acting over HTTP is off: "));
            assertTrue(house.rooms.ordered.isEmpty());
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
            assertEquals(1, house.rooms.ordered.size());
        }
    }

    private static String[] with(String[] some, String[] others) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(others));
        return all.toArray(String[]::new);
    }

    private static String[] basic(String user, String password) {
        String text =
                java.util.Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new String[] {"Authorization", "Basic " + text};
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
        try (House house = House.open(folder)) {
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
}
