package dev.vedette.sim.story;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The well-known stories, told anew and compared word for word with what was reviewed.
 *
 * <p>Each {@code src/test/resources/stories/*.talk} says in prose what it shows, then what happens, then what the
 * sentinels said of it. After a change that is meant to be heard, {@code mvn test -Dtest=StoriesTest
 * -Dstories.write=true} writes the conversations anew ({@code -Dstories.only=split} those whose name contains it), and
 * the difference is what a review reads. What the script expects is never written anew.
 */
class StoriesTest {
    private static final Path FOLDER = Path.of("src/test/resources/stories");
    private static final boolean WRITE = Boolean.getBoolean("stories.write");
    private static final String ONLY = System.getProperty("stories.only", "");
    private static final int AT_LEAST = 10;

    static Stream<String> stories() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".talk") && name.contains(ONLY))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void isToldAsItWasReviewed(String name) {
        Talk reviewed = read(FOLDER.resolve(name));
        List<String> told = Performance.of(Script.parse(reviewed.script()));
        if (WRITE) {
            write(FOLDER.resolve(name), reviewed.saying(told));
        } else if (!told.equals(reviewed.conversation())) {
            fail(name + " is told differently (- as reviewed, + as told now):\n"
                    + LineDiff.between(reviewed.conversation(), told));
        }
    }

    /** An empty folder would be green. */
    @Test
    void thereAreStories() throws IOException {
        assertTrue(!ONLY.isEmpty() || stories().count() >= AT_LEAST);
    }

    private static Talk read(Path file) {
        try {
            return Talk.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, Talk talk) {
        try {
            Files.writeString(file, talk.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
