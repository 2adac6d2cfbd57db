package dev.vedette.sim.storm;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Locale;

/**
 * How fast worlds are, for whoever changes the machine: each figure taken twice, the first of them cold. Arguments: how
 * many virtual minutes of peace, how many storms, how many worlds that only settle and close.
 */
final class SpeedTrial {
    /** Of this thread alone: the machine has other work, and so has the JVM. */
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private SpeedTrial() {}

    public static void main(String[] args) {
        int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        int storms = args.length > 1 ? Integer.parseInt(args[1]) : 40;
        int worlds = args.length > 2 ? Integer.parseInt(args[2]) : 40;
        for (int round = 0; round < 2; round++) {
            peace(minutes);
            storms(storms);
            births(worlds);
        }
    }

    private static void peace(int minutes) {
        try (Ring ring = Ring.settled(1)) {
            Duration start = ring.world.now();
            long began = CPU.getCurrentThreadCpuTime();
            ring.world.run(Duration.ofMinutes(minutes));
            say("peace", ring.world.now().minus(start), began, 1);
        }
    }

    private static void storms(int storms) {
        Duration lived = Duration.ZERO;
        long began = CPU.getCurrentThreadCpuTime();
        for (int seed = 1_000; seed < 1_000 + storms; seed++) {
            lived = lived.plus(Swarm.play(seed, null).simulated());
        }
        say("storms", lived, began, storms);
    }

    private static void births(int worlds) {
        Duration lived = Duration.ZERO;
        long began = CPU.getCurrentThreadCpuTime();
        for (int seed = 1; seed <= worlds; seed++) {
            try (Ring ring = Ring.settled(seed)) {
                lived = lived.plus(ring.world.now());
            }
        }
        say("births", lived, began, worlds);
    }

    private static void say(String what, Duration lived, long began, int worlds) {
        double real = (CPU.getCurrentThreadCpuTime() - began) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%-7s %5d worlds, %7d virtual s in %6.2f s of one core: %6.0f per s, %7.2f ms a world%n",
                what,
                worlds,
                lived.toSeconds(),
                real,
                lived.toMillis() / 1e3 / real,
                real * 1e3 / worlds);
    }
}
