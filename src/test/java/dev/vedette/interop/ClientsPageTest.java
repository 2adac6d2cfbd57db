package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/clients.md shows the code and the rights that {@link ClientsFollowIT} runs with. */
class ClientsPageTest {
    private static final Path PAGE = Path.of("docs/clients.md");
    private static final Path SOURCES = Path.of("src/test/java/dev/vedette/interop");

    /** What is marked in the followers is on the page in the same order, and nothing else is. */
    @Test
    void theCodeOfThePageIsTheCodeOfTheTest() throws IOException {
        List<String> marked = new ArrayList<>();
        for (String make : List.of("Jedis", "Lettuce", "Redisson", "Vertx")) {
            List<String> lines = between(SOURCES.resolve(make + "Follower.java"), "// page", "// end");
            assertFalse(lines.isEmpty(), make);
            marked.addAll(lines);
        }
        assertEquals(text(marked), text(between(PAGE, "```java", "```")));
    }

    @ParameterizedTest
    @EnumSource(ClientsFollowIT.Make.class)
    void theRightsOfThePageAreThoseOfTheTest(ClientsFollowIT.Make make) throws IOException {
        String rights = "| `" + make.rights.replace("|", "\\|") + "` |";
        try (Stream<String> lines = Files.lines(PAGE)) {
            assertEquals(1, lines.filter(line -> line.endsWith(rights)).count(), rights);
        }
    }

    /** One statement a line; where the formatter breaks lines differs with their indentation. */
    private static String text(List<String> lines) {
        return String.join("", lines).replaceAll("\\s+", "").replace(";", ";\n");
    }

    private static List<String> between(Path file, String from, String to) throws IOException {
        List<String> found = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(file)) {
            String text = line.strip();
            if (inside && text.equals(to)) {
                inside = false;
            } else if (inside) {
                found.add(text);
            } else if (text.startsWith(from)) {
                inside = true;
            }
        }
        return found;
    }
}
