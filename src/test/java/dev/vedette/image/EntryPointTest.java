package dev.vedette.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The entry point of the image, run by bash with a Java that says how it was called, and with nothing but bash on the
 * PATH: base images differ in everything else.
 */
class EntryPointTest {
    private static final String BASH = "/bin/bash";

    @TempDir
    Path folder;

    private Path home;
    private Path data;

    private record Outcome(int status, String said) {}

    @BeforeEach
    void makeAnImageOfShams() throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(home.resolve("jre/bin"));
        Path java = home.resolve("jre/bin/java");
        Files.writeString(java, "#!" + BASH + "\nprintf '<%s>' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("java.options"), "-XX:+UseSerialGC\n-Xlog:all=error,cds=off:stderr\n");
        for (String name : List.of("redis-sentinel", "redis-server")) {
            Files.copy(script(), folder.resolve(name));
        }
    }

    private static Path script() {
        return Path.of("docker/bin/vedette").toAbsolutePath();
    }

    private Outcome run(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of("PATH", "/nowhere", "VEDETTE_HOME", home.toString(), "VEDETTE_DATA", data.toString()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Outcome(process.waitFor(), said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Outcome vedette(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(BASH, script().toString()));
        command.addAll(List.of(arguments));
        return run(environment, command.toArray(String[]::new));
    }

    private String declared() throws IOException {
        return Files.readString(data.resolve("environment.conf"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis-sentinel /c/s.conf --port 1",
                "vedette /c/s.conf --port 1",
                "/c/s.conf --port 1",
                "redis-server /c/s.conf --port 1 --sentinel"
            })
    void takesWhatTheOfficialImageTakes(String arguments) throws IOException {
        Outcome outcome = vedette(Map.of(), arguments.split(" "));
        assertEquals(0, outcome.status(), outcome.said());
        String expected = "<dev.vedette.Vedette></c/s.conf><--port><1>";
        assertTrue(outcome.said().contains(expected), outcome.said());
        assertFalse(Files.exists(data.resolve("environment.conf")));
    }

    @Test
    void isAlsoTheProgramsWhoseNamesItBears() throws IOException {
        String sentinel = folder.resolve("redis-sentinel").toString();
        assertTrue(run(Map.of(), BASH, sentinel, "/c/s.conf").said().endsWith("<dev.vedette.Vedette></c/s.conf>"));
        String server = folder.resolve("redis-server").toString();
        assertEquals(1, run(Map.of(), BASH, server, "/c/s.conf").status());
        assertEquals(0, run(Map.of(), BASH, server, "/c/s.conf", "--sentinel").status());
    }

    @Test
    void doesNotPretendToBeADataNode() throws IOException {
        Outcome outcome = vedette(Map.of(), "redis-server");
        assertEquals(
                new Outcome(
                        1,
                        "vedette: this image holds a sentinel and no data node: use redis-sentinel FILE, or redis-server"
                                + " FILE --sentinel.\n"),
                outcome);
    }

    @Test
    void runsOtherProgramsAsTheyAre() throws IOException {
        assertEquals(new Outcome(3, ""), vedette(Map.of(), BASH, "-c", "exit 3"));
    }

    @Test
    void theShortestEnvironment() throws IOException {
        Outcome outcome = vedette(Map.of("VEDETTE_MASTER_HOST", "10.0.0.1"), "--port", "26400");
        assertTrue(
                outcome.said().endsWith("<dev.vedette.Vedette><" + data + "/environment.conf><--port><26400>"),
                outcome.said());
        assertEquals("""
                # Made from the environment at each start: changes here are lost.
                sentinel resolve-hostnames no
                sentinel monitor mymaster 10.0.0.1 6379 2
                sentinel state-config-file %s/sentinel.state.conf
                """.formatted(data), declared());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("environment.conf"))));
    }

    @Test
    void secretsComeFromFiles() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "a \"b\" \\c\r\n");
        Outcome outcome = vedette(Map.of(
                "VEDETTE_MASTER_HOST",
                "redis1",
                "VEDETTE_MASTER_NAME",
                "shop",
                "VEDETTE_MASTER_PASSWORD_FILE",
                secret.toString(),
                "VEDETTE_FEED_PORT",
                "8379"));
        assertEquals(0, outcome.status(), outcome.said());
        assertFalse(outcome.said().contains("\\c"), "a password on the command line is seen by everybody");
        assertEquals("""
                # Made from the environment at each start: changes here are lost.
                sentinel resolve-hostnames yes
                feed-port "8379"
                feed-bind *
                sentinel monitor shop redis1 6379 2
                sentinel auth-pass shop "a \\"b\\" \\\\c"
                sentinel state-config-file %s/sentinel.state.conf
                """.formatted(data), declared());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VEDETTE_PORT | 1 | nothing to watch: name a configuration file (redis-sentinel FILE),",
                "VEDETTE_MASTER_NAME | a b | VEDETTE_MASTER_NAME: 'a b': letters, digits",
                "VEDETTE_PASSWORD_FILE | /nowhere/x | VEDETTE_PASSWORD_FILE: cannot read /nowhere/x.",
                "VEDETTE_PASSWORD | 'two\nlines' | VEDETTE_PASSWORD: has a line end",
                "VEDETTE_DATA | /nowhere | cannot write /nowhere/environment.conf: /nowhere must be a volume",
            })
    void saysWhatIsWrongAndStartsNothing(String name, String value, String expected) throws IOException {
        Map<String, String> environment = name.equals("VEDETTE_PORT")
                ? Map.of(name, value)
                : Map.of("VEDETTE_MASTER_HOST", "10.0.0.1", name, value);
        Outcome outcome = vedette(environment);
        assertEquals(1, outcome.status());
        assertTrue(outcome.said().contains("vedette: " + expected), outcome.said());
        assertFalse(outcome.said().contains("dev.vedette.Vedette"), outcome.said());
    }

    @Test
    void aSettingHasOneSource() throws IOException {
        Outcome outcome = vedette(Map.of(
                "VEDETTE_MASTER_HOST", "10.0.0.1", "VEDETTE_PASSWORD", "a", "VEDETTE_PASSWORD_FILE", "/dev/null"));
        assertEquals(
                new Outcome(1, "vedette: VEDETTE_PASSWORD and VEDETTE_PASSWORD_FILE are both set: set one of them.\n"),
                outcome);
    }

    @Test
    void whatIsMadeIsAConfiguration() throws IOException {
        vedette(Map.ofEntries(
                Map.entry("VEDETTE_MASTER_HOST", "10.0.0.1"),
                Map.entry("VEDETTE_PORT", "26400"),
                Map.entry("VEDETTE_PASSWORD", "one"),
                Map.entry("VEDETTE_ANNOUNCE_HOSTNAMES", "no"),
                Map.entry("VEDETTE_ANNOUNCE_IP", "10.0.0.9"),
                Map.entry("VEDETTE_ANNOUNCE_PORT", "1"),
                Map.entry("VEDETTE_PEER_USER", "peer"),
                Map.entry("VEDETTE_PEER_PASSWORD", "two"),
                Map.entry("VEDETTE_LOGLEVEL", "verbose"),
                Map.entry("VEDETTE_FEED_PORT", "8379"),
                Map.entry("VEDETTE_DOWN_AFTER", "5000"),
                Map.entry("VEDETTE_FAILOVER_TIMEOUT", "60000"),
                Map.entry("VEDETTE_PARALLEL_SYNCS", "2"),
                Map.entry("VEDETTE_MASTER_USER", "watcher"),
                Map.entry("VEDETTE_MASTER_PASSWORD", "three four"),
                Map.entry("VEDETTE_CRASH_DETECTION", "yes")));
        assertEquals("", Loads.problems(data.resolve("environment.conf")), declared());
    }
}
