package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Worlds know nothing of each other, also where they run beside each other in one JVM. */
class ParallelWorldsTest {
    private static final int THREADS = 4;

    @Test
    void sameTracesAloneAndBesideEachOther() throws Exception {
        List<Long> seeds = LongStream.rangeClosed(2_001, 2_004).boxed().toList();
        List<String> alone =
                seeds.stream().map(ParallelWorldsTest::traceOfAStorm).toList();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<String>> running = seeds.stream()
                    .map(seed -> threads.submit(() -> traceOfAStorm(seed)))
                    .toList();
            for (int i = 0; i < alone.size(); i++) {
                assertEquals(alone.get(i), running.get(i).get(), "seed " + seeds.get(i));
            }
        } finally {
            threads.shutdown();
        }
        assertNotEquals(alone.get(0), alone.get(1));
    }

    private static String traceOfAStorm(long seed) {
        return Swarm.play(seed, null).trace().toString();
    }
}
