package dev.vedette.sim.mutant;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Plays a mutant in one world after the other until an invariant breaks. A world that breaks without any mutant too
 * proves nothing and does not count; without that, one bug of the product would catch them all.
 */
final class Trial {
    /** What is broken without a mutant, by seed and kind of world. */
    private static final Map<String, Optional<String>> UNCHANGED = new ConcurrentHashMap<>();

    private static final String SWARM = "dev.vedette.sim.storm.Swarm";

    /**
     * @param breach what was broken, with the world's trace; null when the mutant got away with it
     * @param worlds how many were played
     * @param took in real time, because that is what a table of mutants costs
     */
    record Verdict(Mutant mutant, @Nullable String breach, int worlds, Duration took) {
        private static final int LONGEST = 60;

        boolean isCaught() {
            return breach != null;
        }

        /** Caught by an invariant that it names, and not by mere accident. */
        boolean isAsExpected() {
            return breach != null && mutant.caughtBy().stream().anyMatch(headline()::contains);
        }

        /** What was broken, without the world's story. */
        String headline() {
            return breach == null ? "" : breach.lines().findFirst().orElse("");
        }

        String caughtBy() {
            if (breach == null) {
                return "SURVIVED";
            }
            String said = headline().replaceFirst("^seed -?\\d+: ", "");
            String expected = mutant.caughtBy().stream()
                    .filter(said::contains)
                    .findFirst()
                    .orElse(null);
            return expected != null ? expected : "? " + said.substring(0, Math.min(LONGEST, said.length()));
        }
    }

    private Trial() {}

    /** Worlds 1 to {@code limit}, or fewer. */
    static Verdict of(Mutant mutant, int limit) {
        long start = System.nanoTime();
        Method breachOf = swarm(mutant);
        String breach = null;
        int worlds = 0;
        while (breach == null && worlds < limit) {
            long seed = ++worlds;
            breach = breachOf(breachOf, seed, mutant.worlds());
            if (breach != null && !mutant.equals(Mutant.NONE) && isBrokenUnchanged(seed, mutant.worlds())) {
                breach = null;
            }
        }
        return new Verdict(mutant, breach, worlds, Duration.ofNanos(System.nanoTime() - start));
    }

    private static boolean isBrokenUnchanged(long seed, String worlds) {
        return UNCHANGED
                .computeIfAbsent(
                        seed + " " + worlds, key -> Optional.ofNullable(breachOf(swarm(Mutant.NONE), seed, worlds)))
                .isPresent();
    }

    static Method swarm(Mutant mutant) {
        try {
            return Breeder.loaderOf(mutant).loadClass(SWARM).getMethod("breachOf", long.class, String.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("there is no " + SWARM + ".breachOf", e);
        }
    }

    static @Nullable String breachOf(Method breachOf, long seed, String worlds) {
        try {
            return (String) breachOf.invoke(null, seed, worlds);
        } catch (InvocationTargetException e) {
            // It broke something before a checker could look.
            return "seed " + seed + ": threw " + e.getCause();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
