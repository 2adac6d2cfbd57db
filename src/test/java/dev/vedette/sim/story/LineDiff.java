package dev.vedette.sim.story;

import java.util.ArrayList;
import java.util.List;

/** What must be taken away from one list of lines, and what added, to get another: as people read it in reviews. */
final class LineDiff {
    private static final int AROUND = 2;

    private LineDiff() {}

    static String between(List<String> before, List<String> after) {
        int[][] common = common(before, after);
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                lines.add("  " + before.get(i++));
                j++;
            } else if (j >= after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add("- " + before.get(i++));
            } else {
                lines.add("+ " + after.get(j++));
            }
        }
        return shortened(lines);
    }

    /** The length of the longest common part of what begins at each pair of lines. */
    private static int[][] common(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? 1 + common[i + 1][j + 1]
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static String shortened(List<String> lines) {
        StringBuilder text = new StringBuilder();
        boolean left = false;
        for (int i = 0; i < lines.size(); i++) {
            List<String> around = lines.subList(Math.max(0, i - AROUND), Math.min(lines.size(), i + AROUND + 1));
            boolean shown = around.stream().anyMatch(line -> !line.startsWith("  "));
            if (shown) {
                text.append(lines.get(i)).append('\n');
            } else if (!left) {
                text.append("  ...\n");
            }
            left = !shown;
        }
        return text.toString();
    }
}
