package dev.vedette.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
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
    private static final SortedMap<String, Row> ROWS = read();

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
        return ROWS.get(name);
    }

    static Collection<Row> rows() {
        return ROWS.values();
    }

    private static SortedMap<String, Row> read() {
        SortedMap<String, Row> rows = new TreeMap<>();
        for (String line : text().split("\n")) {
            if (!line.isEmpty() && line.charAt(0) != '#') {
                List<String> cells = List.of(line.split(" *\\| *", -1));
                Row row = new Row(
                        cells.get(0),
                        Fate.valueOf(cells.get(1).toUpperCase(Locale.ROOT)),
                        Arguments.of(cells.get(2)),
                        cells.size() > 3 ? cells.get(3).trim() : "");
                if (rows.put(row.name(), row) != null) {
                    throw new IllegalStateException("twice in " + TABLE + ": " + row.name());
                }
            }
        }
        return Collections.unmodifiableSortedMap(rows);
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
