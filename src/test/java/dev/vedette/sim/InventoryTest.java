package dev.vedette.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whatever a process forgets to give back is seen. */
class InventoryTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void seesTimersUntilTheyHaveRungOrAreCancelled() {
        try (Pair pair = new Pair(1, false)) {
            Inventory before = pair.client.life().inventory();
            Vertx vertx = pair.client.life().vertx;
            long periodic = vertx.setPeriodic(1_000, id -> {});
            vertx.setTimer(5_000, id -> {});
            pair.run(Duration.ofSeconds(1));
            assertEquals(before.timers() + 2, pair.client.life().inventory().timers());
            pair.run(MINUTE);
            assertEquals(before.timers() + 1, pair.client.life().inventory().timers());
            assertFalse(pair.client.life().inventory().isWithin(before));
            vertx.cancelTimer(periodic);
            pair.run(MINUTE);
            assertEquals(before, pair.client.life().inventory());
        }
    }

    @Test
    void countsManyTimersAndKeepsNone() {
        try (Pair pair = new Pair(1, false)) {
            Inventory before = pair.client.life().inventory();
            for (int i = 1; i <= 1_000; i++) {
                pair.client.life().vertx.setTimer(i, id -> {});
            }
            pair.run(Duration.ofMillis(500));
            assertEquals(before.timers() + 500, pair.client.life().inventory().timers());
            pair.run(MINUTE);
            assertEquals(before, pair.client.life().inventory());
        }
    }

    @Test
    void seesConnectionsAtBothEnds() {
        try (Pair pair = new Pair(1, false)) {
            Inventory client = pair.client.life().inventory();
            Inventory server = pair.server.life().inventory();
            assertEquals(1, server.servers());
            pair.connect();
            assertEquals(
                    client.connections() + 1, pair.client.life().inventory().connections());
            assertEquals(
                    server.connections() + 1, pair.server.life().inventory().connections());
            pair.mouth.last().close();
            pair.run(MINUTE);
            assertEquals(client, pair.client.life().inventory());
            assertEquals(server, pair.server.life().inventory());
        }
    }

    @Test
    void seesConsumersAndQuestions() {
        try (Pair pair = new Pair(1, false)) {
            Inventory before = pair.client.life().inventory();
            Vertx vertx = pair.client.life().vertx;
            MessageConsumer<String> consumer = vertx.eventBus().localConsumer("somewhere", message -> {});
            vertx.eventBus().request("somewhere", "hello?");
            pair.run(Duration.ofSeconds(1));
            Inventory asked = pair.client.life().inventory();
            assertEquals(before.consumers() + 1, asked.consumers());
            assertEquals(1, asked.questions());
            consumer.unregister();
            pair.run(MINUTE);
            assertEquals(before, pair.client.life().inventory());
            assertTrue(before.isWithin(asked));
        }
    }
}
