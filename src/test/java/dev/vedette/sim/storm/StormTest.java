package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.platform.SeededChance;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Blows drawn by seed, and then peace: the checkers hold all the time, and in the end all are of one mind. Half of the
 * worlds are the same in every build, and half were never seen before.
 */
class StormTest {
    private static final int WORLDS = 150;
    private static final long DRAWN_SEEDS = 1_000_000_000L;

    @Test
    void everyPromiseIsKeptInWorldsThatFailedOnce() {
        assertKept(Kept.seeds());
    }

    @Test
    void everyPromiseIsKeptInTheUsualWorlds() {
        assertKept(LongStream.range(1_000, 1_000 + WORLDS).boxed().toList());
    }

    @Test
    void everyPromiseIsKeptInWorldsThatNobodyHasSeen() {
        long from = Math.floorMod(SeededChance.freshSeed(), DRAWN_SEEDS);
        assertKept(LongStream.range(from, from + 2 * WORLDS).boxed().toList());
    }

    private static void assertKept(List<Long> seeds) {
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(report, true, StandardCharsets.UTF_8);
        boolean kept = Expedition.over(seeds, Runtime.getRuntime().availableProcessors(), out);
        String text = report.toString(StandardCharsets.UTF_8);
        assertTrue(kept, text);
    }
}
