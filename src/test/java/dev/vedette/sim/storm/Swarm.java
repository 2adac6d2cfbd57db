package dev.vedette.sim.storm;

import dev.vedette.sim.Breach;
import dev.vedette.sim.Trace;
import dev.vedette.sim.World;
import dev.vedette.sim.WorldEnded;
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
     * @param recovery how long it took after the calm until all were of one mind; empty when it did not come to that
     * @param struck the faults that really met somebody
     */
    record Outcome(
            long seed,
            Storm storm,
            Optional<Breach> breach,
            Duration simulated,
            Optional<Duration> recovery,
            Set<Fault> struck,
            Trace trace) {}

    /** What was broken in the world of this seed, or null. */
    public static @Nullable String breachOf(long seed) {
        return play(seed, null).breach().map(Breach::getMessage).orElse(null);
    }

    /** @param until how far to play; null plays to the end */
    static Outcome play(long seed, @Nullable Duration until) {
        Storm storm = Storm.of(seed);
        Set<Fault> struck = EnumSet.noneOf(Fault.class);
        Optional<Breach> breach = Optional.empty();
        Optional<Duration> recovery = Optional.empty();
        World world = new World(seed);
        try (world) {
            if (until != null) {
                world.endAt(until);
            }
            Deployment all = Deployment.settled(world, storm);
            Nemesis nemesis = new Nemesis(all, struck);
            nemesis.storm();
            nemesis.calm();
            tend(all);
            recovery = Optional.of(
                    all.await("one mind", all::discord, FailoverBound.of(storm).total()));
        } catch (WorldEnded asked) {
            // It was to be seen up to here.
        } catch (Breach broken) {
            breach = Optional.of(broken);
        } catch (RuntimeException | AssertionError broken) {
            breach = Optional.of(world.endedBy(broken));
        }
        return new Outcome(seed, storm, breach, world.now(), recovery, struck, world.trace);
    }

    /** The operator looks again and again whether everything that was configured still is. */
    private static void tend(Deployment all) {
        all.sentinels.forEach(all::restore);
        all.restoreRoles();
        all.world.after(BETWEEN_ROUNDS, () -> tend(all));
    }
}
