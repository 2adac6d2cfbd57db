package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Ports;
import dev.vedette.demo.Resp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of the program as a process: how it starts, how it refuses to, how it ends. */
class CommandLineIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private record Ended(int status, String text) {}

    private Process launch(String main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-cp",
                Path.of("target/classes").toAbsolutePath() + ":"
                        + Files.readString(Path.of("target/runtime-classpath.txt"))
                                .trim(),
                main));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
    }

    private Ended end(Process process) throws Exception {
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, () -> "it still runs\n" + output());
        return new Ended(process.exitValue(), output());
    }

    private Ended run(String... args) throws Exception {
        return end(launch("dev.vedette.Vedette", args));
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("out.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void withoutAFileItSaysWhatItNeeds() throws Exception {
        Ended ended = run();
        assertEquals(1, ended.status());
        assertTrue(
                ended.text().contains(" # Sentinel needs config file on disk to save state. Exiting..."), ended.text());
        assertTrue(ended.text().contains("Usage: vedette FILE"), ended.text());
    }

    @Test
    void aBrokenFileIsRefusedWithEveryProblemAndLeftAlone() throws Exception {
        String text = "port abc\nsentinel monitor m 127.0.0.1 6379 0\nsentinel frobnicate m 3\n";
        Path file = write("sentinel.conf", text);
        Ended ended = run("sentinel.conf");
        assertEquals(1, ended.status());
        for (String expected : List.of("at line 1", "at line 2", "Quorum must be 1 or greater.", "at line 3")) {
            assertTrue(ended.text().contains(expected), ended.text());
        }
        assertEquals(text, Files.readString(file));
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            write("sentinel.conf", "bind 127.0.0.1\nport " + taken.getLocalPort() + "\n");
            Ended ended = run("sentinel.conf");
            assertEquals(1, ended.status());
            assertTrue(
                    ended.text().contains("Failed listening on port " + taken.getLocalPort() + " (TCP), aborting."),
                    ended.text());
        }
    }

    @Test
    void optionsCountAfterTheFileAndASignalEndsItOrderly() throws Exception {
        int port = Ports.free();
        write("sentinel.conf", "bind 127.0.0.1\nport 1\n");
        Process process = launch("dev.vedette.Vedette", "sentinel.conf", "--port", String.valueOf(port));
        awaitPong(process, port);
        process.destroy();
        Ended ended = end(process);
        assertEquals(0, ended.status(), ended.text());
        assertTrue(ended.text().contains("bye bye"), ended.text());
    }

    @Test
    void aSignalDuringTheStartEndsItOrderly() throws Exception {
        write("sentinel.conf", "bind 127.0.0.1\nport " + Ports.free() + "\n");
        Process process = launch("dev.vedette.Vedette", "sentinel.conf");
        Await.until(PATIENCE, "it has begun", () -> output().contains("Sentinel ID is"), this::output);
        process.destroy();
        Ended ended = end(process);
        assertEquals(0, ended.status(), ended.text());
        assertTrue(ended.text().contains("bye bye"), ended.text());
        assertFalse(ended.text().contains("xception"), ended.text());
    }

    @Test
    void vertxRunReadsTheJsonAndKeepsTheStateBesideIt() throws Exception {
        int port = Ports.free();
        String json = "{\"port\": " + port + ", \"bind\": [\"127.0.0.1\"], \"stateFile\": \"state.conf\"}";
        Path file = write("s.json", json);
        Process process =
                launch("dev.vedette.VedetteLauncher", "run", "dev.vedette.SentinelVerticle", "-conf", "s.json");
        awaitPong(process, port);
        String id = String.valueOf(Resp.ask(port, PATIENCE, "SENTINEL", "MYID"));
        process.destroy();
        end(process);
        assertTrue(Files.readString(folder.resolve("state.conf")).contains("sentinel myid " + id));
        assertEquals(json, Files.readString(file), "the JSON is only read");
    }

    @Test
    void vertxRunRefusesABrokenFile() throws Exception {
        write("s.json", "{\"prot\": 1}");
        Ended broken =
                end(launch("dev.vedette.VedetteLauncher", "run", "dev.vedette.SentinelVerticle", "-conf", "s.json"));
        assertEquals(1, broken.status());
        assertTrue(broken.text().contains("/prot") && broken.text().contains("did you mean port?"), broken.text());
        assertFalse(Files.exists(folder.resolve("s.state.conf")));
    }

    @Test
    void vertxRunMeetsOthersBesideTheSentinel() throws Exception {
        int port = Ports.free();
        int members = Ports.free();
        write("s.json", """
                {"port": %d, "bind": ["127.0.0.1"], "cluster": {"name": "it-%d", "port": %d}}
                """.formatted(port, members, members));
        Process process = launch(
                "dev.vedette.VedetteLauncher",
                "run",
                "dev.vedette.SentinelVerticle",
                "-conf",
                "s.json",
                "-cluster",
                "-cluster-port",
                String.valueOf(Ports.free()));
        awaitPong(process, port);
        Await.until(PATIENCE, "it joins", () -> output().contains("cluster: joined"), this::output);
        process.destroy();
        Ended ended = end(process);
        assertFalse(ended.text().contains("WARNING"), ended.text());
        assertFalse(ended.text().contains("hazelcast"), ended.text());
    }

    private void awaitPong(Process process, int port) {
        Await.until(
                PATIENCE,
                "it answers on port " + port,
                () -> process.isAlive() && "PONG".equals(Resp.ask(port, Duration.ofSeconds(1), "PING")),
                this::output);
    }
}
