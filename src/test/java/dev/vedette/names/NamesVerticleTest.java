package dev.vedette.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.NameFact;
import dev.vedette.bus.NameOrder;
import dev.vedette.bus.Note;
import dev.vedette.model.Limits;
import dev.vedette.model.Moment;
import dev.vedette.model.NamePolicy;
import dev.vedette.platform.Clock;
import dev.vedette.platform.LocalBus;
import dev.vedette.platform.Names;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever asks for a name is answered in bounded time, and a name server is asked no more than is of use. */
class NamesVerticleTest {
    private static final NamePolicy RESOLVES = new NamePolicy(true, false);
    private static final String HOST = "redis-0";

    private final Vertx vertx = Vertx.vertx();
    private final NameServer server = new NameServer();
    private final AtomicReference<Moment> now = new AtomicReference<>(Moment.ofMillis(1_000));
    private final List<String> told = new CopyOnWriteArrayList<>();

    /** Knows what the test writes into it, and is asked no further than that. */
    private static final class NameServer implements Names {
        final List<String> asked = new CopyOnWriteArrayList<>();
        final Map<String, String> zone = new ConcurrentHashMap<>();
        final List<Promise<String>> waiting = new CopyOnWriteArrayList<>();
        /** Look-ups of it end when the test says so. */
        volatile String hanging = "";

        @Override
        public Future<String> lookUp(String host) {
            asked.add(host);
            if (host.equals(hanging)) {
                Promise<String> later = Promise.promise();
                waiting.add(later);
                return later.future();
            }
            String ip = zone.get(host);
            return ip == null ? Future.failedFuture(new UnknownHostException(host)) : Future.succeededFuture(ip);
        }
    }

    private final class TestClock implements Clock {
        @Override
        public Moment now() {
            return now.get();
        }

        @Override
        public Instant wall() {
            return Instant.EPOCH;
        }
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    private NamesVerticle start(NamePolicy policy, String... hosts) {
        LocalBus.install(vertx);
        LocalBus bus = LocalBus.of(vertx);
        bus.consume(Bus.FACT_NAMES, message -> told.add(message.body().toString()));
        bus.consume(Bus.NOTE, message -> told.add(((Note) message.body()).text()));
        NamesVerticle verticle = new NamesVerticle(server, new TestClock(), policy, List.of(hosts));
        await(vertx.deployVerticle(verticle));
        return verticle;
    }

    private Future<NameFact.Answered> ask(String host) {
        return LocalBus.of(vertx)
                .ask(Bus.NAMES, new NameOrder.LookUp(host), BusMessage.class)
                .map(NameFact.Answered.class::cast);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void later(Duration span) {
        now.updateAndGet(moment -> moment.plus(span));
    }

    @Test
    void theStartWaitsForTheNamesOfTheConfigurationAndForNothingElse() {
        server.zone.put(HOST, "10.0.0.1");
        NamesVerticle names = start(RESOLVES, HOST, "10.0.0.2", HOST);
        assertEquals(List.of(HOST), server.asked);
        assertEquals("10.0.0.1", names.book().ip(HOST));
    }

    @Test
    void whoDoesNotResolveAsksNobody() {
        server.zone.put(HOST, "10.0.0.1");
        start(NamePolicy.DEFAULT, HOST);
        assertNull(await(ask(HOST)).ip());
        assertEquals(List.of(), server.asked);
    }

    @Test
    void aFreshAnswerIsGivenAgainAndAnOldOneIsNot() {
        server.zone.put(HOST, "10.0.0.1");
        start(RESOLVES);
        assertEquals("10.0.0.1", await(ask(HOST)).ip());
        server.zone.put(HOST, "10.0.0.9");
        assertEquals("10.0.0.1", await(ask(HOST.toUpperCase(Locale.ROOT))).ip());
        later(Limits.LOOK_UP_PERIOD.plusMillis(1));
        assertEquals("10.0.0.9", await(ask(HOST)).ip());
        assertEquals(List.of(HOST, HOST), server.asked);
        assertEquals(
                List.of("hostname 'redis-0' is now 10.0.0.9, was 10.0.0.1"),
                told.stream().filter(text -> text.startsWith("hostname")).toList());
    }

    @Test
    void aNameThatIsNotFoundIsComplainedAboutNowAndThen() {
        start(RESOLVES);
        for (int i = 0; i < 3; i++) {
            assertNull(await(ask(HOST)).ip());
            later(Limits.LOOK_UP_PERIOD.plusMillis(1));
        }
        assertEquals(1, complaints());
        later(Limits.NAME_COMPLAINTS);
        await(ask(HOST));
        assertEquals(2, complaints());
    }

    private long complaints() {
        return told.stream()
                .filter("Failed to resolve hostname 'redis-0'"::equals)
                .count();
    }

    @Test
    void manyWhoAskAtOnceWaitForOneLookUp() {
        server.hanging = HOST;
        start(RESOLVES);
        Future<NameFact.Answered> one = ask(HOST);
        Future<NameFact.Answered> other = ask(HOST);
        assertNull(await(ask("another")).ip(), "others are not held up");
        server.waiting.get(0).complete("10.0.0.1");
        assertEquals("10.0.0.1", await(one).ip());
        assertEquals("10.0.0.1", await(other).ip());
        assertEquals(1, server.asked.stream().filter(HOST::equals).count());
    }

    @Test
    void aNameServerThatHangsCostsAMomentAndItsLateAnswerCountsAllTheSame() {
        server.hanging = HOST;
        NamesVerticle names = start(RESOLVES);
        assertNull(await(ask(HOST)).ip());
        assertEquals(
                List.of("Failed to resolve hostname 'redis-0': no answer within 1000 ms"),
                told.stream().filter(text -> text.startsWith("Failed")).toList());
        assertFalse(told.contains(new NameFact.Answered(HOST, "10.0.0.1").toString()));
        server.waiting.get(0).complete("10.0.0.1");
        server.hanging = "";
        assertEquals("10.0.0.1", names.book().ip(HOST));
        assertEquals("10.0.0.1", await(ask(HOST)).ip(), "and needs no further look-up");
    }
}
