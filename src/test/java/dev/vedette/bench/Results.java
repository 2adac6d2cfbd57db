package dev.vedette.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

/**
 * What was measured: for each measure the values of each make, in the order in which they came. Compared by medians,
 * because a busy moment of the machine makes one value huge and says nothing.
 */
final class Results {
    static final String OURS = "vedette";
    static final String STOCK = "redis-sentinel";

    /** @param more whether more of it is better */
    record Measure(String name, String unit, boolean more) {}

    private final String title;
    private final String other;
    private final Map<Measure, Map<String, List<Double>>> values = new LinkedHashMap<>();

    /** @param title what was done, with everything that somebody needs to repeat it */
    Results(String title) {
        this(title, STOCK);
    }

    /** @param other what ours is compared with */
    Results(String title, String other) {
        this.title = title;
        this.other = other;
    }

    String other() {
        return other;
    }

    void add(Measure measure, String make, double value) {
        values.computeIfAbsent(measure, m -> new LinkedHashMap<>())
                .computeIfAbsent(make, m -> new ArrayList<>())
                .add(value);
    }

    String title() {
        return title;
    }

    Map<Measure, Map<String, List<Double>>> values() {
        return values;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    void print(PrintStream out) {
        out.println(title);
        out.printf("%-44s %14s %14s %8s   %s%n", "median", OURS, other, "ratio", "from - to");
        values.forEach((measure, makes) -> {
            List<Double> ours = makes.getOrDefault(OURS, List.of());
            List<Double> stock = makes.getOrDefault(other, List.of());
            out.printf(
                    Locale.ROOT,
                    "%-44s %14s %14s %8s   %s | %s%n",
                    measure.name() + ", " + measure.unit() + (measure.more() ? " (more is better)" : ""),
                    shown(ours),
                    shown(stock),
                    ours.isEmpty() || stock.isEmpty() || median(stock) == 0
                            ? "-"
                            : String.format(Locale.ROOT, "%.2f", median(ours) / median(stock)),
                    spread(ours),
                    spread(stock));
        });
    }

    private static String shown(List<Double> values) {
        return values.isEmpty() ? "-" : number(median(values));
    }

    private static String spread(List<Double> values) {
        return values.isEmpty()
                ? "-"
                : number(values.stream().min(Double::compare).orElseThrow()) + " - "
                        + number(values.stream().max(Double::compare).orElseThrow());
    }

    static String number(double value) {
        return value >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    /** Writes {@code name.json} and {@code name.svg} into the folder. */
    void write(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".json"), json());
        Files.writeString(folder.resolve(name + ".svg"), new Plot(this).svg());
    }

    private String json() {
        StringJoiner measures = new StringJoiner(",\n    ", "[\n    ", "\n  ]");
        values.forEach((measure, makes) -> makes.forEach((make, numbers) -> measures.add(String.format(
                Locale.ROOT,
                "{\"measure\": \"%s\", \"unit\": \"%s\", \"moreIsBetter\": %s, \"make\": \"%s\", \"median\": %s,"
                        + " \"values\": %s}",
                measure.name(),
                measure.unit(),
                measure.more(),
                make,
                median(numbers),
                numbers))));
        return "{\n  \"title\": \"" + Objects.requireNonNull(title).replace("\"", "\\\"") + "\",\n  \"measures\": "
                + measures + "\n}\n";
    }
}
