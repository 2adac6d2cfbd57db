package dev.vedette.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.platform.Processes.End;
import dev.vedette.platform.Processes.Running;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** In another locale Java has no bytes for the rest. */
    private static final String TEXT = "UTF-8".equals(System.getProperty("native.encoding")) ? "m\u00e4\u4e2d" : "mae";

    @TempDir
    private Path folder;

    private Vertx vertx;
    private Processes processes;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        processes = new SystemProcesses(vertx, folder.toString());
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private Path script(String name, String text) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private End run(String... argv) {
        return get(processes.start(List.of(argv)).compose(Running::end));
    }

    @Test
    void anArgumentIsOneArgumentAndTheFolderIsTheConfiguredOne() throws Exception {
        script("tell", "#!/bin/sh\npwd >> out\necho \"$0\" >> out\nfor a in \"$@\"; do echo \"<$a>\" >> out; done\n");
        assertEquals(new End(0, 0), run("tell", "a b", "", "$HOME; `date`", TEXT));
        assertEquals(
                List.of(folder.toRealPath().toString(), "./tell", "<a b>", "<>", "<$HOME; `date`>", "<" + TEXT + ">"),
                Files.readAllLines(folder.resolve("out")));
    }

    @Test
    void saysHowItEnded() throws Exception {
        assertEquals(new End(1, 0), run(script("one", "#!/bin/sh\nexit 1\n").toString()));
        assertEquals(new End(7, 0), run(script("seven", "#!/bin/sh\nexit 7\n").toString()));
        assertEquals(
                new End(0, 15), run(script("term", "#!/bin/sh\nkill -TERM $$\n").toString()));
        assertEquals(
                new End(200, 0), run(script("high", "#!/bin/sh\nexit 200\n").toString()));
    }

    @Test
    void killsWhatDoesNotListen() throws Exception {
        Path hang = script("hang", "#!/bin/sh\ntrap '' TERM\necho >> here\nexec sleep 600\n");
        Running running = get(processes.start(List.of(hang.toString())));
        assertTrue(ProcessHandle.of(running.pid()).isPresent());
        assertFalse(running.end().isComplete());
        running.kill();
        assertEquals(new End(0, 9), get(running.end()));
    }

    @Test
    void whatCannotBeExecutedFailsAndIsNoLackOfRoom() throws Exception {
        Path broken = script("broken", "#!/nowhere/at/all\n");
        for (String path : List.of("missing", "/nowhere/x", broken.toString(), folder.toString(), "a\u0000b")) {
            CompletionException failure =
                    assertThrows(CompletionException.class, () -> get(processes.start(List.of(path))), path);
            assertFalse(failure.getCause() instanceof Processes.NoRoom, () -> path + ": " + failure);
        }
    }

    @Test
    void lackOfRoomIsToldApart() throws Exception {
        for (String words : List.of(
                "Cannot run program \"x\": error=11, Resource temporarily unavailable",
                "Cannot run program \"x\": Exec failed, error: 12 (Cannot allocate memory) ")) {
            assertTrue(SystemProcesses.isLackOfRoom(words), words);
        }
        assertFalse(SystemProcesses.isLackOfRoom("Cannot run program \"x\": error=2, No such file or directory"));
        assertFalse(SystemProcesses.isLackOfRoom("Cannot run program \"x\": error=13, Permission denied"));
        assertFalse(SystemProcesses.isLackOfRoom("invalid null character in command"));
    }

    @Test
    void knowsPrograms() throws Exception {
        script("yes", "#!/bin/sh\n");
        Files.writeString(folder.resolve("no"), "#!/bin/sh\n");
        assertTrue(get(processes.isExecutable("yes")));
        assertTrue(get(processes.isExecutable(folder.resolve("yes").toString())));
        for (String path : List.of("no", "missing", "", ".", "/", "a\u0000b")) {
            assertFalse(get(processes.isExecutable(path)), path);
        }
    }

    @Test
    void aProgramOutlivesUs() throws Exception {
        Path slow = script("slow", "#!/bin/sh\nwhile [ ! -e go ]; do sleep 0.05; done\necho > done\n");
        get(processes.start(List.of(slow.toString())));
        vertx.close().await();
        Files.createFile(folder.resolve("go"));
        Await.until(PATIENCE, "it goes on", () -> Files.exists(folder.resolve("done")));
        vertx = Vertx.vertx();
    }
}
