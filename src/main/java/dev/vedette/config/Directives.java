package dev.vedette.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The table of ordinary directives, {@code directives.txt}: every name that Redis 7.0 knows, and those that later ones
 * and Valkey added, each with what becomes of it and what its arguments look like. A name that is not in it is refused.
 */
final class Directives {
    private static final String TABLE = "directives.txt";
    /** Their names, and what else is said of them: at most a dozen is looked at in the life of a sentinel. */
    private static final SortedMap<String, String> LINES = read();

    enum Fate {
        /** Has a rule in {@link PlainDirectives}. */
        USED,
        /** Accepted and checked; says nothing to a sentinel. */
        IDLE,
        /** Would change who may connect, and is not built. */
        REFUSED
    }

    /** @param quiet the value that needs no remark although it has no effect */
    record Row(String name, Fate fate, Arguments arguments, String quiet) {}

    private Directives() {}

    /** @param name in lower case */
    static @Nullable Row row(String name) {
        String line = LINES.get(name);
        return line == null ? null : row(name, line);
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        LINES.forEach((name, line) -> rows.add(row(name, line)));
        return rows;
    }

    private static Row row(String name, String line) {
        String[] cells = line.split(" *\\| *", -1);
        return new Row(
                name,
                Fate.valueOf(cells[1].toUpperCase(Locale.ROOT)),
                Arguments.of(cells[2]),
                cells.length > 3 ? cells[3].trim() : "");
    }

    private static SortedMap<String, String> read() {
        SortedMap<String, String> lines = new TreeMap<>();
        for (String line : text().split("\n")) {
            if (!line.isEmpty() && line.charAt(0) != '#') {
                String name = line.substring(0, line.indexOf('|')).trim();
                if (lines.put(name, line) != null) {
                    throw new IllegalStateException("twice in " + TABLE + ": " + name);
                }
            }
        }
        return lines;
    }

    private static String text() {
        try (InputStream stream = Directives.class.getResourceAsStream(TABLE)) {
            if (stream == null) {
                throw new IllegalStateException("not in the jar: " + TABLE);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
