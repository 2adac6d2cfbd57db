package dev.vedette.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.config.Loading.Loaded;
import dev.vedette.model.MasterState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludesTest {
    private @TempDir Path folder;

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    private Loading load(String text) {
        return Configs.load(folder.resolve("main.conf"), "dir " + folder + "\n" + text);
    }

    @Test
    void filesAreReadInOrderAndWherePathsStart() throws IOException {
        write("one.conf", "port 1\ninclude sub/t*.conf\n");
        write("sub/two.conf", "port 2\n");
        write("sub/three.conf", "port 3\nmaxclients 5\n");
        write("sub/.thidden.conf", "port 4\n");
        Loaded loaded = Configs.good(load("include one.conf\n"));
        assertEquals(2, loaded.settings().port(), "sorted by name, the last one counts");
        assertEquals(5, loaded.settings().maxClients());
        assertEquals(
                7, Configs.good(load("include one.conf\nport 7\n")).settings().port());
    }

    @Test
    void aProblemIsShownWithTheLineOfItsOwnFile() throws IOException {
        write("one.conf", "#\n\nbad thing\n");
        List<Problem> problems = Configs.problems(load("include one.conf\nport x\n"));
        assertEquals(3, problems.get(0).line());
        assertEquals(folder.resolve("one.conf").toString(), problems.get(0).source());
        assertEquals(3, problems.get(1).line());
        assertEquals(folder.resolve("main.conf").toString(), problems.get(1).source());
    }

    @Test
    void whatIsNotThereIsRefusedUnlessThePatternIsWild() {
        Problem problem = Configs.problem(load("include nothere.conf\n"));
        assertEquals(
                "Fatal error, can't open config file 'nothere.conf': No such file or directory", problem.message());
        assertTrue(problem.logged(), "Redis says it in the log");
        assertEquals(1, Configs.good(load("include nothere*.conf\n")).remarks().size());
    }

    @Test
    void circlesAreRefused() throws IOException {
        write("one.conf", "include two.conf\n");
        write("two.conf", "include one.conf\n");
        assertTrue(Configs.problem(load("include one.conf\n")).message().startsWith("include goes in a circle"));
        assertTrue(Configs.problem(load("include main.conf\n")).message().startsWith("include goes in a circle"));
    }

    @Test
    void stateInTheMainFileCountsAndDoesNotCollide() throws IOException {
        String master = """
        sentinel monitor mm 10.0.0.1 6379 2
        sentinel down-after-milliseconds mm 5000
        sentinel rename-command mm CONFIG cfg
        sentinel known-replica mm 10.0.0.2 6379
        """;
        write("masters.conf", master);
        Path main = folder.resolve("main.conf");
        Loaded first = Configs.good(load("include masters.conf\nsentinel myid " + Configs.ID + "\n"));
        String text = ConfRewriter.rewrite(Files.readString(main), first.state(), first.inForce());
        Files.writeString(main, text);
        Loaded again = Configs.good(ConfigLoader.load(main, List.of(), Configs.chance()));
        assertEquals(first.state(), again.state());

        // A failover and SENTINEL SET happened, back to a default: all of it is remembered.
        String later =
                text.replace("monitor mm 10.0.0.1", "monitor mm 10.0.0.2").replace(" mm 5000", " mm 30000");
        Files.writeString(main, later);
        Loaded moved = Configs.good(ConfigLoader.load(main, List.of(), Configs.chance()));
        MasterState mm = moved.state().masters().get(Configs.name("mm"));
        assertEquals("10.0.0.2", mm.address().host());
        assertEquals(Duration.ofSeconds(30), mm.settings().downAfter());
        String kept = ConfRewriter.rewrite(later, moved.state(), moved.inForce());
        Files.writeString(main, kept);
        assertEquals(
                moved.state(),
                Configs.good(ConfigLoader.load(main, List.of(), Configs.chance()))
                        .state());
    }

    @Test
    void aMasterInTwoIncludedFilesIsAMistake() throws IOException {
        write("one.conf", "sentinel monitor mm 10.0.0.1 6379 2\n");
        write("two.conf", "sentinel monitor mm 10.0.0.1 6379 2\n");
        assertEquals(
                "Duplicate master name.",
                Configs.problem(load("include one.conf\ninclude two.conf\n")).message());
    }
}
