package dev.vedette.sim.storm;

import dev.vedette.sim.World;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plays worlds by their seeds: a storm, then calm, and all must be of one mind within a bound. */
public final class Swarm {
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(3);

    private Swarm() {}

    /**
     * How one world ended.
     *
     * @param breach what was broken; empty when nothing was
     * @param simulated how much time passed in it
     * @param recovery how long it took after the calm until all were of one mind
     */
    record Outcome(
            long seed,
            Storm storm,
            Optional<String> breach,
            Duration simulated,
            Duration recovery,
            Set<Fault> struck) {}

    /** What was broken in the world of this seed, or null. */
    public static @Nullable String breachOf(long seed) {
        return play(seed).breach().orElse(null);
    }

    static Outcome play(long seed) {
        Storm storm = Storm.of(seed);
        Set<Fault> struck = EnumSet.noneOf(Fault.class);
        World world = new World(seed);
        try (world) {
            Deployment all = Deployment.settled(world, storm);
            Nemesis nemesis = new Nemesis(all, struck);
            nemesis.storm();
            nemesis.calm();
            tend(all);
            Duration recovery =
                    all.await("one mind", all::discord, FailoverBound.of(storm).total());
            return new Outcome(seed, storm, Optional.empty(), world.now(), recovery, struck);
        } catch (AssertionError broken) {
            return new Outcome(seed, storm, Optional.of(broken.getMessage()), world.now(), Duration.ZERO, struck);
        }
    }

    /** The operator looks again and again whether everything that was configured still is. */
    private static void tend(Deployment all) {
        all.sentinels.forEach(all::restore);
        all.world.after(BETWEEN_ROUNDS, () -> tend(all));
    }
}
