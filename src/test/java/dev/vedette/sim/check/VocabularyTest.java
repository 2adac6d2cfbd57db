package dev.vedette.sim.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of events is that of the program and that of the documentation. */
class VocabularyTest {
    private static final Pattern LITERAL = Pattern.compile("\"([+-][a-z][a-z-]+)\"");
    private static final Pattern QUOTED = Pattern.compile("`([+-][a-z][a-z-]+)`");
    /** These are lines for the log alone. */
    private static final Set<String> ONLY_LOGGED = new TreeSet<>(
            Set.of("-cmd-link-reconnection", "-pubsub-link-reconnection", "+script-child", "-script-child"));

    @Test
    void listIsWhatTheRoomsAnnounce() throws IOException {
        Set<String> announced = new TreeSet<>();
        for (String room : List.of("monitor", "gossip", "election", "failover", "script", "cluster")) {
            try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/vedette", room))) {
                files.map(VocabularyTest::text).forEach(text -> announced.addAll(found(LITERAL, text)));
            }
        }
        announced.removeAll(ONLY_LOGGED);
        assertEquals(announced, new TreeSet<>(Vocabulary.EVENTS));
        assertEquals(announced.size(), Vocabulary.EVENTS.size());
    }

    @Test
    void listIsWhatIsDocumented() {
        Set<String> documented = new TreeSet<>();
        for (String row : text(Path.of("docs/events.md")).lines().toList()) {
            if (row.startsWith("| `")) {
                List<String> words = found(QUOTED, row.substring(0, row.indexOf('|', 1)));
                words.removeAll(ONLY_LOGGED);
                words.forEach(word -> documented.add(whole(word, words.get(0))));
            }
        }
        assertTrue(documented.size() > 40, documented::toString);
        assertEquals(new TreeSet<>(Vocabulary.EVENTS), documented);
    }

    /** A row may say {@code +slave-reconf-sent}, {@code -inprog}, for short. */
    private static String whole(String word, String first) {
        String longer = first.substring(0, Math.max(1, first.lastIndexOf('-'))) + word;
        return Vocabulary.EVENTS.contains(word) ? word : longer;
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> words = new ArrayList<>();
        for (Matcher word = pattern.matcher(text); word.find(); ) {
            words.add(word.group(1));
        }
        return words;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
