package dev.vedette.sim.storm;

import dev.vedette.sim.Breach;
import java.time.Duration;
import java.util.Locale;

/** What people read of one world. */
final class Report {
    private Report() {}

    /** The command that shows again what led to that moment. */
    static String replay(long seed, Duration at) {
        return "scripts/simulate --seed " + seed + " --until " + (at.toSeconds() + 1) + "s --trace";
    }

    static String of(Swarm.Outcome outcome) {
        return outcome.breach().map(breach -> broken(outcome, breach)).orElseGet(() -> kept(outcome));
    }

    private static String kept(Swarm.Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "seed %d: every promise kept in %.1f s%s; %s",
                outcome.seed(),
                seconds(outcome.simulated()),
                outcome.recovery()
                        .map(time -> String.format(Locale.ROOT, ", of one mind %.1f s after the calm", seconds(time)))
                        .orElse(""),
                outcome.storm().describe());
    }

    private static String broken(Swarm.Outcome outcome, Breach breach) {
        StringBuilder text = new StringBuilder();
        text.append(breach.before());
        text.append("BROKEN  seed ").append(outcome.seed());
        text.append(String.format(Locale.ROOT, " at %.3f s%n", seconds(breach.at())));
        breach.broken()
                .forEach(promise -> text.append("        ").append(promise).append('\n'));
        text.append("world   ").append(outcome.storm().describe()).append('\n');
        return text.append("again   ")
                .append(replay(outcome.seed(), breach.at()))
                .toString();
    }

    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
