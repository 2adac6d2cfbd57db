package dev.vedette.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.sim.check.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of what is covered says everything, and nothing that is not. */
class CoveragePageTest {
    private static final Path PAGE = Path.of("docs/compatibility/coverage.md");
    private static final Path TESTS = Path.of("src/test/java/dev/vedette");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static String page = "";

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(PAGE);
    }

    /** The cells of the table under a heading. */
    private static List<String[]> rows(String heading) {
        String section = page.split("\n## " + heading + "\n")[1].split("\n## ")[0];
        return section.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| --"))
                .skip(1)
                .map(line -> line.substring(2, line.length() - 2).split(" \\| "))
                .toList();
    }

    private static TreeSet<String> named(String heading) {
        TreeSet<String> names = new TreeSet<>();
        for (String[] row : rows(heading)) {
            Matcher code = CODE.matcher(row[0]);
            while (code.find()) {
                assertTrue(names.add(code.group(1)), () -> "twice: " + row[0]);
            }
        }
        return names;
    }

    @Test
    void everyCommandHasARow() {
        TreeSet<String> commands = new TreeSet<>();
        try (Server server = new Server();
                Client client = server.client()) {
            client.ask("COMMAND", "LIST")
                    .lines()
                    .filter(line -> !line.startsWith("*") && !line.startsWith("$"))
                    .map(name -> name.replace('|', ' ').toUpperCase(Locale.ROOT))
                    .forEach(commands::add);
        }
        assertEquals(commands, named("Commands"));
    }

    @Test
    void everyEventHasARow() {
        assertEquals(new TreeSet<>(Vocabulary.EVENTS), named("Events"));
    }

    @Test
    void everyDirectiveThatDoesSomethingOrIsRefusedHasARow() throws IOException {
        TreeSet<String> directives = Files.readString(Path.of("src/main/resources/dev/vedette/config/directives.txt"))
                .lines()
                .filter(line -> line.contains(" | used |") || line.contains(" | refused |"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> named = named("Directives");
        named.remove("sentinel …");
        assertEquals(directives, named);
    }

    @Test
    void noCellIsEmptyAndEveryTestThatIsNamedExists() throws IOException {
        for (String heading : List.of("Commands", "Events", "Directives", "Everything else")) {
            for (String[] row : rows(heading)) {
                assertEquals(3, row.length, () -> String.join(" | ", row));
                assertTrue(
                        row[1].startsWith("differs") == row[1].contains("](../compatibility.md#"),
                        () -> "what differs is explained: " + row[0]);
                Matcher code = CODE.matcher(row[2]);
                assertTrue(code.find(), () -> "no test: " + row[0]);
                do {
                    assertTrue(exists(code.group(1)), code.group(1) + " of " + row[0]);
                } while (code.find());
            }
        }
    }

    /** {@code Class}, {@code folder/Class} where there are two of a name, and {@code Class#method}. */
    private static boolean exists(String test) throws IOException {
        String[] parts = test.split("#");
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            files.filter(file -> file.endsWith(parts[0] + ".java")).forEach(found::add);
        }
        return found.size() == 1
                && (parts.length == 1 || Files.readString(found.get(0)).contains("void " + parts[1] + "("));
    }
}
