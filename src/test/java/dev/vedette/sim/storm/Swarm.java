package dev.vedette.sim.storm;

import dev.vedette.sim.Breach;
import dev.vedette.sim.Trace;
import dev.vedette.sim.World;
import dev.vedette.sim.WorldEnded;
import dev.vedette.sim.check.Reached;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plays worlds by their seeds: a storm, then calm, and all must be of one mind within a bound. */
public final class Swarm {
    private Swarm() {}

    /**
     * How one world ended.
     *
     * @param breach what was broken; empty when nothing was
     * @param simulated how much time passed in it
     * @param recovery how long it took after the calm until all were of one mind; empty when it did not come to that
     */
    record Outcome(
            long seed,
            Storm storm,
            Optional<Breach> breach,
            Duration simulated,
            Optional<Duration> recovery,
            Reached reached,
            Trace trace) {}

    /**
     * What was broken, or null, in the world of this seed if all its sentinels are Vedettes: see {@link Storm#like}.
     */
    public static @Nullable String breachOf(long seed, String wish) {
        return play(seed, Storm.ofVedettes(seed).like(wish), null)
                .breach()
                .map(Breach::getMessage)
                .orElse(null);
    }

    /** @param until how far to play; null plays to the end */
    static Outcome play(long seed, @Nullable Duration until) {
        return play(seed, Storm.of(seed), until);
    }

    private static Outcome play(long seed, Storm storm, @Nullable Duration until) {
        World world = new World(seed);
        Reached reached = Reached.watch(world);
        Optional<Breach> breach = Optional.empty();
        Optional<Duration> recovery = Optional.empty();
        try (world) {
            if (until != null) {
                world.endAt(until);
            }
            Deployment all = Deployment.settled(world, storm);
            Nemesis nemesis = new Nemesis(all, reached);
            nemesis.storm();
            nemesis.calm();
            recovery = Optional.of(new Aftermath(all, reached).outlive());
            all.checkers.excuses().forEach((why, times) -> reached.count("excused: " + why, times));
        } catch (WorldEnded asked) {
            // It was to be seen up to here.
        } catch (Breach broken) {
            breach = Optional.of(broken);
        } catch (RuntimeException | AssertionError broken) {
            breach = Optional.of(world.endedBy(broken));
        }
        return new Outcome(seed, storm, breach, world.now(), recovery, reached, world.trace);
    }
}
