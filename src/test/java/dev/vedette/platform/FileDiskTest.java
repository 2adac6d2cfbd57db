package dev.vedette.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiskTest {
    private @TempDir Path folder;
    private Vertx vertx;
    private Disk disk;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        disk = new FileDisk(vertx);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private static <T> T wait(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void replacesAsAWholeAndLeavesNothingBeside() throws IOException {
        Path file = folder.resolve("s.conf");
        wait(disk.replace(file.toString(), "one\n"));
        wait(disk.replace(file.toString(), "zwei ü\n"));
        assertEquals("zwei ü\n", Files.readString(file));
        assertEquals("zwei ü\n", wait(disk.read(file.toString())));
        assertEquals(List.of("s.conf"), names());
    }

    @Test
    void readingWhatIsNotThereSaysSo() {
        var failure = assertThrows(
                IllegalStateException.class,
                () -> wait(disk.read(folder.resolve("none").toString())));
        assertInstanceOf(NoSuchFileException.class, failure.getCause());
        assertEquals("No such file or directory", Errno.text(failure.getCause()));
    }

    @Test
    void refusesToReadWhatItCouldNotWriteBack() throws IOException {
        Path file = folder.resolve("latin.conf");
        Files.write(file, new byte[] {'#', (byte) 0xfc, '\n'});
        var failure = assertThrows(IllegalStateException.class, () -> wait(disk.read(file.toString())));
        assertInstanceOf(CharacterCodingException.class, failure.getCause());
    }

    @Test
    void aFailureRemovesTheTemporaryFileAndKeepsWhatWasThere() throws IOException {
        Path inTheWay = Files.createDirectory(folder.resolve("s.conf"));
        Files.createFile(inTheWay.resolve("kept"));
        var failure = assertThrows(IllegalStateException.class, () -> wait(disk.replace(inTheWay.toString(), "text")));
        assertFalse(Errno.text(failure.getCause()).contains("/"), Errno.text(failure.getCause()));
        assertEquals(List.of("s.conf"), names());
        assertTrue(Files.exists(inTheWay.resolve("kept")));
    }

    @Test
    void aNewFileIsReadableAsTheUmaskAllowsAndAClosedOneStaysClosed() throws IOException {
        Path file = folder.resolve("s.conf");
        wait(disk.replace(file.toString(), "a"));
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        assertTrue(mode.matches("rw-[r-]--[r-]--"), mode);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        wait(disk.replace(file.toString(), "b"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
        wait(disk.replace(file.toString(), "c"));
        assertEquals(mode, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), "never wider");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        wait(disk.replace(link.toString(), "new"));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(real));
    }

    @Test
    void callsForOnePathKeepTheirOrderAcrossContexts() throws IOException {
        Path file = folder.resolve("s.conf");
        List<Future<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            writes.add(disk.replace(file.toString(), "text " + i));
        }
        wait(Future.all(writes));
        assertEquals("text 39", Files.readString(file));
    }

    @Test
    void answersOnTheContextOfTheCaller() {
        // The second call waits in the queue of the first, which belongs to another context.
        List<Future<?>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Promise<Boolean> same = Promise.promise();
            answers.add(same.future());
            vertx.deployVerticle(new VerticleBase() {
                @Override
                public Future<?> start() {
                    disk.replace(folder.resolve("x").toString(), "x")
                            .onComplete(done ->
                                    same.complete(Vertx.currentContext() == context && Context.isOnEventLoopThread()));
                    return Future.succeededFuture();
                }
            });
        }
        wait(Future.all(answers));
        assertTrue(answers.stream().allMatch(answer -> Boolean.TRUE.equals(answer.result())), answers.toString());
    }

    @Test
    void aPathThatHangsStopsNoOther() throws Exception {
        Path pipe = folder.resolve("pipe");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertEquals(0, mkfifo.waitFor());
        // Opening a pipe for reading blocks until somebody writes: a disk that hangs.
        Future<String> hanging = disk.read(pipe.toString());
        wait(disk.replace(folder.resolve("other").toString(), "fine"));
        assertFalse(hanging.isComplete());
        Files.writeString(pipe, "at last");
        assertEquals("at last", wait(hanging));
    }
}
