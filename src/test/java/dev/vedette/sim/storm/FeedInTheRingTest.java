package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Level;
import dev.vedette.model.Address;
import dev.vedette.model.Periods;
import dev.vedette.sim.Observation;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole sentinels with their feeds, listened to by somebody whose line is cut again and again while a master dies: each
 * listener hears each event once, as subscribers of the Redis port do, the checkers find every promise kept, and the
 * failover is within its bound. The feed shares the threads of those who decide here, which it never does in earnest.
 */
class FeedInTheRingTest {
    private static final int FEED_PORT = 8_080;
    /** Vert.x's client waits for ever when the line is cut while it greets. */
    private static final int PATIENCE_MILLIS = 500;

    private static final Duration CALM = Duration.ofSeconds(20);
    private static final Duration BOUND = Ring.DOWN_AFTER // silence
            .plus(Periods.PING) // its last ping had just been answered
            .plus(Duration.ofSeconds(1)); // votes, promotion, hellos

    /** Listens to one sentinel, comes back whenever it is cut off, and says the last number that it has seen. */
    private static final class Listener extends VerticleBase {
        private final String host;
        private final List<JsonObject> heard = new ArrayList<>();
        private WebSocketClient client;
        private WebSocket socket;
        private String last = "";
        private int attempt;
        private int cuts;

        Listener(String host) {
            this.host = host;
        }

        @Override
        public Future<?> start() {
            client = vertx.createWebSocketClient();
            come();
            return Future.succeededFuture();
        }

        private void come() {
            int mine = ++attempt;
            String after = last.isEmpty() ? "" : "?after=" + last;
            client.connect(new WebSocketConnectOptions()
                            .setHost(host)
                            .setPort(FEED_PORT)
                            .setURI("/api/v1/stream" + after))
                    .onSuccess(opened -> {
                        if (mine == attempt) {
                            socket = opened;
                            opened.textMessageHandler(this::hear);
                            opened.closeHandler(end -> vertx.setTimer(100, id -> come()));
                        }
                    })
                    .onFailure(why -> again(mine));
            vertx.setTimer(PATIENCE_MILLIS, id -> {
                if (socket == null || socket.isClosed()) {
                    again(mine);
                }
            });
        }

        private void again(int mine) {
            if (mine == attempt) {
                come();
            }
        }

        private void hear(String text) {
            JsonObject frame = new JsonObject(text);
            if (frame.getString("type").equals("welcome") && last.isEmpty()) {
                last = frame.getString("run") + "-" + frame.getLong("seq");
            } else if (frame.getString("type").equals("event")) {
                heard.add(frame);
                last = frame.getString("id");
            } else if (frame.getString("type").equals("gone")) {
                throw new AssertionError(text);
            }
        }

        List<String> events() {
            return heard.stream()
                    .map(event -> event.getString("event") + " " + event.getString("payload"))
                    .toList();
        }
    }

    private static SimSentinel withFeed(World world, String name, String ip, String conf) {
        return new SimSentinel(world, name, ip, conf + "feed-port " + FEED_PORT + "\nfeed-bind *\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyListenerHearsEachEventOnce(long seed) {
        try (Ring ring = Ring.settled(seed, Collections.nCopies(3, FeedInTheRingTest::withFeed), 2, 2)) {
            Map<String, List<String>> told = new TreeMap<>();
            Map<SimSentinel, Listener> listeners = new LinkedHashMap<>();
            List<SimProcess> hosts = new ArrayList<>();
            for (SimSentinel sentinel : ring.sentinels) {
                Listener listener = new Listener(sentinel.process.host());
                SimProcess host = ring.world.process(
                        "v" + hosts.size(), "10.0.9." + (hosts.size() + 1), 1, life -> List.of(listener));
                host.start();
                hosts.add(host);
                listeners.put(sentinel, listener);
            }
            ring.world.run(Duration.ofSeconds(1));
            ring.world.observed(observation -> {
                if (observation instanceof Observation.Announced announced
                        && announced.event().level() != Level.DEBUG) {
                    told.computeIfAbsent(announced.who(), who -> new ArrayList<>())
                            .add(announced.event().name() + " "
                                    + announced.event().payload());
                }
            });
            Address old = Ring.address(ring.master());
            ring.master().kill();
            cutAgainAndAgain(ring, hosts, listeners, 20);
            ring.await(
                    "a new master",
                    () -> ring.sentinels.stream()
                            .noneMatch(one -> one.names(Ring.MYMASTER).equals(old)),
                    BOUND);
            ring.master().start();
            cutAgainAndAgain(ring, hosts, listeners, 100);
            ring.await("the old master follows", ring::movedOn, CALM);
            ring.world.run(Duration.ofSeconds(5));
            listeners.forEach((sentinel, listener) -> {
                assertTrue(listener.cuts > 10, listener.cuts + " cuts");
                assertTrue(
                        listener.events().stream().anyMatch(event -> event.startsWith("+switch-master ")),
                        sentinel.process.name + " after " + listener.cuts + ": " + listener.events());
                assertEquals(told.get(sentinel.process.name), listener.events(), sentinel.process.name);
            });
        }
    }

    private static void cutAgainAndAgain(
            Ring ring, List<SimProcess> hosts, Map<SimSentinel, Listener> listeners, int often) {
        for (int i = 0; i < often; i++) {
            ring.world.run(Duration.ofMillis(50));
            int at = i % hosts.size();
            SimSentinel sentinel = ring.sentinels.get(at);
            ring.world.network.reset(sentinel.process, hosts.get(at));
            listeners.get(sentinel).cuts++;
        }
    }
}
