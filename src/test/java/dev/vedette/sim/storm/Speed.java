package dev.vedette.sim.storm;

import dev.vedette.platform.SeededChance;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.LongToDoubleFunction;

/**
 * How many seconds of its own time a world plays in one of ours, of three sentinels, a master and two replicas with
 * nothing broken, and of storms. One world is one thread; a machine plays as many as it has cores.
 */
final class Speed {
    private static final Duration PLAYED = Duration.ofMinutes(20);
    private static final int STORMS = 25;
    /** The code is compiled while it runs: the first rounds are for that. */
    private static final int ROUNDS = 8;

    private final PrintStream out;
    private final int threads;

    private Speed(PrintStream out, int threads) {
        this.out = out;
        this.threads = threads;
    }

    static void measure(PrintStream out, int threads) {
        Speed speed = new Speed(out, threads);
        out.println("seconds of its own time that a world plays in one second, in rounds; the last one counts");
        speed.row("peace, down-after 30 s (the default)", seed -> peace(seed, Duration.ofSeconds(30)));
        speed.row("peace, down-after 1 s (ten PINGs a second)", seed -> peace(seed, Ring.DOWN_AFTER));
        speed.row("storms", Speed::storms);
    }

    private static double peace(long seed, Duration downAfter) {
        try (Ring ring = Ring.settled(seed, downAfter)) {
            ring.world.run(PLAYED);
            return Report.seconds(ring.world.now());
        }
    }

    private static double storms(long seed) {
        double played = 0;
        SeededChance chance = new SeededChance(seed, "speed");
        for (int i = 0; i < STORMS; i++) {
            played += Report.seconds(
                    Swarm.play(chance.between(0, Integer.MAX_VALUE), null).simulated());
        }
        return played;
    }

    private void row(String what, LongToDoubleFunction world) {
        StringBuilder rates = new StringBuilder();
        for (int round = 1; round <= ROUNDS; round++) {
            rates.append(String.format(Locale.ROOT, "%8.0f", rate(world, round, 1)));
        }
        out.printf(
                Locale.ROOT,
                "%-45s%s   on %d threads together %.0f%n",
                what,
                rates,
                threads,
                rate(world, ROUNDS + 1, threads));
    }

    private static double rate(LongToDoubleFunction world, int round, int threads) {
        List<Callable<Double>> worlds = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            long seed = round * 100L + i;
            worlds.add(() -> world.applyAsDouble(seed));
        }
        long from = System.nanoTime();
        double played = SideBySide.play(worlds, threads).stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        return played / ((System.nanoTime() - from) / 1e9);
    }
}
