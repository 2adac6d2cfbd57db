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
 * Blows drawn by seed, and then peace: the checkers hold all the time, and in the end all are of one mind. The worlds
 * are the same in every build; {@code scripts/simulate} plays those that nobody has seen.
 */
class StormTest {
    private static final int WORLDS = 300;
    private static final int MIXED_AMONG = 90;

    @Test
    void everyPromiseIsKeptInWorldsThatFailedOnce() {
        assertFalse(Kept.seeds().isEmpty());
        assertKept(Kept.seeds());
    }

    @Test
    void everyPromiseIsKeptInTheUsualWorlds() {
        assertKept(LongStream.range(1_000, 1_000 + WORLDS)
                .filter(seed -> Storm.of(seed).stock() == 0)
                .boxed()
                .toList());
    }

    @Test
    void everyPromiseIsKeptBesideStockSentinels() {
        List<Long> mixed = LongStream.rangeClosed(1, MIXED_AMONG)
                .filter(seed -> Storm.of(seed).stock() > 0)
                .boxed()
                .toList();
        assertFalse(mixed.isEmpty());
        assertKept(mixed);
    }

    private static void assertKept(List<Long> seeds) {
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(report, true, StandardCharsets.UTF_8);
        boolean kept = Expedition.over(seeds, Runtime.getRuntime().availableProcessors(), out);
        assertTrue(kept, () -> report.toString(StandardCharsets.UTF_8));
    }
}
