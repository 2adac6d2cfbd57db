package dev.vedette.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    private @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"none.conf", "none.json", "no-folder/none.conf"})
    void saysThatAFileIsMissing(String name) {
        Path file = folder.resolve(name);
        Loading loading = ConfigLoader.load(file, List.of(), Configs.chance());
        String message = "Fatal error, can't open config file '" + file + "': No such file or directory";
        assertEquals(message, Configs.problem(loading).message());
        assertEquals(message + "\n", ((Loading.Refused) loading).report("test"));
    }

    @Test
    void aFolderIsNoFile() {
        String message = Configs.problem(ConfigLoader.load(folder, List.of(), Configs.chance()))
                .message();
        assertEquals("Fatal error, can't open config file '" + folder + "': Is a directory", message);
    }

    @Test
    void aStateFileNeedsAFolder() {
        Loading loading = Configs.load(folder.resolve("s.json"), "{\"stateFile\": \"nowhere/state.conf\"}");
        assertEquals(
                "Sentinel config file " + folder.resolve("nowhere/state.conf")
                        + " is not writable: No such file or directory. Exiting...",
                Configs.problem(loading).message());
    }

    @Test
    void aFileThatMayNotBeWrittenIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("s.conf"), "port 1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assumeFalse(Files.isWritable(file), "root may write whatever the mode says");
        assertEquals(
                "Sentinel config file " + file + " is not writable: Permission denied. Exiting...",
                Configs.problem(ConfigLoader.load(file, List.of(), Configs.chance()))
                        .message());
    }

    @Test
    void bytesThatAreNoTextAreNamedByTheirLine() throws IOException {
        Path file = folder.resolve("s.conf");
        Files.write(file, new byte[] {'#', '\n', '#', (byte) 0xfc, '\n'});
        Problem problem = Configs.problem(ConfigLoader.load(file, List.of(), Configs.chance()));
        assertEquals(2, problem.line());
        assertEquals("Bytes that are not UTF-8 text.", problem.message());
    }

    @Test
    void writesNothingWhateverItReads() throws IOException {
        Configs.load(folder.resolve("good.conf"), "sentinel monitor mm 127.0.0.1 1 1\n");
        Configs.load(folder.resolve("bad.conf"), "sentinel monitor\n");
        Configs.load(folder.resolve("s.json"), "{}");
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of("bad.conf", "good.conf", "s.json"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals("sentinel monitor mm 127.0.0.1 1 1\n", Files.readString(folder.resolve("good.conf")));
    }

    @Test
    void relativePathsStartAtTheFolderOfTheFileOrAtDir() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Loading.Loaded loaded = Configs.loaded(
                folder.resolve("s.conf"), "dir \"" + other + "\"\nsentinel state-config-file state.conf\n");
        assertEquals(other.resolve("state.conf").toString(), loaded.store().path());
    }
}
