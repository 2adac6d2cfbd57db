package dev.vedette.config;

import dev.vedette.model.Limits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads sentinel.conf. Ordinary directives first, then the sentinel ones in Redis's three groups (reference 10.1),
 * so that a line about a master may stand before the line that declares it.
 *
 * <p>Two differences to Redis are meant: numbers are taken strictly, and reading goes on after a problem, so that
 * one start shows all of them. What follows from a line that failed already (settings of a master whose {@code
 * monitor} was refused) is not reported again.
 */
final class SentinelConf {
  private final Draft draft;
  private final PlainDirectives plain;
  private final SentinelDirectives sentinel;
  private final Map<ConfLine, Problem> problems = new LinkedHashMap<>();

  private SentinelConf(Draft draft) {
    this.draft = draft;
    this.plain = new PlainDirectives(draft);
    this.sentinel = new SentinelDirectives(draft);
  }

  /** Applies {@code lines} to {@code draft}, problems included. */
  static void apply(Draft draft, List<ConfLine> lines) {
    new SentinelConf(draft).run(lines);
  }

  private void run(List<ConfLine> lines) {
    List<Statement> collected = new ArrayList<>();
    for (ConfLine line : lines) {
      if (!line.saysNothing()) {
        read(line, collected);
      }
    }
    for (int group = 1; group <= SentinelDirectives.GROUPS; group++) {
      for (Statement statement : collected) {
        if (sentinel.groupOf(statement) == group) {
          attempt(statement.line(), () -> sentinel.apply(statement));
        }
      }
    }
    report(lines);
  }

  private void read(ConfLine line, List<Statement> collected) {
    attempt(line, () -> {
      List<String> words = line.words();
      String directive = words.get(0).toLowerCase(Locale.ROOT);
      List<String> arguments = words.subList(1, words.size());
      if (!directive.equals("sentinel")) {
        plain.apply(line, directive, arguments);
      } else if (!arguments.isEmpty()) {
        Statement statement = new Statement(
            line, arguments.get(0).toLowerCase(Locale.ROOT), arguments.subList(1, arguments.size()));
        sentinel.check(statement);
        collected.add(statement);
      }
    });
  }

  private void attempt(ConfLine line, Attempt attempt) {
    try {
      attempt.run();
    } catch (Fault fault) {
      problems.put(line, line.problem(fault));
    }
  }

  /** In the order of the lines, whatever group found them. */
  private void report(List<ConfLine> lines) {
    Map<ConfLine, Integer> order = new LinkedHashMap<>();
    lines.forEach(line -> order.put(line, order.size()));
    problems.entrySet().stream()
        .sorted(Comparator.comparing(entry -> order.getOrDefault(entry.getKey(), 0)))
        .forEach(entry -> draft.problems.add(entry.getValue()));
    if (draft.masters.size() > Limits.MASTERS) {
      draft.problems.add(Problem.ofFile(
          draft.masters.get(draft.masters.firstKey()).source,
          "Too many masters: " + draft.masters.size(),
          "at most " + Limits.MASTERS));
    }
  }

  /** One {@code sentinel} line. */
  record Statement(ConfLine line, String directive, List<String> arguments) {
    /** Options are given again at every start: what they repeat is no mistake. */
    boolean fromOptions() {
      return line.source().equals(ConfLine.OPTIONS);
    }
  }

  private interface Attempt {
    void run() throws Fault;
  }
}
