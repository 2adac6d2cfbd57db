package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.model.Limits;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many who listen, and some who only say so. */
class FeedCrowdIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int CROWD = 2_000;
    private static final int EVENTS = 10;
    private static final int STUCK = 300;

    @TempDir
    private Path folder;

    private static WebSocketClient client(Vertx vertx, int size) {
        return vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(size));
    }

    private static AtomicIntegerArray crowd(House house, WebSocketClient client, int size) throws IOException {
        AtomicIntegerArray heard = new AtomicIntegerArray(size);
        AtomicInteger greeted = new AtomicInteger();
        Semaphore connecting = new Semaphore(100);
        for (int i = 0; i < size; i++) {
            int me = i;
            connecting.acquireUninterruptibly();
            client.webSocket()
                    .textMessageHandler(text -> {
                        if (text.startsWith("{\"type\":\"welcome\"")) {
                            greeted.incrementAndGet();
                        } else if (text.startsWith("{\"type\":\"event\"")) {
                            heard.incrementAndGet(me);
                        }
                    })
                    .connect(new WebSocketConnectOptions()
                            .setHost("127.0.0.1")
                            .setPort(house.port)
                            .setURI("/api/v1/stream"))
                    .onComplete(done -> connecting.release());
        }
        Await.until(PATIENCE, "everybody listens", () -> greeted.get() == size, () -> greeted + " of " + size);
        return heard;
    }

    /** While there is somebody to answer goodbyes; closing Vert.x alone may wait half a minute for one of them. */
    private static void leave(WebSocketClient client, Vertx vertx) {
        House.await(client.close());
        House.await(vertx.close());
    }

    private static int least(AtomicIntegerArray heard) {
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < heard.length(); i++) {
            least = Math.min(least, heard.get(i));
        }
        return least;
    }

    @Test
    void twoThousandHearEveryEvent() throws IOException {
        Vertx clients = Vertx.vertx();
        try (House house = House.open(folder)) {
            WebSocketClient client = client(clients, CROWD);
            AtomicIntegerArray heard = crowd(house, client, CROWD);
            for (int i = 0; i < EVENTS; i++) {
                house.happens("+e", "number " + i);
            }
            Await.until(PATIENCE, "everybody has heard everything", () -> least(heard) == EVENTS);
            Await.until(PATIENCE, "nothing is kept", () -> house.get("/metrics")
                    .body()
                    .contains("vedette_feed_backlog_bytes 0.0"));
            assertTrue(house.get("/metrics").body().contains("vedette_feed_dropped_total 0.0"));
            leave(client, clients);
        }
    }

    @ParameterizedTest
    @EnumSource(Stuck.class)
    void whoIsStuckIsDroppedAndHarmsNobody(Stuck way) throws IOException {
        Vertx clients = Vertx.vertx();
        try (House house = House.open(folder);
                Socket stuck = way.come(house.port)) {
            WebSocketClient client = client(clients, 20);
            AtomicIntegerArray heard = crowd(house, client, 20);
            int events = 0;
            while (dropped(house) == 0 && events < 2_000) {
                for (int i = 0; i < 100; i++) {
                    house.happens("+e", "x".repeat(1_000));
                    events++;
                }
                int sent = events;
                Await.until(PATIENCE, "the others keep up", () -> least(heard) == sent);
            }
            // Those who go on, and whoever asks.
            Await.until(PATIENCE, "its connection is gone", () -> connections(house) == heard.length() + 1);
            assertTrue(stuck.isConnected());
            assertEquals(1, dropped(house));
            assertEquals(events, least(heard));
            leave(client, clients);
            Await.until(PATIENCE, "those who go are not counted any more", () -> connections(house) == 1);
        }
    }

    /**
     * What they leave unread is bounded together, in bytes of text; with what a queue costs for each message, and what
     * Netty keeps for the next one, it may be four times as much. With no bound at all it was 207 and 823 MiB.
     */
    @ParameterizedTest
    @ValueSource(ints = {10, 1_000})
    void memoryStaysBoundedWhileHundredsAreStuck(int letters) throws IOException {
        List<Socket> stuck = new ArrayList<>();
        try (House house = House.open(folder)) {
            for (int i = 0; i < STUCK; i++) {
                stuck.add(Stuck.WEB_SOCKET.come(house.port));
            }
            Await.until(PATIENCE, "all of them listen", () -> connections(house) == STUCK + 1);
            long before = used();
            long most = 0;
            for (int events = 0; events < 2_000; events += 100) {
                for (int i = 0; i < 100; i++) {
                    house.happens("+e", "x".repeat(letters));
                }
                house.get("/metrics");
                most = Math.max(most, used() - before);
            }
            System.out.println(STUCK + " stuck readers, events of " + letters + ": " + dropped(house)
                    + " dropped, at most " + most / 1024 + " KiB more");
            assertTrue(most < 4 * Limits.FEED_BACKLOG_OF_ALL_BYTES, most + " bytes");
        } finally {
            for (Socket each : stuck) {
                each.close();
            }
        }
    }

    /** On the heap and beside it, after a collection. */
    private static long used() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        long netty = Math.max(0, PlatformDependent.usedDirectMemory());
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + Math.max(direct, netty);
    }

    private static long connections(House house) throws IOException {
        return figure(house, "vedette_feed_connections");
    }

    private static long dropped(House house) throws IOException {
        return figure(house, "vedette_feed_dropped_total");
    }

    private static long figure(House house, String metric) throws IOException {
        Matcher found = Pattern.compile("(?m)^" + metric + " ([0-9]+)")
                .matcher(house.get("/metrics").body());
        assertTrue(found.find(), metric);
        return Long.parseLong(found.group(1));
    }
}
