package dev.vedette.config;

import java.util.List;

/**
 * Tells a whole file from one that was cut. Replacing files atomically, we never leave half of one; a full disk, a
 * copy or a restore can. A line that is cut is seen as such, a cut between two lines is not: an epoch or a vote
 * would be gone silently. So what we write opens with a mark that promises a closing one.
 *
 * <p>Both are comments. Redis keeps them when it rewrites the file and puts its own lines behind them, so the
 * closing mark may stand anywhere. A file that only Redis wrote has no marks, and a cut between two of its lines
 * cannot be seen.
 */
final class Marks {
  static final String BEGIN = "# vedette: this file is whole only with its end mark";
  static final String END = "# vedette: end of state";

  private Marks() {}

  static boolean isMark(String line) {
    return line.equals(BEGIN) || line.equals(END);
  }

  /**
   * Adds what shows that {@code text} is not whole.
   *
   * @param stateOnly the file holds nothing but state, so that it must at least have an identity
   */
  static void check(Draft draft, String source, String text, boolean stateOnly) {
    List<String> lines = ConfLine.texts(text).stream().map(ConfLine::trimmed).toList();
    String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    boolean begins = lines.contains(BEGIN) || !text.isEmpty() && BEGIN.startsWith(text);
    boolean ends = lines.contains(END);
    if (begins && !ends) {
      refuse(
          draft, source, lines.size(), last, "The file ends before its end mark: it was cut.",
          "the whole file; or the file without its first line, if you know that nothing is missing");
    } else if (draft.myId != null && !text.endsWith("\n") && !last.equals(END)) {
      refuse(
          draft, source, lines.size(), last, "The file ends in the middle of a line: it may have been cut.",
          "the whole file; or a line end after this line, if you know that nothing is missing");
    }
    if (draft.myId != null || !draft.problems.isEmpty()) {
      return;
    }
    if (draft.remembersEpochs()) {
      refuse(
          draft, source, lines.size(), last, "The file has epochs, but no sentinel myid line: votes without a voter.",
          "the whole file; or, for a new sentinel, the file without its current-epoch, config-epoch and leader-epoch lines");
    } else if (stateOnly) {
      refuse(draft, source, lines.size(), last, "The state file has no sentinel myid line: it is not whole.",
          "the whole file, or none at all for a new sentinel");
    }
  }

  private static void refuse(Draft draft, String source, int line, String text, String message, String valid) {
    draft.problems.add(new ConfLine(source, Math.max(1, line), text).problem(new Fault(message, valid)));
  }
}
