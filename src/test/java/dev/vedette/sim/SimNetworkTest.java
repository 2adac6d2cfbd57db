package dev.vedette.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the simulated network does to ordinary sockets. */
class SimNetworkTest {
    private static final Duration A_WHILE = Duration.ofSeconds(20);
    private static final String RESET = "Connection reset by peer";
    private static final List<String> GONE_BY_RESET = List.of(RESET, "closed");

    @Test
    void refusesNewConnectionsAndKeepsOldOnes() {
        try (Pair pair = Pair.connected(1, true)) {
            pair.world.network.refuse(pair.server);
            pair.mouth.connect(pair.server);
            pair.await("a refusal", () -> pair.mouth.ends.equals(List.of("ConnectException")));
            pair.mouth.last().write("still here");
            pair.await("the echo", () -> pair.mouth.heard.toString().equals("still here"));
            pair.world.network.accept(pair.server);
            pair.connect();
        }
    }

    @Test
    void forgottenConnectionsGoSilentAndNewOnesWork() {
        try (Pair pair = Pair.connected(1, true)) {
            pair.world.network.forget(pair.client, pair.server);
            pair.mouth.last().write("lost");
            pair.ear.sockets.get(0).write("lost as well");
            pair.run(A_WHILE);
            assertEquals(0, pair.ear.heard.length() + pair.mouth.heard.length());
            assertEquals(List.of(), pair.mouth.ends);
            pair.connect();
            pair.mouth.last().write("new");
            pair.await("the echo", () -> pair.mouth.heard.toString().equals("new"));
        }
    }

    @Test
    void whoSpeaksOnAForgottenConnectionGivesUpAfterAQuarterOfAnHour() {
        try (Pair pair = Pair.connected(1, false)) {
            pair.world.network.forget(pair.client, pair.server);
            pair.mouth.last().write("lost");
            pair.run(Duration.ofMinutes(15));
            assertEquals(List.of(), pair.mouth.ends);
            pair.run(Duration.ofMinutes(1));
            assertEquals(List.of("Connection timed out", "closed"), pair.mouth.ends);
            assertEquals(List.of(), pair.ear.ends, "who says nothing hears of nothing");
        }
    }

    @Test
    void disownedConnectionsAreResetWhenSomebodySpeaks() {
        try (Pair pair = Pair.connected(1, false)) {
            pair.world.network.disown(pair.client, pair.server);
            pair.run(A_WHILE);
            assertEquals(List.of(), pair.mouth.ends);
            pair.mouth.last().write("who?");
            pair.await("a reset", () -> pair.mouth.ends.equals(GONE_BY_RESET));
            assertEquals(List.of(), pair.ear.ends, "its end has not spoken");
        }
    }

    @Test
    void resetsBothEnds() {
        try (Pair pair = Pair.connected(1, false)) {
            pair.world.network.reset(pair.client, pair.server);
            pair.await("both", () -> pair.mouth.ends.equals(GONE_BY_RESET) && pair.ear.ends.equals(GONE_BY_RESET));
            assertEquals(0, pair.client.life().inventory().connections());
            pair.connect();
        }
    }

    @Test
    void badWayResetsWhatIsSaidOnIt() {
        try (Pair pair = Pair.connected(1, false)) {
            pair.world.network.quality(pair.client, pair.server, Quality.USUAL.resets(1_000_000));
            pair.mouth.last().write("hello");
            pair.await("both", () -> pair.mouth.ends.equals(GONE_BY_RESET) && pair.ear.ends.equals(GONE_BY_RESET));
            assertEquals(0, pair.ear.heard.length());
        }
    }

    @Test
    void slowWayIsSlowInOneDirection() {
        try (Pair pair = Pair.connected(1, false)) {
            Quality slow = Quality.USUAL.shortest(Duration.ofMillis(700)).spread(Duration.ofMillis(50));
            pair.world.network.quality(pair.client, pair.server, slow);
            pair.mouth.last().write("there");
            Duration there = pair.timeUntil(() -> pair.ear.heard.length() > 0);
            pair.ear.sockets.get(0).write("back");
            Duration back = pair.timeUntil(() -> pair.mouth.heard.length() > 0);
            assertTrue(there.toMillis() >= 700 && there.toMillis() <= 751, () -> "there " + there);
            assertTrue(back.toMillis() <= 3, () -> "back " + back);
        }
    }

    @Test
    void narrowWayTakesItsTimeWithAllConnectionsTogether() {
        try (Pair pair = Pair.connected(1, false)) {
            pair.connect();
            pair.world.network.quality(pair.client, pair.server, Quality.USUAL.bytesPerSecond(1_000));
            pair.mouth.sockets.forEach(socket -> socket.write(Buffer.buffer(new byte[2_500])));
            Duration took = pair.timeUntil(() -> pair.ear.heard.length() == 5_000);
            assertTrue(took.toMillis() >= 5_000 && took.toMillis() < 5_100, () -> "took " + took);
        }
    }

    @Test
    void lossCostsTimeAndNoBytes() {
        try (Pair pair = Pair.connected(1, false)) {
            pair.world.network.quality(Quality.USUAL.loss(300));
            String lines = lines(300);
            for (String line : lines.split("(?<=\n)")) {
                pair.mouth.last().write(line);
                pair.run(Duration.ofMillis(5));
            }
            assertTrue(pair.ear.heard.length() < lines.length(), "something is late");
            pair.await("all", () -> pair.ear.heard.toString().equals(lines), A_WHILE);
        }
    }

    @Test
    void writesArriveInPiecesAndTogether() {
        try (Pair pair = Pair.connected(1, false)) {
            pair.world.network.pieces(500);
            String lines = lines(300);
            for (String line : lines.split("(?<=\n)")) {
                pair.mouth.last().write(line);
            }
            pair.await("all", () -> pair.ear.heard.toString().equals(lines), A_WHILE);
            int longest = "line 299\n".length();
            assertTrue(pair.ear.reads.contains(1), () -> "split " + pair.ear.reads);
            assertTrue(pair.ear.reads.stream().anyMatch(read -> read > longest), () -> "merged " + pair.ear.reads);
        }
    }

    @Test
    void writerWaitsForAReaderThatSleeps() {
        writerWaits(pair -> pair.server.freeze(), pair -> pair.server.thaw());
    }

    @Test
    void writerWaitsWhileTheWayIsCut() {
        writerWaits(pair -> pair.world.network.cut(pair.server, pair.client), pair -> pair.world.network.heal());
    }

    private static void writerWaits(java.util.function.Consumer<Pair> hold, java.util.function.Consumer<Pair> letGo) {
        try (Pair pair = Pair.connected(1, false)) {
            pair.world.network.buffer(10_000);
            hold.accept(pair);
            int written = 0;
            boolean[] drained = {false};
            while (!pair.mouth.last().writeQueueFull()) {
                pair.mouth.last().write(Buffer.buffer(new byte[1_000]));
                written += 1_000;
                pair.run(Duration.ofMillis(10));
            }
            int all = written;
            assertTrue(all > 70_000 && all < 100_000, () -> "10 kB under way, and a queue of 64 KiB: " + all);
            pair.mouth.last().drainHandler(room -> drained[0] = true);
            pair.run(A_WHILE);
            assertFalse(drained[0]);
            assertTrue(pair.client.life().inventory().unread() > 70_000);
            letGo.accept(pair);
            pair.await("all", () -> drained[0] && pair.ear.heard.length() == all, A_WHILE);
            assertEquals(0, pair.client.life().inventory().unread());
        }
    }

    @Test
    void sameSeedSameTroubles() {
        assertEquals(story(7), story(7));
        assertFalse(story(7).equals(story(8)));
    }

    private static String story(long seed) {
        try (Pair pair = Pair.connected(seed, true)) {
            SimNetwork network = pair.world.network;
            network.pieces(300);
            network.quality(Quality.USUAL.loss(100).resets(5_000).bytesPerSecond(20_000));
            StringBuilder story = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                pair.mouth.last().write("line " + i);
                pair.run(Duration.ofMillis(50));
                story.append(pair.ear.reads.size())
                        .append(' ')
                        .append(pair.mouth.heard.length())
                        .append('\n');
                if (!pair.mouth.ends.isEmpty()) {
                    pair.mouth.ends.clear();
                    pair.mouth.connect(pair.server);
                }
            }
            return story + pair.mouth.heard.toString() + pair.ear.ends + pair.ear.reads;
        }
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }
}
