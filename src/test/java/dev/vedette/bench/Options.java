package dev.vedette.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the user said behind the name of a benchmark, as {@code --name value}; asked for by name, wrong ones refused.
 */
final class Options {
    private final String usage;
    private final Map<String, String> said = new TreeMap<>();

    /** @param usage every option that there is; words of it that begin with dashes are their names */
    Options(String usage, List<String> words) {
        this.usage = usage;
        List<String> known = List.of(usage.split("[ \\[\\]]+"));
        for (int i = 0; i < words.size(); i += 2) {
            String name = words.get(i);
            if (!name.startsWith("--") || !known.contains(name) || i + 1 == words.size()) {
                throw wrong(name);
            }
            said.put(name, words.get(i + 1));
        }
    }

    private IllegalArgumentException wrong(String name) {
        return new IllegalArgumentException(name + ": options: " + usage);
    }

    /** A whole number from 1. */
    int number(String name, int otherwise) {
        String text = said.get(name);
        if (text != null && !text.matches("[1-9][0-9]{0,8}")) {
            throw wrong(name);
        }
        return text == null ? otherwise : Integer.parseInt(text);
    }

    /** Whole numbers from 1, with commas between them. */
    List<Integer> numbers(String name, int otherwise) {
        String text = said.get(name);
        if (text != null && !text.matches("[1-9][0-9]{0,8}(,[1-9][0-9]{0,8})*")) {
            throw wrong(name);
        }
        return text == null
                ? List.of(otherwise)
                : Stream.of(text.split(",")).map(Integer::valueOf).toList();
    }

    /** One of these words, the first when nothing was said. */
    String word(String name, String... valid) {
        String text = said.getOrDefault(name, valid[0]);
        if (!List.of(valid).contains(text)) {
            throw wrong(name);
        }
        return text;
    }

    /** Which makes are measured: see {@link Pair}. */
    String sentinels() {
        return word("--sentinels", "both", Results.OURS, "stock");
    }

    /** A benchmark that is ready to run. */
    interface Bench {
        void run() throws Exception;
    }

    /** Reads the options and makes the benchmark; what it throws about them is the user's to mend. */
    interface Maker {
        Bench make(List<String> words);
    }

    static void main(Maker maker, List<String> words) throws Exception {
        Bench bench;
        try {
            bench = maker.make(words);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        bench.run();
    }
}
