package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Blows drawn by seed, and then peace: the checkers hold all the time, and in the end all are of one mind. Some worlds
 * are the same in every build; most are those of its commit, which nobody has seen before.
 */
class StormTest {
    private static final int USUAL = 60;
    private static final int FRESH = 300;

    @Test
    void everyPromiseIsKeptInWorldsThatFailedOnce() {
        assertFalse(Kept.seeds().isEmpty());
        assertKept(Kept.seeds());
    }

    @Test
    void everyPromiseIsKeptInTheUsualWorlds() {
        assertKept(LongStream.range(1_000, 1_000 + USUAL).boxed().toList());
    }

    @Test
    void everyPromiseIsKeptInWorldsThatNobodyHasSeen() {
        Fresh fresh = Fresh.ofThisBuild();
        System.out.println(FRESH + " fresh worlds of " + fresh.origin() + ", from seed " + fresh.from() + " on");
        assertKept(LongStream.range(fresh.from(), fresh.from() + FRESH).boxed().toList());
    }

    private static void assertKept(List<Long> seeds) {
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(report, true, StandardCharsets.UTF_8);
        boolean kept = Expedition.over(seeds, Runtime.getRuntime().availableProcessors(), out);
        assertTrue(kept, () -> report.toString(StandardCharsets.UTF_8));
    }
}
