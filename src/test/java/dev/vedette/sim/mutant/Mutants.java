package dev.vedette.sim.mutant;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.vedette.sim.mutant.Trial.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Prints which mutant is caught by what, how many worlds that took, and which ones survive. */
public final class Mutants {
    private static final int LIMIT = 40;
    private static final String ROW = "%-28s  %-42s  %6s  %7s%n";
    private static final String USAGE = "usage: Mutants [--only NAME] [--limit WORLDS]";

    private Mutants() {}

    /** Exits with 1 when a mutant survives. */
    public static void main(String[] arguments) {
        String only = null;
        int limit = LIMIT;
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            if (arguments[i].equals("--only") && !value.isEmpty()) {
                only = value;
            } else if (arguments[i].equals("--limit") && value.matches("[1-9]\\d{0,6}")) {
                limit = Integer.parseInt(value);
            } else {
                System.err.println(USAGE);
                System.exit(2);
            }
        }
        System.exit(report(only, limit));
    }

    private static int report(@Nullable String only, int limit) {
        List<Mutant> chosen = Mutant.all().stream()
                .filter(mutant -> only == null || mutant.name().equals(only))
                .toList();
        if (chosen.isEmpty()) {
            System.err.println("there is no mutant " + only);
            return 2;
        }
        List<Verdict> verdicts = tryAll(chosen, limit, verdict -> System.err.println(line(verdict)));
        System.out.printf(Locale.ROOT, ROW, "mutant", "caught by", "worlds", "seconds");
        verdicts.forEach(verdict -> System.out.println(line(verdict)));
        if (only != null) {
            verdicts.stream().filter(Verdict::isCaught).forEach(verdict -> System.out.println("\n" + verdict.breach()));
        }
        List<Verdict> survivors =
                verdicts.stream().filter(verdict -> !verdict.isCaught()).toList();
        survivors.forEach(verdict -> System.out.println("\n" + verdict.mutant().name() + ": "
                + verdict.mutant().sentence() + "\n  " + verdict.mutant().missing()));
        System.out.printf(
                Locale.ROOT, "%n%d mutants, %d caught%n", verdicts.size(), verdicts.size() - survivors.size());
        return survivors.isEmpty() ? 0 : 1;
    }

    private static String line(Verdict verdict) {
        return String.format(
                        Locale.ROOT,
                        ROW,
                        verdict.mutant().name(),
                        verdict.caughtBy(),
                        verdict.worlds(),
                        String.format(Locale.ROOT, "%.1f", verdict.took().toMillis() / 1000.0))
                .stripTrailing();
    }

    /** Plays them on as many threads as there are processors; the verdicts come in the order of the mutants. */
    static List<Verdict> tryAll(List<Mutant> mutants, int limit, Consumer<Verdict> each) {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try (Silence silence = new Silence()) {
            List<Future<Verdict>> trials = new ArrayList<>();
            for (Mutant mutant : mutants) {
                trials.add(threads.submit(() -> {
                    Verdict verdict = Trial.of(mutant, limit);
                    each.accept(verdict);
                    return verdict;
                }));
            }
            List<Verdict> verdicts = new ArrayList<>();
            for (Future<Verdict> trial : trials) {
                verdicts.add(trial.get());
            }
            return verdicts;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The one log belongs to all worlds, and each of them opens it again when it closes. */
    private static final class Silence extends TurboFilter implements AutoCloseable {
        private final LoggerContext log = (LoggerContext) LoggerFactory.getILoggerFactory();

        private Silence() {
            start();
            log.addTurboFilter(this);
        }

        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                ch.qos.logback.classic.Logger logger,
                ch.qos.logback.classic.Level level,
                @Nullable String format,
                Object @Nullable [] arguments,
                @Nullable Throwable failure) {
            return FilterReply.DENY;
        }

        @Override
        public void close() {
            log.getTurboFilterList().remove(this);
        }
    }
}
