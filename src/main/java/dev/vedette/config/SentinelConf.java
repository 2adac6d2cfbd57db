package dev.vedette.config;

import dev.vedette.model.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads sentinel.conf. Ordinary directives first, then the sentinel ones in Redis's three groups (reference 10.1), so
 * that a line about a master may stand before the line that declares it.
 *
 * <p>Two differences to Redis are meant: numbers are taken strictly, and reading goes on after a problem, so that one
 * start shows all of them. What follows from a line that failed already (settings of a master whose {@code monitor} was
 * refused) is not reported again.
 */
final class SentinelConf {
    private final Draft draft;
    private final PlainDirectives plain;
    private final SentinelDirectives sentinel;
    private final Map<ConfLine, Problem> problems = new LinkedHashMap<>();
    private final Includes includes;
    /** The lines of included files among them, where they count. */
    private final List<ConfLine> read = new ArrayList<>();

    private SentinelConf(Draft draft, Includes includes) {
        this.draft = draft;
        this.includes = includes;
        this.plain = new PlainDirectives(draft);
        this.sentinel = new SentinelDirectives(draft, includes);
    }

    /** Applies {@code lines} to {@code draft}, problems included. */
    static void apply(Draft draft, Includes includes, List<ConfLine> lines) {
        new SentinelConf(draft, includes).run(lines);
    }

    private void run(List<ConfLine> lines) {
        List<Statement> collected = new ArrayList<>();
        read(lines, collected);
        // What we wrote into the main file is younger than what its includes declare: it is applied after them.
        collected.sort(Comparator.comparing(statement -> !includes.has(statement.line())));
        for (int group = 1; group <= SentinelDirectives.GROUPS; group++) {
            for (Statement statement : collected) {
                if (sentinel.groupOf(statement) == group) {
                    attempt(statement.line(), () -> sentinel.apply(statement));
                }
            }
        }
        report();
    }

    private void read(List<ConfLine> lines, List<Statement> collected) {
        for (ConfLine line : lines) {
            read.add(line);
            if (!line.saysNothing()) {
                read(line, collected);
            }
        }
    }

    private void read(ConfLine line, List<Statement> collected) {
        attempt(line, () -> {
            List<String> words = line.words();
            String directive = words.get(0).toLowerCase(Locale.ROOT);
            List<String> arguments = words.subList(1, words.size());
            if (directive.equals("include")) {
                Arguments.of("exactly 1").check(arguments);
                include(line, arguments.get(0), collected);
            } else if (!directive.equals("sentinel")) {
                plain.apply(line, directive, arguments);
            } else if (!arguments.isEmpty()) {
                Statement statement = new Statement(
                        line, arguments.get(0).toLowerCase(Locale.ROOT), arguments.subList(1, arguments.size()));
                sentinel.check(statement);
                collected.add(statement);
            }
        });
    }

    private void include(ConfLine line, String pattern, List<Statement> collected) throws Fault {
        List<Path> files = Includes.files(draft.folder(), pattern);
        if (files.isEmpty()) {
            draft.remarks.add(
                    "no file is there for '" + line.text() + "' (line " + line.number() + " of " + line.source() + ")");
        }
        for (Path file : files) {
            List<ConfLine> lines = includes.enter(file, Includes.isWild(pattern) ? file.toString() : pattern);
            read(lines, collected);
            includes.leave();
        }
    }

    private void attempt(ConfLine line, Attempt attempt) {
        try {
            attempt.run();
        } catch (Fault fault) {
            problems.put(line, line.problem(fault));
        }
    }

    /** In the order of the lines, whatever group found them. */
    private void report() {
        if (!problems.isEmpty()) {
            Map<ConfLine, Integer> order = new LinkedHashMap<>();
            read.forEach(line -> order.put(line, order.size()));
            problems.entrySet().stream()
                    .sorted(Comparator.comparing(entry -> order.getOrDefault(entry.getKey(), 0)))
                    .forEach(entry -> draft.problems.add(entry.getValue()));
        }
        if (draft.masters.size() > Limits.MASTERS) {
            draft.problems.add(Problem.ofWhole(
                    draft.masters.values().iterator().next().source,
                    "Too many masters: " + draft.masters.size(),
                    "at most " + Limits.MASTERS));
        }
    }

    /** One {@code sentinel} line. */
    record Statement(ConfLine line, String directive, List<String> arguments) {
        /** They are given again at every start: what they repeat is no mistake. */
        boolean fromOptions() {
            return line.source().equals(ConfLine.OPTIONS) || line.source().equals(ConfLine.STDIN);
        }
    }

    private interface Attempt {
        void run() throws Fault;
    }
}
