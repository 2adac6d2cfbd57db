package dev.vedette.sim.storm;

import dev.vedette.sim.check.Reached;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Many worlds, as many at a time as there are cores, and what they reached all together. */
final class Expedition {
    private static final int SHOWN = 5;
    private static final int PROGRESS_EVERY = 100;

    private final List<Swarm.Outcome> broken = new ArrayList<>();
    private final Reached reached = new Reached();
    private final PrintStream out;
    private final int size;
    private Duration simulated = Duration.ZERO;
    private Duration slowest = Duration.ZERO;
    private int played;

    private Expedition(int size, PrintStream out) {
        this.size = size;
        for (Fault fault : Fault.values()) {
            reached.expect(Nemesis.FAULT + fault.name().toLowerCase(Locale.ROOT));
        }
        this.out = out;
    }

    /** @return whether every promise was kept in every world */
    static boolean over(List<Long> seeds, int threads, PrintStream out) {
        Expedition expedition = new Expedition(seeds.size(), out);
        expedition.play(seeds, threads);
        expedition.report();
        return expedition.broken.isEmpty();
    }

    private void play(List<Long> seeds, int threads) {
        List<Callable<Void>> worlds = new ArrayList<>();
        for (long seed : seeds) {
            worlds.add(() -> {
                ended(Swarm.play(seed, null));
                return null;
            });
        }
        SideBySide.play(worlds, threads);
    }

    private synchronized void ended(Swarm.Outcome outcome) {
        played++;
        simulated = simulated.plus(outcome.simulated());
        reached.add(outcome.reached());
        outcome.recovery().filter(time -> time.compareTo(slowest) > 0).ifPresent(time -> slowest = time);
        if (outcome.breach().isPresent()) {
            broken.add(outcome);
            if (broken.size() <= SHOWN) {
                out.println(Report.of(outcome));
            } else {
                out.println("BROKEN  seed " + outcome.seed() + ": "
                        + outcome.breach().get().broken().get(0));
            }
        }
        if (played % PROGRESS_EVERY == 0 && played < size) {
            System.err.println("  " + played + " of " + size + " worlds, " + broken.size() + " broken");
        }
    }

    private void report() {
        out.println();
        out.print(reached.table());
        out.printf(
                Locale.ROOT,
                "%n%d worlds, %.0f s of their own time; slowest to be of one mind: %.1f s after the calm%n",
                played,
                Report.seconds(simulated),
                Report.seconds(slowest));
        out.println(broken.isEmpty() ? "every promise kept" : broken.size() + " worlds with a broken promise");
    }
}
