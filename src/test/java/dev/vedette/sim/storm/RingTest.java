package dev.vedette.sim.storm;

import static dev.vedette.sim.storm.Ring.MYMASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Epoch;
import dev.vedette.model.RunId;
import dev.vedette.sim.SimDisk;
import dev.vedette.sim.SimProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failovers of whole sentinels in virtual time. The checkers watch all of them. */
class RingTest {
    private static final Duration SWIFT = Ring.DOWN_AFTER.plusSeconds(1);
    /** Whoever voted for a leader that died waits twice failover-timeout before trying itself. */
    private static final Duration AFTER_A_PAUSE =
            Ring.FAILOVER_TIMEOUT.multipliedBy(2).plusSeconds(5);

    @Test
    void sameSeedSameTrace() {
        String first = storyOf(7);
        assertEquals(first, storyOf(7));
        assertNotEquals(first, storyOf(8));
    }

    private static String storyOf(long seed) {
        try (Ring ring = Ring.settled(seed)) {
            ring.master().kill();
            ring.await("a new master", ring::movedOn, SWIFT);
            ring.sentinels.get(1).process.freeze();
            ring.world.run(Duration.ofSeconds(3));
            ring.sentinels.get(1).process.thaw();
            ring.master().start();
            ring.world.run(Duration.ofSeconds(20));
            return ring.world.trace.toString();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void deadMasterIsReplacedOnce(long seed) {
        try (Ring ring = Ring.settled(seed)) {
            ring.master().kill();
            ring.await("everybody follows a new master", ring::movedOn, SWIFT);
            ring.world.run(Duration.ofSeconds(25));
            assertTrue(ring.movedOn());
            for (SimSentinel sentinel : ring.sentinels) {
                assertEquals(
                        1,
                        ring.world
                                .trace
                                .all(sentinel.process.name, "+switch-master")
                                .size(),
                        () -> sentinel + "\n" + ring.world.trace);
            }
            assertEquals(1, ring.world.trace.all("+promoted-slave").size(), () -> "" + ring.world.trace);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void hostWithoutPowerIsReplaced(long seed) {
        try (Ring ring = Ring.settled(seed)) {
            ring.master().losePower();
            // Nobody says that it is gone: it is missed at the first ping without an answer, up to a second later.
            ring.await("everybody follows a new master", ring::movedOn, SWIFT.plusSeconds(1));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void frozenMasterComesBackAsReplica(long seed) {
        try (Ring ring = Ring.settled(seed)) {
            ring.master().freeze();
            ring.await("everybody follows a new master", ring::movedOn, SWIFT.plusSeconds(1));
            ring.world.run(Duration.ofSeconds(5));
            ring.master().thaw();
            assertTrue(ring.state(ring.master()).isMaster());
            ring.await("the old master follows the new one", ring::movedOn, Duration.ofSeconds(30));
            assertFalse(ring.state(ring.master()).isMaster());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void leaderDiesOnceElected(long seed) {
        leaderDiesAt("+elected-leader", seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void leaderDiesOncePromotionIsSaved(long seed) {
        leaderDiesAt("+promoted-slave", seed);
    }

    private static void leaderDiesAt(String event, long seed) {
        try (Ring ring = Ring.settled(seed)) {
            SimSentinel[] dead = new SimSentinel[1];
            ring.world.trace.once(entry -> entry.is(event), entry -> {
                dead[0] = ring.sentinel(entry.who());
                dead[0].process.kill();
            });
            ring.master().kill();
            ring.await("a leader that dies", () -> dead[0] != null, SWIFT);
            RunId id = dead[0].id();
            Epoch saved = dead[0].onDisk().currentEpoch();
            assertEquals(new Epoch(1), saved);
            ring.await("the others go on", ring::movedOn, AFTER_A_PAUSE);

            dead[0].process.start();
            ring.await("the dead one catches up", ring::movedOn, Duration.ofSeconds(15));
            ring.world.run(Duration.ofSeconds(5));
            assertTrue(ring.movedOn());
            assertEquals(id, dead[0].id());
            assertEquals(saved, dead[0].startedWith().currentEpoch());
            assertEquals(
                    1,
                    ring.sentinels.stream()
                            .map(sentinel -> sentinel.configEpoch(MYMASTER))
                            .distinct()
                            .count());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void frozenSentinelDoubtsItself(long seed) {
        try (Ring ring = Ring.settled(seed)) {
            SimSentinel frozen = ring.sentinels.get(0);
            String who = frozen.process.name;
            frozen.process.freeze();
            ring.world.run(Duration.ofSeconds(10));
            assertEquals(0, ring.world.trace.all(who, "+tilt").size());
            frozen.process.thaw();
            ring.await("tilt", () -> !ring.world.trace.all(who, "+tilt").isEmpty(), Duration.ofMillis(200));
            ring.world.run(Duration.ofSeconds(29));
            assertEquals(0, ring.world.trace.all(who, "-tilt").size());
            ring.await(
                    "the end of tilt", () -> !ring.world.trace.all(who, "-tilt").isEmpty(), Duration.ofSeconds(2));
            ring.world.run(Duration.ofSeconds(5));
            assertEquals(List.of(), ring.world.trace.all(who, "+sdown"));
            assertEquals(1, ring.world.trace.all(who, "+tilt").size());
        }
    }

    @Test
    void clockThatIsSetMakesSentinelDoubtItself() {
        try (Ring ring = Ring.settled(1)) {
            SimProcess process = ring.sentinels.get(2).process;
            process.clock.jump(Duration.ofMinutes(-3));
            ring.await(
                    "tilt", () -> !ring.world.trace.all(process.name, "+tilt").isEmpty(), Duration.ofMillis(200));
        }
    }

    /** With quorum 1 it is sure enough to seek votes, and still gets too few. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 1", "4, 1", "5, 1", "1, 2", "2, 2", "3, 2"})
    void minorityThatMissesTheMasterPromotesNobody(long seed, int quorum) {
        try (Ring ring = Ring.settled(seed, 3, 2, quorum)) {
            SimSentinel alone = ring.sentinels.get(0);
            String who = alone.process.name;
            List<SimProcess> here = List.of(alone.process, ring.replicas().get(0));
            List<SimProcess> there = List.of(
                    ring.sentinels.get(1).process,
                    ring.sentinels.get(2).process,
                    ring.master(),
                    ring.replicas().get(1));
            ring.world.network.partition(here, there);
            ring.world.run(Duration.ofSeconds(40));
            assertFalse(ring.world.trace.all(who, "+sdown").isEmpty());
            assertEquals(quorum > 1, ring.world.trace.all(who, "+try-failover").isEmpty());
            assertEquals(List.of(), ring.world.trace.all("+elected-leader"));
            assertEquals(List.of(), ring.world.trace.all("+selected-slave"));
            ring.world.network.heal();
            ring.await(
                    "everything is as before",
                    () -> ring.agreed(ring.sentinels, Ring.address(ring.master())::equals),
                    Duration.ofSeconds(20));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void majorityMovesOnAndTheRestFollowsLater(long seed) {
        try (Ring ring = Ring.settled(seed)) {
            SimSentinel alone = ring.sentinels.get(0);
            List<SimProcess> here = List.of(alone.process, ring.master());
            List<SimProcess> there = List.of(
                    ring.sentinels.get(1).process,
                    ring.sentinels.get(2).process,
                    ring.replicas().get(0),
                    ring.replicas().get(1));
            ring.world.network.partition(here, there);
            ring.await(
                    "the majority names a new master",
                    () -> ring.others(alone).stream()
                            .noneMatch(sentinel -> sentinel.names(MYMASTER).equals(Ring.address(ring.master()))),
                    AFTER_A_PAUSE);
            ring.world.run(Duration.ofSeconds(10));
            assertEquals(Ring.address(ring.master()), alone.names(MYMASTER));
            assertEquals(List.of(), ring.world.trace.all(alone.process.name, "+try-failover"));
            ring.world.network.heal();
            ring.await("all are one again", ring::movedOn, Duration.ofSeconds(30));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SimDisk.Mood.class,
            names = {"FAILING", "HANGING"})
    void sentinelWithoutADiskFollowsTheOthers(SimDisk.Mood mood) {
        for (int victim = 0; victim < 3; victim++) {
            try (Ring ring = Ring.settled(3)) {
                SimSentinel broken = ring.sentinels.get(victim);
                broken.process.disk.mood(mood);
                ring.master().kill();
                ring.await("everybody follows a new master", ring::movedOn, AFTER_A_PAUSE);
                assertEquals(
                        List.of(),
                        ring.world.trace.all(broken.process.name, "+vote-for-leader"),
                        () -> "" + ring.world.trace);
            }
        }
    }
}
