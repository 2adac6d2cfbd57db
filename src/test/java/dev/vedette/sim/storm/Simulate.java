package dev.vedette.sim.storm;

import dev.vedette.platform.SeededChance;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** The command line of the simulation: explores many worlds, or plays one of them before your eyes. */
public final class Simulate {
    private static final String USAGE = String.join(
            "\n",
            "usage: scripts/simulate [--seeds N] [--from S] [--threads N]",
            "           explores N worlds (300), from seed S on (drawn), and prints what they reached",
            "       scripts/simulate --seed S [--until T] [--trace]",
            "           plays one world, up to T seconds of its time, and prints its trace",
            "       scripts/simulate --kept",
            "           plays every seed that ever failed",
            "       scripts/simulate --speed",
            "           measures how much time of its own a world plays in a second",
            "       scripts/simulate --mutants [--only NAME] [--limit N]",
            "           breaks the product on purpose, and shows which promise notices",
            "exit status: 0 every promise kept, 1 one was broken, 2 bad usage");

    private static final int SEEDS = 300;
    private static final long DRAWN_SEEDS = 1_000_000_000L;

    /** A bad argument, in a sentence. */
    private static final class Misused extends RuntimeException {
        Misused(String why) {
            super(why);
        }
    }

    private int seeds = SEEDS;
    private long from = Math.floorMod(SeededChance.freshSeed(), DRAWN_SEEDS);
    private int threads = Runtime.getRuntime().availableProcessors();
    private Optional<Long> seed = Optional.empty();
    private Optional<Duration> until = Optional.empty();
    private boolean trace;
    private boolean kept;
    private boolean speed;

    private Simulate() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            Simulate simulate = new Simulate();
            simulate.read(new ArrayDeque<>(List.of(args)));
            System.exit(simulate.run(out) ? 0 : 1);
        } catch (Misused misused) {
            System.err.println("simulate: " + misused.getMessage());
            System.err.println(USAGE);
            System.exit(2);
        }
    }

    private void read(Deque<String> words) {
        while (!words.isEmpty()) {
            String option = words.poll();
            switch (option) {
                case "--seeds" -> seeds = (int) number(option, words, 1, 10_000_000);
                case "--from" -> from = number(option, words, Long.MIN_VALUE, Long.MAX_VALUE);
                case "--threads" -> threads = (int) number(option, words, 1, 256);
                case "--seed" -> seed = Optional.of(number(option, words, Long.MIN_VALUE, Long.MAX_VALUE));
                case "--until" -> until = Optional.of(moment(value(option, words)));
                case "--trace" -> trace = true;
                case "--kept" -> kept = true;
                case "--speed" -> speed = true;
                case "--help", "-h" -> {
                    System.out.println(USAGE);
                    System.exit(0);
                }
                default -> throw new Misused("there is no option '" + option + "'");
            }
        }
        if (seed.isEmpty() && (until.isPresent() || trace)) {
            throw new Misused("--until and --trace are about one world: name it with --seed");
        }
    }

    private static String value(String option, Deque<String> words) {
        String word = words.poll();
        if (word == null) {
            throw new Misused(option + " needs a value");
        }
        return word;
    }

    private static long number(String option, Deque<String> words, long least, long most) {
        String word = value(option, words);
        try {
            long number = Long.parseLong(word);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new Misused(option + " '" + word + "' is not a whole number");
        }
        throw new Misused(option + " " + word + ": from " + least + " to " + most + " is valid");
    }

    private static Duration moment(String word) {
        String digits = word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
        if (!digits.matches("[0-9]{1,9}(\\.[0-9]{1,6})?")) {
            throw new Misused("--until '" + word + "': seconds of the world's own time are valid, as in 61s or 61.5");
        }
        return Duration.ofNanos((long) (Double.parseDouble(digits) * 1e9));
    }

    private boolean run(PrintStream out) {
        if (seed.isPresent()) {
            Swarm.Outcome outcome = Swarm.play(seed.get(), until.orElse(null));
            if (trace) {
                out.print(outcome.trace());
            }
            out.println(Report.of(outcome));
            return outcome.breach().isEmpty();
        }
        if (speed) {
            Speed.measure(out, threads);
            return true;
        }
        List<Long> which = kept
                ? Kept.seeds()
                : LongStream.range(from, from + seeds).boxed().toList();
        return Expedition.over(which, threads, out);
    }
}
