package dev.vedette.sim.story;

import dev.vedette.bus.Level;
import dev.vedette.sim.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Plays a script and writes down what was said. Times count from the moment at which everybody knows everybody; ids and
 * addresses have become names, and log lines for programmers are left out.
 */
final class Performance implements AutoCloseable {
    private static final int LINE_LENGTH = 118;
    /** The first line of a start names versions, which are another story. */
    private static final String PROGRAM = "(Vedette ";

    private static final int LINES_SHOWN = 50;
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final Script script;
    private final Company company;
    private final Deeds deeds;
    private final Conditions conditions;
    private final long begin;
    private final Faces faces;

    private Performance(Script script) {
        this.script = script;
        this.company = new Company(script.cast);
        this.deeds = new Deeds(company);
        this.conditions = new Conditions(company);
        company.settle();
        this.begin = company.world.nanos();
        this.faces = new Faces(company, begin);
    }

    /** The conversation, line by line. */
    static List<String> of(Script script) {
        try (Performance performance = new Performance(script)) {
            performance.play();
            return performance.conversation();
        }
    }

    private void play() {
        script.deeds.forEach(at -> deeds.after(at.time(), deeds.of(at.deed())));
        script.reactions.forEach(this::react);
        for (Script.Expect expected : script.expectations) {
            meet(expected);
        }
        runTo(script.end);
        script.counts.forEach(this::count);
    }

    private void react(Script.On on) {
        company.world.trace.once(
                entry -> entry.is(on.event()) && (on.by() == null || entry.who().equals(on.by())), entry -> {
                    String deed = on.deed()
                            .replaceAll("\\bit\\b", entry.who())
                            .replaceAll(
                                    "\\bthe replica\\b",
                                    faces.of(entry.payload()).split(" ")[1]);
                    if (on.delay().isZero()) {
                        deeds.of(deed).run();
                    } else {
                        deeds.after(on.delay(), deeds.of(deed));
                    }
                });
    }

    private void meet(Script.Expect expected) {
        boolean met;
        if (expected.exactly()) {
            runTo(expected.time());
            met = conditions.of(expected.condition()).getAsBoolean();
        } else {
            met = company.world.until(conditions.of(expected.condition()), left(expected.time()));
        }
        if (!met) {
            throw new AssertionError((expected.exactly() ? "at " : "not by ")
                    + Trace.millis(expected.time().toNanos()) + " ms"
                    + (expected.exactly() ? " it does not hold: " : ": ") + expected.condition() + "\n" + lately());
        }
    }

    private void count(Script.Count count) {
        long times = company.world.trace.since(begin).stream()
                .filter(entry -> entry.is(count.event())
                        && (count.by() == null || entry.who().equals(count.by())))
                .count();
        if (times < count.atLeast() || times > count.atMost()) {
            throw new AssertionError(count.event() + (count.by() == null ? "" : " by " + count.by()) + " was said "
                    + times + " times and not " + count.atLeast() + "\n" + lately());
        }
    }

    private void runTo(Duration time) {
        company.world.run(left(time));
    }

    private Duration left(Duration time) {
        Duration left = time.minusNanos(company.world.nanos() - begin);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private String lately() {
        List<String> lines = conversation();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    private List<String> conversation() {
        List<String> lines = new ArrayList<>(List.of(Trace.HEADING));
        Predicate<Trace.Entry> shown = entry -> (entry.isDeed() || entry.level() != Level.DEBUG)
                && !entry.words().startsWith(PROGRAM)
                && script.hidden.stream().noneMatch(entry::is);
        long last = begin;
        for (Trace.Entry entry : company.world.trace.since(begin + script.shownFrom.toNanos())) {
            if (shown.test(entry)) {
                if (entry.nanos() - last > SILENCE.toNanos()) {
                    lines.add("");
                }
                last = entry.nanos();
                wrap(entry.line(Trace.millis(entry.nanos() - begin), faces.of(entry.words())), lines);
            }
        }
        return lines;
    }

    /** A long line goes on under its own words, if possible with the reason. */
    private static void wrap(String line, List<String> into) {
        String indent = " ".repeat(Trace.WORDS_AT + 2);
        String rest = line;
        while (rest.length() > LINE_LENGTH) {
            int bar = rest.indexOf(" | ", indent.length());
            int space = bar > 0 && bar <= LINE_LENGTH ? bar : rest.lastIndexOf(' ', LINE_LENGTH);
            int end = space > indent.length() ? space : LINE_LENGTH;
            into.add(rest.substring(0, end));
            rest = indent + rest.substring(end).strip();
        }
        into.add(rest);
    }

    @Override
    public void close() {
        company.close();
    }
}
