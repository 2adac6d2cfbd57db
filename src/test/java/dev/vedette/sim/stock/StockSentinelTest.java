package dev.vedette.sim.stock;

import static dev.vedette.sim.storm.Ring.MYMASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.RunId;
import dev.vedette.sim.Trace;
import dev.vedette.sim.redis.SimClient;
import dev.vedette.sim.storm.Ring;
import dev.vedette.sim.storm.SimSentinel;
import dev.vedette.sim.storm.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model among its like: as quick and as slow as the C program was measured to be (reference 16.1). */
class StockSentinelTest {
    static final List<Watcher.Make> THREE = Collections.nCopies(3, StockSentinel::new);
    private static final String ONE = "1".repeat(40);
    private static final String OTHER = "2".repeat(40);
    private static final Duration SOON = Duration.ofMillis(500);
    private static final int SEEDS = 25;

    @Test
    void aFailoverTakesAsLongAsWasMeasured() {
        List<Long> downs = new ArrayList<>();
        List<Long> promotions = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (Ring ring = Ring.settled(seed, THREE, 2, 2)) {
                Duration killed = ring.world.now();
                ring.master().kill();
                ring.await("everybody follows a new master", ring::movedOn, Duration.ofSeconds(6));
                for (Trace.Entry down : ring.world.trace.all("+sdown")) {
                    if (down.payload().startsWith("master mymaster 10.0.0.1 ")) {
                        downs.add(millisAfter(killed.plus(Ring.DOWN_AFTER), down));
                    }
                }
                promotions.add(millisAfter(killed.plus(Ring.DOWN_AFTER), only(ring, "+promoted-slave")));
                ends.add(millisAfter(killed.plus(Ring.DOWN_AFTER), only(ring, "+failover-end")));
                assertEquals(3, ring.world.trace.all("+switch-master").size());
            }
        }
        Collections.sort(downs);
        assertWithin(50, 110, downs.get(downs.size() / 2), downs);
        // Whose tick falls between the resets of its two connections reopens one, and tries the other a second later.
        assertWithin(0, 220, downs.get(downs.size() / 20), downs);
        assertWithin(0, 220, downs.get(downs.size() - 1 - downs.size() / 20), downs);
        Collections.sort(promotions);
        Collections.sort(ends);
        assertWithin(1_050, 1_450, promotions.get(SEEDS / 2), promotions);
        assertWithin(2_000, 2_600, ends.get(SEEDS / 2), ends);
    }

    @Test
    void theLeaderSpeaksInTheOrderOfTheReference() {
        try (Ring ring = Ring.settled(1, THREE, 1, 2)) {
            ring.master().kill();
            ring.await("everybody follows a new master", ring::movedOn, Duration.ofSeconds(6));
            String leader = only(ring, "+elected-leader").who();
            assertEquals(
                    List.of(
                            "+sdown",
                            "+odown",
                            "+new-epoch",
                            "+try-failover",
                            "+vote-for-leader",
                            "+elected-leader",
                            "+failover-state-select-slave",
                            "+selected-slave",
                            "+failover-state-send-slaveof-noone",
                            "+failover-state-wait-promotion",
                            "-role-change",
                            "+promoted-slave",
                            "+failover-state-reconf-slaves",
                            "+failover-end",
                            "+switch-master",
                            "+slave"),
                    eventsSince(ring, leader, "+sdown"));
        }
    }

    @Test
    void sameSeedSameTrace() {
        assertEquals(storyOf(7), storyOf(7));
        assertNotEquals(storyOf(7), storyOf(8));
    }

    private static String storyOf(long seed) {
        try (Ring ring = Ring.settled(seed, THREE, 2, 2)) {
            ring.master().kill();
            ring.world.run(Duration.ofSeconds(5));
            ring.watchers.get(1).process().kill();
            ring.watchers.get(1).process().start();
            ring.master().start();
            ring.world.run(Duration.ofSeconds(20));
            return ring.world.trace.toString();
        }
    }

    @Test
    void theOldMasterIsDemotedTenSecondsAfterItsReturn() {
        try (Ring ring = Ring.settled(3, THREE, 2, 2)) {
            ring.master().kill();
            ring.await("a new master", ring::movedOn, Duration.ofSeconds(6));
            ring.world.run(Duration.ofSeconds(10));
            Duration back = ring.world.now();
            ring.master().start();
            ring.await("it follows", () -> !ring.state(ring.master()).isMaster(), Duration.ofSeconds(25));
            long millis = ring.world.now().minus(back).toMillis();
            assertWithin(8_000, 20_000, millis, ring.world.trace.last(20));
            ring.await("all is one", ring::movedOn, Duration.ofSeconds(5));
        }
    }

    /** Only the epoch of the vote is on the disk: whoever asks again hears no name, and nobody gets a second vote. */
    @Test
    void aRestartKeepsTheVoteAndAllThatWasKnown() {
        try (Ring ring = Ring.settled(1, THREE, 2, 2)) {
            StockSentinel voter = (StockSentinel) ring.watchers.get(0);
            RunId id = voter.id();
            SimClient first = connected(ring, voter, 1);
            assertEquals(ballot(ONE), ask(ring, first, request(ring, 9, ONE)));
            assertEquals(ballot(ONE), ask(ring, first, request(ring, 9, OTHER)));
            assertEquals(ballot(ONE), ask(ring, first, request(ring, 8, OTHER)));
            voter.process.kill();
            voter.process.start();
            ring.world.run(SOON);
            assertEquals(id, voter.id());
            assertEquals("9 9", voter.currentEpoch() + " " + voter.leaderEpoch(MYMASTER));
            assertEquals(2, voter.peers(MYMASTER).size());
            assertEquals(2, voter.replicas(MYMASTER).size());
            SimClient second = connected(ring, voter, 2);
            assertEquals("*3\r\n:0\r\n$1\r\n*\r\n:9\r\n", ask(ring, second, request(ring, 9, OTHER)));
        }
    }

    /** It stands still until the disk has the vote; killed before that, it has told nobody. */
    @Test
    void aVoteIsOnTheDiskBeforeItIsSeen() {
        try (Ring ring = Ring.settled(1, THREE, 2, 2)) {
            StockSentinel voter = (StockSentinel) ring.watchers.get(0);
            SimClient client = connected(ring, voter, 1);
            voter.process.disk.slow(Duration.ofMillis(300));
            client.say(request(ring, 9, ONE));
            ring.await("the write", voter.process.disk::isWriting, SOON);
            client.say("PING");
            assertEquals(List.of(), client.replies());
            voter.process.kill();
            ring.world.run(SOON);
            assertEquals(List.of(), client.replies());
            assertTrue(voter.onDisk().contains("sentinel leader-epoch mymaster 0\n"), voter.onDisk());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itDoubtsItselfAfterAJumpOfTime(boolean clock) {
        try (Ring ring = Ring.settled(2, THREE, 2, 2)) {
            StockSentinel doubting = (StockSentinel) ring.watchers.get(0);
            String who = doubting.process.name;
            if (clock) {
                doubting.process.clock.jump(Duration.ofSeconds(-1));
            } else {
                doubting.process.freeze();
                ring.world.run(Duration.ofSeconds(3));
                doubting.process.thaw();
            }
            ring.await("tilt", doubting::isInTilt, SOON);
            ring.master().kill();
            ring.await("the others do it", ring::movedOn, Duration.ofSeconds(6));
            assertEquals(List.of(), ring.world.trace.all(who, "+sdown"));
            assertEquals(1, ring.world.trace.all(who, "+vote-for-leader").size(), () -> ring.world.trace.toString());
            SimClient client = connected(ring, doubting, 1);
            assertTrue(ask(ring, client, request(ring, 0, "*")).startsWith("*3\r\n:0\r\n"));
            assertTrue(doubting.isInTilt());
            ring.await("the end of tilt", () -> !doubting.isInTilt(), Duration.ofSeconds(31));
            Trace.Entry begin = ring.world.trace.all(who, "+tilt").get(0);
            Trace.Entry end = ring.world.trace.all(who, "-tilt").get(0);
            assertWithin(30_000, 30_110, (end.nanos() - begin.nanos()) / 1_000_000, ring.world.trace.last(20));
        }
    }

    /** Vedette can be started on the file that a stock sentinel left behind. */
    @Test
    void itsFileIsReadByVedette() {
        try (Ring ring = Ring.settled(4, THREE, 2, 2)) {
            StockSentinel stock = (StockSentinel) ring.watchers.get(0);
            SimSentinel heir = new SimSentinel(ring.world, "v1", "10.0.3.1", stock.onDisk());
            stock.process.kill();
            heir.process.start();
            ring.world.run(SOON);
            assertEquals(stock.id(), heir.id());
            assertEquals(stock.peers(MYMASTER), heir.peers(MYMASTER));
            assertEquals(stock.replicas(MYMASTER), heir.replicas(MYMASTER));
            assertFalse(heir.peers(MYMASTER).isEmpty());
        }
    }

    static Trace.Entry only(Ring ring, String event) {
        List<Trace.Entry> all = ring.world.trace.all(event);
        assertEquals(1, all.size(), () -> event + "\n" + ring.world.trace);
        return all.get(0);
    }

    static List<String> eventsSince(Ring ring, String who, String first) {
        List<String> names = new ArrayList<>();
        for (Trace.Entry entry : ring.world.trace.all()) {
            if (entry.who().equals(who) && !entry.name().isEmpty() && (!names.isEmpty() || entry.is(first))) {
                names.add(entry.name());
            }
        }
        return names;
    }

    static void assertWithin(long least, long most, long found, Object evidence) {
        assertTrue(least <= found && found <= most, () -> found + " not in " + least + ".." + most + ": " + evidence);
    }

    static long millisAfter(Duration moment, Trace.Entry entry) {
        return Duration.ofNanos(entry.nanos()).minus(moment).toMillis();
    }

    static SimClient connected(Ring ring, StockSentinel to, int number) {
        SimClient client =
                SimClient.started(ring.world, "c" + number, "10.0.2." + number, to.process, StockSentinel.PORT);
        ring.await("a connection", client::isConnected, SOON);
        return client;
    }

    static String ask(Ring ring, SimClient client, String line) {
        int before = client.replies().size();
        client.say(line);
        ring.await("a reply to " + line, () -> client.replies().size() > before, SOON);
        return client.replies().get(before);
    }

    private static String request(Ring ring, int epoch, String candidate) {
        return "SENTINEL is-master-down-by-addr " + ring.master().host() + " 6379 " + epoch + " " + candidate;
    }

    private static String ballot(String leader) {
        return "*3\r\n:0\r\n$40\r\n" + leader + "\r\n:9\r\n";
    }
}
