package dev.vedette.command.resp;

/**
 * Patterns as Redis matches them: {@code *}, {@code ?}, {@code [a-z^]}, {@code \x}. Only the last star is ever tried
 * again, so that no pattern takes longer than its length times that of the text; Redis's recursion can be made to take
 * for ever by whoever may subscribe.
 */
public final class Glob {
    private final String pattern;
    private final String text;

    private Glob(String pattern, String text) {
        this.pattern = pattern;
        this.text = text;
    }

    public static boolean matches(String pattern, String text) {
        return new Glob(pattern, text).matches();
    }

    private boolean matches() {
        int p = 0;
        int t = 0;
        int afterStar = -1;
        int starText = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                afterStar = ++p;
                starText = t;
                continue;
            }
            int next = p < pattern.length() ? step(p, text.charAt(t)) : -1;
            if (next >= 0) {
                p = next;
                t++;
            } else if (afterStar >= 0) {
                p = afterStar;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Where the pattern goes on after its part at {@code p} took {@code c}, or -1. */
    private int step(int p, char c) {
        return switch (pattern.charAt(p)) {
            case '?' -> p + 1;
            case '[' -> set(p + 1, c);
            case '\\' -> p + 1 < pattern.length() ? pattern.charAt(p + 1) == c ? p + 2 : -1 : c == '\\' ? p + 1 : -1;
            default -> pattern.charAt(p) == c ? p + 1 : -1;
        };
    }

    /** A set that is never closed ends with the pattern, as in Redis. */
    private int set(int from, char c) {
        int p = from;
        boolean negated = p < pattern.length() && pattern.charAt(p) == '^';
        if (negated) {
            p++;
        }
        boolean found = false;
        while (p < pattern.length() && pattern.charAt(p) != ']') {
            char low = pattern.charAt(p);
            if (low == '\\' && p + 1 < pattern.length()) {
                found |= pattern.charAt(p + 1) == c;
                p += 2;
            } else if (p + 2 < pattern.length() && pattern.charAt(p + 1) == '-') {
                char high = pattern.charAt(p + 2);
                found |= c >= Math.min(low, high) && c <= Math.max(low, high);
                p += 3;
            } else {
                found |= low == c;
                p++;
            }
        }
        return found == negated ? -1 : Math.min(p + 1, pattern.length());
    }
}
