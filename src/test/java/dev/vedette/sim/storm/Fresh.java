package dev.vedette.sim.storm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Where the worlds of a build begin: each commit has its own, so that every change is tried in worlds that nobody has
 * seen, and a build that is repeated ends as it did. Without a repository, the day decides.
 *
 * @param from the first seed
 * @param origin what it was derived from, for people
 */
record Fresh(long from, String origin) {
    /** Enough of an id to tell commits apart, and few enough for a seed that people can type. */
    private static final int DIGITS = 9;

    private static final int HEX = 16;
    /** Beyond the seeds that people choose, and with room for a build's worlds before the next. */
    private static final long ROOM = 1_000;

    static Fresh ofThisBuild() {
        return commit().map(Fresh::of).orElseGet(() -> of(LocalDate.now(ZoneOffset.UTC)));
    }

    static Fresh of(String commit) {
        return new Fresh((Long.parseLong(commit.substring(0, DIGITS), HEX) + 1) * ROOM, "commit " + commit);
    }

    static Fresh of(LocalDate day) {
        return new Fresh((day.toEpochDay() + 1) * ROOM, day.toString());
    }

    private static Optional<String> commit() {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "HEAD")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return Optional.of(said).filter(id -> id.matches("[0-9a-f]{40,64}"));
        } catch (IOException noGit) {
            return Optional.empty();
        }
    }
}
