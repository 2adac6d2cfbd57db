package dev.vedette.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidyTest {
    @TempDir
    Path house;

    @BeforeEach
    void startFromATidyHouse() throws IOException {
        write("CHANGELOG.md", """
                ## Unreleased
                ### Safety
                - a
                ### Compatibility

                - b
                ### Operations
                - c
                ### Internals
                - d
                """);
        write("src/a/package-info.java", "@NullMarked\npackage a;\n");
        write("src/a/A.java", "package a;\n");
    }

    @Test
    void theProjectIsTidy() throws IOException {
        assertTidy(Path.of(""));
    }

    @Test
    void theHouseOfThisTestIsTidy() throws IOException {
        assertTidy(house);
    }

    @Test
    void findsLongFiles() throws IOException {
        write("src/a/A.java", "package a;\n" + "\n".repeat(400));
        assertFinds(
                "src/a/A.java:401: longer than 400 lines: find the second idea in it and give it a file of its own");
    }

    @Test
    void findsLongLines() throws IOException {
        write("src/a/A.java", "package a;\n//" + "x".repeat(119) + "\n//" + "x".repeat(118) + "\n");
        assertFinds("src/a/A.java:2: longer than 120 characters");
    }

    @Test
    void findsLongLinesOfScripts() throws IOException {
        write("scripts/go", "#" + "x".repeat(120) + "\n");
        assertFinds("scripts/go:1: longer than 120 characters");
    }

    @Test
    void findsWhatIsUnfinished() throws IOException {
        write("src/a/A.java", "package a;\n// TO" + "DO: think\n");
        assertFinds("src/a/A.java:2: unfinished: finish it, or write an issue");
    }

    @Test
    void findsPathsOfMachines() throws IOException {
        write("docs/a.md", "relative home/me is fine\nlook at /ho" + "me/me/vedette\n");
        assertFinds("docs/a.md:2: a path of somebody's machine: say it relative to the project");
    }

    @Test
    void findsDeadLinks() throws IOException {
        write("docs/a.md", "[log](../CHANGELOG.md#unreleased) [self](#here) [far](https://redis.io) [gone](b.md)\n");
        assertFinds("docs/a.md:1: dead link to b.md");
    }

    @Test
    void findsUnexplainedPackages() throws IOException {
        write("src/b/B.java", "package b;\n");
        assertFinds("src/b/B.java:1: package b has no package-info.java");
    }

    @Test
    void findsPackagesThatAllowNull() throws IOException {
        write("src/a/package-info.java", "package a;\n");
        assertFinds("src/a/package-info.java:1: not @NullMarked");
    }

    @Test
    void findsEmptySectionsOfTheChangelog() throws IOException {
        write("CHANGELOG.md", """
                ## Unreleased
                ### Safety
                ### Compatibility
                - b
                ### Operations
                - c
                ### Internals
                - d
                """);
        assertFinds("CHANGELOG.md:1: nothing under '### Safety'");
    }

    @Test
    void findsAChangelogWithoutNews() throws IOException {
        write("CHANGELOG.md", "## 1.0\n");
        assertFinds("CHANGELOG.md:1: no section '## Unreleased'");
    }

    @Test
    void leavesAloneWhatIsBuilt() throws IOException {
        write("target/a.md", "[gone](b.md)\n");
        assertTidy(house);
    }

    private void write(String name, String text) throws IOException {
        Path file = house.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void assertFinds(String problem) throws IOException {
        assertEquals(List.of(problem), Tidiness.problemsUnder(house));
    }

    private static void assertTidy(Path root) throws IOException {
        assertEquals("", String.join("\n", Tidiness.problemsUnder(root)));
    }
}
