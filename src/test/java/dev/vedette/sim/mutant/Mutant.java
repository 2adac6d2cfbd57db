package dev.vedette.sim.mutant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The product with one rule taken away. A swarm that has never failed proves nothing: each mutant is a bug that
 * somebody could write, and names the invariant that must find it. One that survives is either a missing checker or a
 * rule that does not matter.
 *
 * <p>Production code carries no switches. A mutant is a small file that reads as a diff: what the rule is, who should
 * object, and in which lines the rule is. Those lines must be found exactly once, or the mutant is a lie and says so;
 * blanks at both ends of a line are not compared, so that a change of indentation is none.
 *
 * @param worlds of what kind the worlds are in which it can be seen, as {@code Storm.like} reads it; empty for any
 * @param rare why it needs too many worlds for the quick test; empty when it does not
 * @param missing what nobody does or looks at yet, so that it survives; empty when it is caught
 */
record Mutant(
        String name,
        String sentence,
        List<String> caughtBy,
        String worlds,
        String rare,
        String missing,
        List<Change> changes) {
    static final Path FOLDER = Path.of("src/test/mutants");
    static final Path SOURCES = Path.of("src/main/java/dev/vedette");
    static final String SUFFIX = ".mutant";
    private static final Set<String> HEADS = Set.of("caught by", "worlds", "rare", "missing");

    /** No mutant: the product as it is. */
    static final Mutant NONE = new Mutant("none", "Nothing is changed.", List.of("nobody"), "", "", "", List.of());

    /** Lines of one source, and those that stand in their place. */
    record Change(String source, List<String> original, List<String> replacement) {
        Change {
            if (original.isEmpty() || original.equals(replacement)) {
                throw new IllegalArgumentException("no lines of " + source + ", or no other ones in their place");
            }
            original = List.copyOf(original);
            replacement = List.copyOf(replacement);
        }

        private List<String> in(List<String> lines, String mutant) {
            List<Integer> found = new ArrayList<>();
            for (int at = 0; at + original.size() <= lines.size(); at++) {
                if (stripped(lines.subList(at, at + original.size())).equals(stripped(original))) {
                    found.add(at);
                }
            }
            if (found.size() != 1) {
                throw new IllegalStateException("the mutant " + mutant + " is out of date: its lines are found "
                        + found.size() + " times in " + source + " and not once:\n" + String.join("\n", original));
            }
            List<String> changed = new ArrayList<>(lines.subList(0, found.get(0)));
            changed.addAll(replacement);
            changed.addAll(lines.subList(found.get(0) + original.size(), lines.size()));
            return changed;
        }

        private static List<String> stripped(List<String> lines) {
            return lines.stream().map(String::strip).toList();
        }
    }

    Mutant {
        caughtBy = List.copyOf(caughtBy);
        changes = List.copyOf(changes);
    }

    /** All of them, by name. */
    static List<Mutant> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(Mutant::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mutant read(Path file) {
        try {
            return parse(file.getFileName().toString().replace(SUFFIX, ""), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Mutant parse(String name, String text) {
        Reader reader = new Reader(name);
        text.lines().forEach(reader::line);
        return reader.mutant();
    }

    /** The sources that it changes, as they are in the mutant. */
    SortedMap<String, String> apply() {
        SortedMap<String, List<String>> lines = new TreeMap<>();
        for (Change change : changes) {
            lines.put(change.source(), change.in(lines.computeIfAbsent(change.source(), Mutant::linesOf), name));
        }
        SortedMap<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, List<String>> entry : lines.entrySet()) {
            texts.put(entry.getKey(), String.join("\n", entry.getValue()) + "\n");
        }
        return texts;
    }

    private static List<String> linesOf(String source) {
        try {
            return Files.readAllLines(SOURCES.resolve(source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the file line by line. */
    private static final class Reader {
        private final String name;
        private final StringBuilder sentence = new StringBuilder();
        private final SortedMap<String, String> heads = new TreeMap<>();
        private final List<Change> changes = new ArrayList<>();
        private List<String> original = new ArrayList<>();
        private List<String> replacement = new ArrayList<>();
        private String source = "";

        private Reader(String name) {
            this.name = name;
        }

        private void line(String line) {
            int colon = line.indexOf(": ");
            String key = colon < 0 ? "" : line.substring(0, colon);
            if (key.equals("in")) {
                finishChange();
                source = line.substring(colon + 2).strip();
            } else if (!source.isEmpty()) {
                changed(line);
            } else if (HEADS.contains(key)) {
                heads.put(key, line.substring(colon + 2).strip());
            } else if (!line.isBlank()) {
                sentence.append(sentence.isEmpty() ? "" : " ").append(line.strip());
            }
        }

        private void changed(String line) {
            char mark = line.isEmpty() ? ' ' : line.charAt(0);
            String text = line.isEmpty() ? "" : line.substring(1);
            if (line.isBlank()) {
                return;
            }
            if (mark != ' ' && mark != '-' && mark != '+') {
                throw new IllegalArgumentException("the mutant " + name + ": neither ' ', '-' nor '+' before " + line);
            }
            if (mark != '+') {
                original.add(text);
            }
            if (mark != '-') {
                replacement.add(text);
            }
        }

        private void finishChange() {
            if (!source.isEmpty()) {
                changes.add(new Change(source, original, replacement));
                original = new ArrayList<>();
                replacement = new ArrayList<>();
            }
        }

        private Mutant mutant() {
            finishChange();
            if (sentence.isEmpty() || changes.isEmpty() || !heads.containsKey("caught by")) {
                throw new IllegalArgumentException(
                        "the mutant " + name + " lacks its sentence, 'caught by: ' or 'in: '");
            }
            return new Mutant(
                    name,
                    sentence.toString(),
                    List.of(heads.get("caught by").split(" \\| ")),
                    heads.getOrDefault("worlds", ""),
                    heads.getOrDefault("rare", ""),
                    heads.getOrDefault("missing", ""),
                    changes);
        }
    }
}
