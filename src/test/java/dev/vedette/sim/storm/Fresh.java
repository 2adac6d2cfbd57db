package dev.vedette.sim.storm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Where the worlds of a build begin: each state of the sources has its own, so that every change is tried in worlds
 * that nobody has seen, and a build that is repeated ends as it did, also when the same sources were committed again by
 * another name. Without a repository, the day decides.
 *
 * @param from the first seed
 * @param origin what it was derived from, for people
 */
record Fresh(long from, String origin) {
    /** Enough of an id to tell trees apart, and few enough for a seed that people can type. */
    private static final int DIGITS = 9;

    private static final int HEX = 16;
    /** Beyond the seeds that people choose, and with room for a build's worlds before the next. */
    private static final long ROOM = 1_000;

    static Fresh ofThisBuild() {
        return tree().map(Fresh::of).orElseGet(() -> of(LocalDate.now(ZoneOffset.UTC)));
    }

    static Fresh of(String tree) {
        return new Fresh((Long.parseLong(tree.substring(0, DIGITS), HEX) + 1) * ROOM, "tree " + tree);
    }

    static Fresh of(LocalDate day) {
        return new Fresh((day.toEpochDay() + 1) * ROOM, day.toString());
    }

    private static Optional<String> tree() {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "HEAD^{tree}")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return Optional.of(said).filter(id -> id.matches("[0-9a-f]{40,64}"));
        } catch (IOException noGit) {
            return Optional.empty();
        }
    }
}
