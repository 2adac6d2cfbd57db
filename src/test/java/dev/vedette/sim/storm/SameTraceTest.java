package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A seed is a world: the same everywhere, whoever plays it, and however often. */
class SameTraceTest {
    private static final long SEED = 1_009;

    @Test
    void playedTwice() {
        assertEquals(traceOf(SEED), traceOf(SEED));
        assertNotEquals(traceOf(SEED), traceOf(SEED + 1));
    }

    /** Sets and maps of the JDK iterate in an order that is salted at each start; objects hash by where they are. */
    @Test
    void playedInAnotherJvm() throws IOException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=2",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Simulate.class.getName(),
                        "--seed",
                        Long.toString(SEED),
                        "--trace")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String told;
        try (InputStream output = other.getInputStream()) {
            told = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            other.destroyForcibly();
        }
        String here = traceOf(SEED);
        assertTrue(here.length() > 10_000, here);
        assertEquals(here, told.substring(0, Math.min(here.length(), told.length())));
    }

    /** As many at a time as there are cores: worlds share nothing. */
    @Test
    void playedBesideOthers() throws InterruptedException, ExecutionException {
        List<Long> seeds = IntStream.range(0, 4).mapToObj(i -> SEED + i % 2).toList();
        ExecutorService pool = Executors.newFixedThreadPool(seeds.size());
        try {
            List<Future<String>> traces =
                    seeds.stream().map(seed -> pool.submit(() -> traceOf(seed))).toList();
            for (int i = 0; i < seeds.size(); i++) {
                assertEquals(traceOf(seeds.get(i)), traces.get(i).get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static String traceOf(long seed) {
        return Swarm.play(seed, null).trace().toString();
    }
}
