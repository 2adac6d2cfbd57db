package dev.vedette.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can happen to a process and its host, as others see it. */
class SimProcessTest {
    private static final Duration A_WHILE = Duration.ofSeconds(20);
    private static final String RESET = "Connection reset by peer";

    @Test
    void killedProcessIsMissedAtOnce() {
        try (Pair pair = Pair.connected(1, false)) {
            pair.server.kill();
            pair.await("a reset", () -> pair.mouth.ends.equals(List.of(RESET, "closed")));
            pair.mouth.connect(pair.server);
            pair.await("a refusal", () -> pair.mouth.ends.contains("ConnectException"));
        }
    }

    @Test
    void hostWithoutPowerAnswersNobodyAndLaterKnowsNobody() {
        try (Pair pair = Pair.connected(1, false)) {
            pair.server.losePower();
            pair.mouth.last().write("hello?");
            pair.mouth.connect(pair.server);
            pair.run(Duration.ofMillis(Mouth.PATIENCE_MILLIS).minusMillis(1));
            assertEquals(List.of(), pair.mouth.ends);
            pair.run(Duration.ofMillis(2));
            assertEquals(List.of("ConnectTimeoutException"), pair.mouth.ends);
            pair.server.start();
            pair.await("a reset", () -> pair.mouth.ends.contains(RESET), Duration.ofSeconds(5));
            pair.mouth.connect(pair.server);
            pair.await("a new connection", () -> pair.mouth.sockets.size() == 2);
        }
    }

    @Test
    void hostWithoutPowerIsNotMissedByWhoSaysNothing() {
        try (Pair pair = Pair.connected(1, false)) {
            pair.server.losePower();
            pair.server.start();
            pair.run(A_WHILE);
            assertEquals(List.of(), pair.mouth.ends);
            pair.mouth.last().write("hello?");
            pair.await("a reset", () -> pair.mouth.ends.equals(List.of(RESET, "closed")));
        }
    }

    /** Five minutes of silence, and three questions without an answer. */
    @Test
    void clientWithoutPowerIsMissedWhereTheSystemAsks() {
        try (Pair pair = Pair.connected(1, false)) {
            asksAfterFiveMinutes(pair.ear.sockets.get(0));
            pair.run(Duration.ofHours(1));
            assertEquals(List.of(), pair.ear.ends, "whoever is there answers");
            pair.client.losePower();
            pair.run(Duration.ofMinutes(4));
            assertEquals(List.of(), pair.ear.ends);
            pair.run(Duration.ofMinutes(7));
            assertEquals(List.of("Connection timed out", "closed"), pair.ear.ends);
        }
    }

    @Test
    void clientThatForgotIsMissedAtTheFirstQuestion() {
        try (Pair pair = Pair.connected(1, false)) {
            asksAfterFiveMinutes(pair.ear.sockets.get(0));
            pair.client.losePower();
            pair.client.start();
            pair.run(Duration.ofMinutes(4));
            assertEquals(List.of(), pair.ear.ends);
            pair.run(Duration.ofMinutes(2));
            assertEquals(List.of(RESET, "closed"), pair.ear.ends);
        }
    }

    @Test
    void systemAcceptsForAFrozenProcessUntilItsBacklogIsFull() {
        try (Pair pair = new Pair(1, true)) {
            pair.server.freeze();
            int more = 10;
            for (int i = 0; i < SimServerChannel.BACKLOG + more; i++) {
                pair.mouth.connect(pair.server);
            }
            pair.run(A_WHILE);
            assertEquals(SimServerChannel.BACKLOG, pair.mouth.sockets.size());
            assertEquals(Collections.nCopies(more, "ConnectTimeoutException"), pair.mouth.ends);
            pair.mouth.last().write("patience");
            pair.run(A_WHILE);
            assertEquals("", pair.mouth.heard.toString());
            pair.server.thaw();
            pair.await("the echo", () -> pair.mouth.heard.toString().equals("patience"));
            pair.mouth.connect(pair.server);
            pair.await("room again", () -> pair.mouth.sockets.size() == SimServerChannel.BACKLOG + 1);
        }
    }

    /** Whoever was turned away by a full backlog knocks again. */
    @Test
    void backlogThatEmptiesInTimeIsNeverNoticed() {
        try (Pair pair = new Pair(1, true)) {
            pair.server.freeze();
            for (int i = 0; i < SimServerChannel.BACKLOG + 1; i++) {
                pair.mouth.connect(pair.server);
            }
            pair.run(Duration.ofMillis(500));
            assertEquals(SimServerChannel.BACKLOG, pair.mouth.sockets.size());
            pair.server.thaw();
            pair.await("all", () -> pair.mouth.sockets.size() == SimServerChannel.BACKLOG + 1);
        }
    }

    @Test
    void suspendedHostAnswersNobodyAndGoesOnWhereItWas() {
        try (Pair pair = Pair.connected(1, true)) {
            long before = pair.server.clock.nanoTime();
            pair.server.suspend();
            pair.mouth.last().write("wake up");
            pair.mouth.connect(pair.server);
            pair.run(A_WHILE);
            assertEquals(List.of("ConnectTimeoutException"), pair.mouth.ends);
            assertEquals(before, pair.server.clock.nanoTime());
            pair.server.resume();
            pair.await("the echo", () -> pair.mouth.heard.toString().equals("wake up"), Duration.ofSeconds(3));
        }
    }

    @Test
    void oneThreadHangsAndTheOthersGoOn() {
        List<Ticking> both = List.of(new Ticking(), new Ticking());
        try (World world = new World(1)) {
            SimProcess process = world.process("p", "10.0.0.1", 2, life -> both);
            process.start();
            world.run(Duration.ofSeconds(1));
            for (int thread = 0; thread < 2; thread++) {
                List<Integer> before = counts(both);
                process.stick(thread);
                world.run(Duration.ofSeconds(10));
                List<Integer> after = counts(both);
                List<Integer> grown =
                        new ArrayList<>(List.of(after.get(0) - before.get(0), after.get(1) - before.get(1)));
                Collections.sort(grown);
                assertEquals(List.of(0, 10), grown);
                process.release(thread);
                world.run(Duration.ofMillis(1));
            }
            assertTrue(counts(both).stream().allMatch(count -> count >= 20), () -> "caught up " + counts(both));
        }
    }

    private static void asksAfterFiveMinutes(NetSocket socket) {
        ChannelConfig config =
                ((NetSocketInternal) socket).channelHandlerContext().channel().config();
        config.setOption(ChannelOption.SO_KEEPALIVE, true);
        config.setOption(ChannelOption.valueOf("TCP_KEEPIDLE"), 300);
        config.setOption(ChannelOption.valueOf("TCP_KEEPINTERVAL"), 100);
        config.setOption(ChannelOption.valueOf("TCP_KEEPCOUNT"), 3);
    }

    private static List<Integer> counts(List<Ticking> all) {
        return all.stream().map(ticking -> ticking.count).toList();
    }

    @Test
    void blockingWorkIsABrokenPromise() {
        try (World world = new World(1)) {
            world.process(
                            "p",
                            "10.0.0.1",
                            1,
                            life -> List.of(new VerticleBase() {
                                @Override
                                public Future<?> start() {
                                    return vertx.executeBlocking(() -> "done");
                                }
                            }))
                    .start();
            AssertionError broken = assertThrows(AssertionError.class, () -> world.run(A_WHILE));
            assertTrue(broken.getMessage().contains("blocking work"), broken::getMessage);
        }
    }

    /** Counts the seconds. */
    private static final class Ticking extends VerticleBase {
        private int count;

        @Override
        public Future<?> start() {
            vertx.setPeriodic(1_000, id -> count++);
            return Future.succeededFuture();
        }
    }
}
