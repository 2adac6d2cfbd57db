package dev.vedette.sim.storm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The seeds of worlds that once failed, each with its cause: they are played for ever. */
final class Kept {
    private static final String FILE = "/seeds.txt";

    private Kept() {}

    static List<Long> seeds() {
        try (InputStream file = Kept.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("there is no " + FILE + " among the test resources");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> Long.parseLong(line.trim().split("\\s+", 2)[0]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
