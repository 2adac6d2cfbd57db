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
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as its machine sees it: background, pid, log, supervisor, where its connections come from. */
class ServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private @TempDir Path folder;
    private final int port = Ports.free();
    private ProcessHandle sentinel;

    private Process launch(Map<String, String> environment, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-cp",
                Path.of("target/classes").toAbsolutePath() + ":"
                        + Files.readString(Path.of("target/runtime-classpath.txt"))
                                .trim(),
                "dev.vedette.Vedette"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        sentinel = process.toHandle();
        return process;
    }

    @AfterEach
    void stop() {
        if (sentinel != null && sentinel.isAlive()) {
            sentinel.destroyForcibly();
        }
    }

    private void write(String more) throws IOException {
        Files.writeString(folder.resolve("s.conf"), "port " + port + "\nbind 127.0.0.1\n" + more);
    }

    private String text(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            return "";
        }
    }

    private static int ended(Process process) throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        return process.exitValue();
    }

    @Test
    void theBackgroundHasItsPidItsLogAndAnEnd() throws Exception {
        write("daemonize yes\nlogfile s.log\npidfile s.pid\n");
        assertEquals(0, ended(launch(Map.of(), "s.conf")));
        assertEquals("PONG", Resp.ask(port, PATIENCE, "PING"), "whoever started it finds it ready");
        sentinel = ProcessHandle.of(Long.parseLong(text("s.pid").trim())).orElseThrow();
        Await.until(PATIENCE, "the log has begun", () -> text("s.log").contains("Sentinel ID is"));
        Files.move(folder.resolve("s.log"), folder.resolve("s.log.1"));
        Resp.ask(port, PATIENCE, "SENTINEL", "MONITOR", "x", "127.0.0.1", "1", "1");
        Await.until(PATIENCE, "the log is begun again", () -> text("s.log").contains("+monitor"), () -> text("s.log"));
        sentinel.destroy();
        sentinel.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertTrue(text("s.log").contains("Removing the pid file."), text("s.log"));
        assertFalse(Files.exists(folder.resolve("s.pid")));
        assertEquals("", text("out.txt"));
    }

    @Test
    void aStartInTheBackgroundThatFailsIsSeenToFail() throws Exception {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            Files.writeString(folder.resolve("s.pid"), "another's\n");
            write("daemonize yes\nlogfile s.log\npidfile s.pid\n");
            assertEquals(1, ended(launch(Map.of(), "s.conf")));
            assertTrue(text("s.log").contains("Failed listening on port " + taken.getLocalPort()), text("s.log"));
            assertEquals("another's\n", text("s.pid"));
        }
    }

    @Test
    void systemdIsToldAndKeepsItInTheForeground() throws Exception {
        Path tool = Files.createDirectory(folder.resolve("bin")).resolve("systemd-notify");
        Files.writeString(tool, "#!/bin/sh\necho \"$@\" >> told\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        write("daemonize yes\nsupervised auto\n");
        Process process = launch(
                Map.of("NOTIFY_SOCKET", "/none", "PATH", tool.getParent() + ":" + System.getenv("PATH")), "s.conf");
        Await.until(PATIENCE, "systemd is told", () -> text("told").contains("READY=1"), () -> text("out.txt"));
        assertTrue(text("told").startsWith("--pid=" + process.pid() + " READY=1"), text("told"));
        process.destroy();
        assertEquals(0, ended(process));
        assertTrue(text("told").contains("STOPPING=1"), text("told"));
    }

    @Test
    void connectionsComeFromTheSourceAddress() throws Exception {
        try (ServerSocket master = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            write("bind-source-addr 127.0.0.9\nsentinel monitor mm 127.0.0.1 " + master.getLocalPort() + " 1\n");
            launch(Map.of(), "s.conf");
            master.setSoTimeout((int) PATIENCE.toMillis());
            try (Socket link = master.accept()) {
                assertEquals("127.0.0.9", link.getInetAddress().getHostAddress());
            }
        }
    }

    @Test
    void withoutAPortItSaysSoAndLinesComeThroughAPipe() throws Exception {
        write("");
        assertEquals(1, ended(launch(Map.of(), "s.conf", "--port", "0")));
        assertTrue(text("out.txt").contains(" # Configured to not listen anywhere, exiting."), text("out.txt"));
        Process piped = launch(Map.of(), "s.conf", "-");
        try (var in = piped.getOutputStream()) {
            in.write("loglevel loud\n".getBytes());
        }
        assertEquals(1, ended(piped));
        assertTrue(
                text("out.txt").contains("\nReading the configuration file, at line 3\n>>> 'loglevel loud'\n"),
                text("out.txt"));
    }
}
