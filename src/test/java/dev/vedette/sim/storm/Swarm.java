package dev.vedette.sim.storm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Plays worlds by their seeds. */
public final class Swarm {
    private static final Duration TIME_TO_RECOVER = Duration.ofSeconds(90);

    private Swarm() {}

    /** What was broken in the world of this seed, or null. */
    public static @Nullable String breachOf(long seed) {
        boolean five = seed % 3 == 0;
        try (Ring ring = Ring.settled(seed, five ? 5 : 3, 2, five ? 3 : 2)) {
            Nemesis nemesis = new Nemesis(ring);
            nemesis.storm();
            nemesis.calm();
            ring.await(
                    "one mind",
                    () -> ring.agreed(
                            ring.sentinels,
                            named -> ring.servers.stream().map(Ring::address).anyMatch(named::equals)),
                    TIME_TO_RECOVER);
            return null;
        } catch (AssertionError broken) {
            return broken.getMessage();
        }
    }
}
