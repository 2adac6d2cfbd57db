package dev.vedette.sim.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Address;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.storm.Ring;
import dev.vedette.sim.storm.SimSentinel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application is promised, and which promises a failover breaks. */
class SimWriterTest {
    private static final Duration A_WHILE = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(2);

    private static SimWriter writer(Ring ring, int number, boolean waits) {
        List<Address> sentinels = new ArrayList<>();
        ring.sentinels.forEach(sentinel -> sentinels.add(new Address(sentinel.process.host(), SimSentinel.PORT)));
        SimWriter writer = new SimWriter(ring.world, "w" + number, "10.0.3." + number, "mymaster", sentinels, waits);
        writer.start();
        return writer;
    }

    private static SimServer finalMaster(Ring ring) {
        Address named = ring.sentinels.get(0).names(Ring.MYMASTER);
        return ring.servers.stream()
                .map(ring::state)
                .filter(server -> server.address().equals(named))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothingIsLostWhenNothingHappens() {
        try (Ring ring = Ring.settled(1)) {
            SimWriter fast = writer(ring, 1, false);
            SimWriter careful = writer(ring, 2, true);
            ring.world.run(A_WHILE);
            fast.stop();
            careful.stop();
            ring.world.run(SOON);
            LostWrites losses =
                    LostWrites.of(List.of(fast, careful), finalMaster(ring).keys());
            assertEquals(List.of(), losses.lost());
            assertTrue(fast.acknowledged().size() > 100, () -> "" + losses);
            assertEquals(fast.written(), fast.acknowledged().size());
            assertEquals(1, fast.searches());
            assertTrue(careful.acknowledged().size() > 100);
            assertTrue(careful.acknowledged().stream().allMatch(write -> write.onReplicas() > 0));
            for (SimProcess server : ring.servers) {
                assertEquals(finalMaster(ring).data(), ring.state(server).data());
            }
        }
    }

    /** The master loses its replicas, goes on for a moment, and dies: that moment is lost, and not more. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void deadMasterTakesWithItWhatNobodyElseHad(long seed) {
        try (Ring ring = Ring.settled(seed)) {
            SimWriter fast = writer(ring, 1, false);
            SimWriter careful = writer(ring, 2, true);
            ring.world.run(A_WHILE);
            ring.replicas().forEach(replica -> ring.world.network.cut(ring.master(), replica));
            Duration alone = ring.world.now();
            long common = ring.state(ring.replicas().get(0)).offset();
            ring.world.run(Duration.ofMillis(700));
            assertEquals(common, ring.state(ring.replicas().get(0)).offset());
            ring.master().kill();
            ring.world.network.heal();
            ring.await("a new master", ring::movedOn, A_WHILE);
            ring.world.run(A_WHILE);
            LostWrites losses =
                    LostWrites.of(List.of(fast, careful), finalMaster(ring).keys());
            assertFalse(losses.lost().isEmpty());
            Duration justBefore = alone.minusMillis(10);
            assertTrue(losses.lost().stream().allMatch(write -> write.at().compareTo(justBefore) >= 0));
            assertTrue(losses.lost().stream().allMatch(write -> write.by().equals(Ring.address(ring.master()))));
            assertEquals(List.of(), losses.lostAfterWait());
            // And life goes on elsewhere.
            Address next = finalMaster(ring).address();
            assertTrue(fast.acknowledged().stream()
                            .filter(write -> write.by().equals(next))
                            .count()
                    > 50);
            assertTrue(careful.acknowledged().stream()
                    .anyMatch(write -> write.by().equals(next) && write.onReplicas() > 0));
        }
    }

    /** A master on the wrong side goes on taking writes, unless it is told to want replicas. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void masterThatWantsReplicasPromisesLessWhenItIsAlone(boolean wanting) {
        try (Ring ring = Ring.settled(3)) {
            if (wanting) {
                for (SimProcess server : ring.servers) {
                    ring.state(server).config("min-replicas-to-write", "1");
                    ring.state(server).config("min-replicas-max-lag", "2");
                }
            }
            SimWriter writer = writer(ring, 1, false);
            ring.world.run(A_WHILE);
            SimSentinel alone = ring.sentinels.get(2);
            List<SimProcess> there = new ArrayList<>(ring.replicas());
            ring.others(alone).forEach(sentinel -> there.add(sentinel.process));
            ring.world.network.partition(List.of(ring.master(), alone.process, writer.process), there);
            Duration cut = ring.world.now();
            ring.world.run(Duration.ofSeconds(20));
            ring.world.network.heal();
            ring.await("all are one again", ring::movedOn, Duration.ofSeconds(60));
            writer.stop();
            ring.world.run(SOON);
            LostWrites losses = LostWrites.of(List.of(writer), finalMaster(ring).keys());
            assertFalse(losses.lost().isEmpty());
            Duration last = losses.lost().get(losses.lost().size() - 1).at().minus(cut);
            assertEquals(wanting, last.compareTo(Duration.ofSeconds(5)) < 0, () -> last + ": " + losses);
            // What only the old master had is gone from there as well.
            assertEquals(finalMaster(ring).keys(), ring.state(ring.master()).keys());
        }
    }

    @Test
    void sameSeedSamePromises() {
        assertEquals(storyOf(4), storyOf(4));
    }

    private static String storyOf(long seed) {
        try (Ring ring = Ring.settled(seed)) {
            SimWriter writer = writer(ring, 1, true);
            ring.world.run(SOON);
            ring.master().kill();
            ring.world.run(A_WHILE);
            return writer.acknowledged() + "\n" + ring.world.trace;
        }
    }
}
