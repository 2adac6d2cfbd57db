package dev.vedette.config;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what somebody meant to write. */
final class Nearest {
    private static final int TYPOS = 3;
    /** Longer words are no typos, and comparing them would be dear. */
    private static final int LONGEST_WORD = 64;

    private Nearest() {}

    /** {@code did you mean …?} when something is near, else all there is. */
    static String hint(String word, Collection<String> known) {
        if (word.length() > LONGEST_WORD) {
            return "one of " + String.join(", ", known);
        }
        String best =
                known.stream().min(Comparator.comparing(k -> distance(word, k))).orElse("");
        int limit = Math.min(TYPOS, Math.max(1, word.length() / 2));
        return distance(word, best) <= limit ? "did you mean " + best + "?" : "one of " + String.join(", ", known);
    }

    /** How many characters must be put in, left out or replaced, or neighbours swapped; capitals do not count. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        boolean same = equal(a, i - 1, b, j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1 && j > 1 && equal(a, i - 1, b, j - 2) && equal(a, i - 2, b, j - 1)) {
            best = Math.min(best, cost[i - 2][j - 2] + 1);
        }
        return best;
    }

    private static boolean equal(String a, int i, String b, int j) {
        return Character.toLowerCase(a.charAt(i)) == Character.toLowerCase(b.charAt(j));
    }
}
