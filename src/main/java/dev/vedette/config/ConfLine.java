package dev.vedette.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One line of redis.conf syntax.
 *
 * @param source the file, or {@link #OPTIONS}
 * @param number from 1
 * @param text without surrounding blanks
 */
record ConfLine(String source, int number, String text) {
    /** The source of lines that were made from the command line. */
    static final String OPTIONS = "the command line";

    /** The source of lines that were read from the standard input. */
    static final String STDIN = "the standard input";

    private static final Pattern BLANKS = Pattern.compile("^[ \\t\\r\\n]+|[ \\t\\r\\n]+$");
    private static final Pattern SECRET = Pattern.compile(
            "^(sentinel\\s+\"?auth-pass\"?\\s+\\S+|sentinel\\s+\"?sentinel-pass\"?|requirepass|masterauth|tls-\\S*pass"
                    + "|user\\s+\\S+|feed-webhook\\s+\\S+|vedette-cluster-secret)\\s.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    static List<ConfLine> all(String source, String text) {
        return all(source, texts(text), 1);
    }

    /** The lines of a text; what follows its last line end is one only if it is not empty. */
    static List<String> texts(String text) {
        List<String> texts = new ArrayList<>(List.of(text.split("\n", -1)));
        if (texts.get(texts.size() - 1).isEmpty()) {
            texts.remove(texts.size() - 1);
        }
        return texts;
    }

    /** @param first the number of the first one: Redis counts on through whatever it reads behind a file */
    static List<ConfLine> all(String source, List<String> texts, int first) {
        List<ConfLine> lines = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            lines.add(new ConfLine(source, first + i, trimmed(texts.get(i))));
        }
        return lines;
    }

    static String trimmed(String text) {
        return BLANKS.matcher(text).replaceAll("");
    }

    boolean saysNothing() {
        return text.isEmpty() || text.charAt(0) == '#';
    }

    /** A NUL would end the line for Redis, and hide the rest of it. */
    List<String> words() throws Fault {
        return Words.split(text);
    }

    Problem problem(Fault fault) {
        String shown = SECRET.matcher(text).replaceFirst("$1 ******");
        return new Problem(source, number, "", shown, fault.reason(), fault.valid());
    }
}
