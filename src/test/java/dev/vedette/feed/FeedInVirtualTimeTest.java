package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.feed.SimHouse.Ear;
import dev.vedette.model.AccessSettings;
import dev.vedette.model.AccessSettings.UserLine;
import dev.vedette.model.FeedSettings.Webhook;
import dev.vedette.model.Limits;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What takes hours, or hangs on a moment: the whole feed on simulated hosts, with a clock that jumps. */
class FeedInVirtualTimeTest {
    private static final AccessSettings PASSWORD = new AccessSettings("boss", List.of(), "", 128, false);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static String[] logIn(SimHouse house) {
        return logIn(house, "default", "boss");
    }

    private static String[] logIn(SimHouse house, String user, String password) {
        SimHouse.Reply in = house.send(
                HttpMethod.POST,
                "/api/v1/session",
                new JsonObject().put("user", user).put("password", password).encode(),
                Guard.ACT,
                "1",
                "Content-Type",
                "application/json");
        assertEquals(200, in.status(), in.body());
        return new String[] {"Cookie", in.headers().get("set-cookie").split(";")[0]};
    }

    private static SimHouse guarded() {
        return new SimHouse(1, PASSWORD, List.of());
    }

    @Test
    void aSessionEndsWhenItIsNotUsed() {
        try (SimHouse house = guarded()) {
            String[] key = logIn(house);
            house.world.run(Limits.FEED_SESSION_IDLE.minus(SECOND));
            assertEquals(200, house.get("/api/v1/state", key).status());
            house.world.run(Limits.FEED_SESSION_IDLE.plus(SECOND));
            assertEquals(401, house.get("/api/v1/state", key).status());
            assertTrue(metrics(house, logIn(house)).contains("vedette_feed_sessions 1.0"), "the old one is forgotten");
        }
    }

    @Test
    void aSessionEndsHoweverMuchItIsUsed() {
        try (SimHouse house = guarded()) {
            String[] key = logIn(house);
            Duration step = Limits.FEED_SESSION_IDLE.minusMinutes(5);
            Duration used = Duration.ZERO;
            while (used.plus(step).compareTo(Limits.FEED_SESSION_AGE) < 0) {
                house.world.run(step);
                used = used.plus(step);
                assertEquals(200, house.get("/api/v1/state", key).status(), "after " + used);
            }
            house.world.run(Limits.FEED_SESSION_AGE.minus(used).plus(SECOND));
            assertEquals(401, house.get("/api/v1/state", key).status());
        }
    }

    /** Somebody only watches, which is a use; and a key that opens nothing keeps no stream open. */
    @Test
    void aStreamLastsAsLongAsItsSession() {
        try (SimHouse house = guarded()) {
            String[] key = logIn(house);
            Ear ear = house.listen("", key);
            house.world.run(Limits.FEED_SESSION_IDLE.multipliedBy(3));
            assertFalse(ear.over);
            assertEquals(200, house.get("/api/v1/state", key).status());
            house.world.run(Limits.FEED_SESSION_AGE);
            assertTrue(ear.over);

            String[] next = logIn(house);
            Ear again = house.listen("", next);
            Ear byPassword = house.listen("", "Authorization", "Basic ZGVmYXVsdDpib3Nz");
            house.send(HttpMethod.DELETE, "/api/v1/session", "", Guard.ACT, "1", next[0], next[1]);
            house.await("whoever logs out hears nothing more", () -> again.over);
            house.world.run(Duration.ofHours(1));
            assertFalse(byPassword.over, "a password has no end");
        }
    }

    @Test
    void aUserWhoIsDeletedHearsNothingMore() {
        AccessSettings users = new AccessSettings(
                "boss",
                List.of(new UserLine("test", List.of("eve", "on", ">evepw", "+sentinel|masters", "+psubscribe", "&*"))),
                "",
                128,
                false);
        try (SimHouse house = new SimHouse(1, users, List.of())) {
            Ear eve = house.listen("", logIn(house, "eve", "evepw"));
            Ear boss = house.listen("", logIn(house));
            house.world.run(Duration.ofMinutes(1));
            assertFalse(eve.over);
            house.type("AUTH boss\r\nACL DELUSER eve\r\n");
            house.await("eve is put out", () -> eve.over);
            house.world.run(Duration.ofMinutes(1));
            assertFalse(boss.over);
        }
    }

    private static String metrics(SimHouse house, String... headers) {
        return house.get("/metrics", headers).body();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whoIsCutOffHearsEachEventOnce(long seed) {
        try (SimHouse house = new SimHouse(seed, AccessSettings.OPEN, List.of())) {
            List<Long> heard = new ArrayList<>();
            String last = "";
            int told = 0;
            for (int round = 0; round < 10; round++) {
                Ear ear = house.listen(last.isEmpty() ? "" : "?after=" + last);
                for (int i = 0; i < 20; i++) {
                    house.happens("+e");
                    told++;
                    house.world.run(
                            Duration.ofMillis(house.world.chance("pace" + told).between(0, 40)));
                }
                house.elsewhere.kill();
                heard.addAll(ear.seqs());
                last = ear.lastId().isEmpty() ? last : ear.lastId();
                house.happens("+while-away");
                told++;
                house.elsewhere.start();
                house.world.run(SECOND);
            }
            Ear ear = house.listen("?after=" + last);
            long all = told;
            house.await("the rest", () -> heard.size() + ear.heard.size() > all);
            heard.addAll(ear.seqs());
            assertEquals(LongStream.rangeClosed(1, told).boxed().toList(), heard);
            assertFalse(ear.types().contains("gone"));
            house.await("the others are gone", () -> metrics(house).contains("vedette_feed_listeners 1.0"));
        }
    }

    @Test
    void whoComesBackToAnotherRunIsToldWhatIsGone() {
        try (SimHouse house = new SimHouse(1, AccessSettings.OPEN, List.of())) {
            Ear before = house.listen("");
            house.happens("+sdown");
            house.happens("+odown");
            house.happens("+try-failover");
            house.await("three are heard", () -> before.seqs().size() == 3);
            house.world.run(Duration.ofSeconds(5));
            house.sentinel.losePower();
            house.sentinel.start();
            house.await("it is back", () -> house.get("/health/live").status() == 200);
            Ear after = house.listen("?after=" + before.lastId());
            house.await("it is told", () -> after.types().contains("gone"));
            assertEquals("not of this run", after.heard.get(1).getString("reason"));
            JsonArray stories = new JsonObject(house.get("/api/v1/failovers").body()).getJsonArray("failovers");
            assertEquals(1, stories.size(), "what was written down has outlived the power");
            assertEquals("interrupted", stories.getJsonObject(0).getString("outcome"));
        }
    }

    /** Its host is gone without a word: nothing comes back, not even an end. */
    @Test
    void whoVanishesIsMissed() {
        try (SimHouse house = new SimHouse(1, AccessSettings.OPEN, List.of())) {
            house.listen("");
            int calm = house.sentinel.life().inventory().timers();
            house.elsewhere.losePower();
            house.world.run(Duration.ofMinutes(3));
            house.elsewhere.start();
            house.await("it is not there", () -> metrics(house).contains("vedette_feed_listeners 0.0"));
            house.world.run(Duration.ofMinutes(3));
            int now = house.sentinel.life().inventory().timers();
            assertTrue(now <= calm, "timers: " + calm + ", and then " + now);
        }
    }

    @Test
    void saysThatItIsThere() {
        try (SimHouse house = new SimHouse(1, AccessSettings.OPEN, List.of())) {
            Ear ear = house.listen("");
            house.world.run(Duration.ofMinutes(1));
            assertEquals(12, Collections.frequency(ear.types(), "tick"));
        }
    }

    /** Answers as it is told, and writes down when it was asked. */
    private static final class Receiver extends VerticleBase {
        private final List<Duration> at = new ArrayList<>();
        private final List<String> events = new ArrayList<>();
        private Consumer<HttpServerRequest> answer =
                request -> request.response().end();
        private SimHouse house;

        @Override
        public Future<?> start() {
            return vertx.createHttpServer()
                    .requestHandler(request -> {
                        at.add(house.world.now());
                        events.add(request.getHeader("X-Vedette-Event"));
                        answer.accept(request);
                    })
                    .listen(80, "0.0.0.0");
        }

        List<Long> pauses() {
            List<Long> pauses = new ArrayList<>();
            for (int i = 1; i < at.size(); i++) {
                pauses.add(Math.round(at.get(i).minus(at.get(i - 1)).toMillis() / 1_000.0));
            }
            return pauses;
        }
    }

    private static Receiver receiver(SimHouse house) {
        Receiver receiver = new Receiver();
        receiver.house = house;
        house.world.process("hook", "10.0.3.1", 1, life -> List.of(receiver)).start();
        return receiver;
    }

    private static SimHouse posting() {
        return new SimHouse(1, AccessSettings.OPEN, List.of(new Webhook("http://10.0.3.1/hook", "", List.of("*"))));
    }

    @Test
    void aPostThatIsRefusedIsTriedAgainAndInTheEndWrittenDown() {
        try (SimHouse house = posting()) {
            Receiver receiver = receiver(house);
            receiver.answer = request -> request.response().setStatusCode(500).end();
            house.happens("+one");
            house.happens("+two");
            house.await("it is given up", () -> receiver.at.size() == 8, Duration.ofMinutes(5));
            assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L), receiver.pauses());
            receiver.answer = request -> request.response().end();
            house.await("the next one arrives", () -> receiver.events.contains("+two"));
            house.world.run(Duration.ofSeconds(5));
            JsonArray letters = letters(house);
            assertEquals(1, letters.size());
            assertEquals("the answer was 500", letters.getJsonObject(0).getString("why"));
            assertEquals("+one", letters.getJsonObject(0).getJsonObject("event").getString("event"));
            assertEquals(9, receiver.at.size());
        }
    }

    @Test
    void aReceiverThatSaysNothingHasFiveSeconds() {
        try (SimHouse house = posting()) {
            Receiver receiver = receiver(house);
            receiver.answer = request -> {};
            house.happens("+one");
            house.await("three tries", () -> receiver.at.size() == 3, Duration.ofMinutes(1));
            assertEquals(List.of(6L, 7L), receiver.pauses());
        }
    }

    @Test
    void deadLettersOutliveTheProcess() {
        try (SimHouse house = posting()) {
            house.happens("+one");
            house.world.run(Duration.ofMinutes(5));
            assertEquals(1, letters(house).size(), "nobody listens there");
            house.sentinel.kill();
            house.sentinel.start();
            house.world.run(SECOND);
            house.happens("+two");
            house.world.run(Duration.ofMinutes(5));
            assertEquals(2, letters(house).size());
        }
    }

    private static JsonArray letters(SimHouse house) {
        return new JsonObject(house.sentinel.disk.text("/s.conf.dead-letters.json")).getJsonArray("deadLetters");
    }

    @Test
    void whoOnlySitsThereIsSentAway() {
        try (SimHouse house = new SimHouse(1, AccessSettings.OPEN, List.of())) {
            boolean[] over = {false};
            house.dial(SimHouse.PORT).onSuccess(socket -> {
                socket.write("GET / HT");
                socket.closeHandler(end -> over[0] = true);
            });
            house.world.run(Limits.FEED_PATIENCE.minus(SECOND));
            assertFalse(over[0]);
            house.await("it is put out", () -> over[0]);
        }
    }
}
