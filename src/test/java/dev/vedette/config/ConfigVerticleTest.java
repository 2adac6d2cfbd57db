package dev.vedette.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Bus;
import dev.vedette.bus.ConfigAsk;
import dev.vedette.bus.Level;
import dev.vedette.bus.Note;
import dev.vedette.bus.Slice;
import dev.vedette.config.Loading.Loaded;
import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import dev.vedette.platform.LocalBus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigVerticleTest {
    private static final String TEXT = "# mine\nport 26379\nsentinel monitor mm 10.0.0.1 6379 2\nsentinel myid "
            + Configs.ID + "\nsentinel current-epoch 5\n";
    private @TempDir Path folder;
    private final FakeDisk disk = new FakeDisk();
    private final List<Note> notes = Collections.synchronizedList(new ArrayList<>());
    private Vertx vertx;
    private String path;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        LocalBus.install(vertx);
        LocalBus.of(vertx).consume(Bus.NOTE, note -> notes.add((Note) note.body()));
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private void start(String text) {
        Loaded loaded = Configs.loaded(folder.resolve("s.conf"), text);
        path = loaded.store().path();
        disk.files.put(path, text);
        wait(vertx.deployVerticle(new ConfigVerticle(disk, loaded)));
    }

    private static <T> T wait(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private Future<Outcome> save(long epoch) {
        Slice slice = new Slice.Epochs(new Epoch(epoch), new TreeMap<>());
        return LocalBus.of(vertx).ask(Bus.CONFIG, new ConfigAsk.Save(List.of(slice)), Outcome.class);
    }

    private Future<Outcome> flush() {
        return LocalBus.of(vertx).ask(Bus.CONFIG, new ConfigAsk.Flush(), Outcome.class);
    }

    /** Everything that was sent before has been taken once a later message has come round. */
    private void settle() {
        for (int i = 0; i < 3; i++) {
            Promise<Void> round = Promise.promise();
            var consumer = LocalBus.of(vertx).consume("settle", message -> round.complete());
            wait(consumer.completion());
            LocalBus.of(vertx).send("settle", new ConfigAsk.Flush());
            wait(round.future());
            wait(consumer.unregister());
        }
    }

    private void until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.call()) {
            assertTrue(System.nanoTime() < deadline, "it never came true");
            settle();
        }
    }

    @Test
    void savesAndSaysSoAndKeepsTheOperatorsLines() {
        start(TEXT);
        assertEquals(Outcome.DONE, wait(save(6)));
        String text = disk.files.get(path);
        assertTrue(text.contains("# mine\n"), text);
        assertTrue(text.contains("sentinel current-epoch 6\n"), text);
        settle();
        assertEquals(List.of(new Note(Level.NOTICE, null, "Sentinel new configuration saved on disk")), notes);
    }

    @Test
    void whatChangesNothingIsDoneWithoutAWrite() {
        start(TEXT);
        assertEquals(Outcome.DONE, wait(save(5)));
        assertEquals(0, disk.writesDone);
        assertEquals(Outcome.DONE, wait(save(6)));
        assertEquals(Outcome.DONE, wait(save(6)));
        assertEquals(1, disk.writesDone);
        assertEquals(Outcome.DONE, wait(flush()));
        assertEquals(2, disk.writesDone);
    }

    @Test
    void aNewIdentityIsNotOnDiskYet() {
        start("sentinel monitor mm 10.0.0.1 6379 2\n");
        assertEquals(Outcome.DONE, wait(save(0)));
        assertEquals(1, disk.writesDone);
        assertTrue(disk.files.get(path).contains("\nsentinel myid "));
    }

    @Test
    void everythingThatArrivesDuringAWriteSharesTheNextOne() throws Exception {
        start(TEXT);
        disk.slow = true;
        Future<Outcome> first = save(6);
        until(() -> disk.begun.size() == 1);
        List<Future<Outcome>> rest = new ArrayList<>();
        for (int epoch = 7; epoch < 57; epoch++) {
            rest.add(save(epoch));
        }
        settle();
        assertFalse(first.isComplete(), "no answer before its write has ended");
        disk.end(disk.begun.get(0));
        until(() -> disk.begun.size() == 2);
        assertEquals(Outcome.DONE, wait(first));
        assertTrue(disk.begun.get(1).text().contains("sentinel current-epoch 56\n"));
        assertTrue(rest.stream().noneMatch(Future::isComplete), "no answer before its write has ended");
        disk.end(disk.begun.get(1));
        for (Future<Outcome> one : rest) {
            assertEquals(Outcome.DONE, wait(one));
        }
        assertEquals(2, disk.begun.size());
        assertEquals(1, disk.mostInFlight);
    }

    @Test
    void whatAWriteInFlightAlreadyHoldsWaitsForItsEnd() throws Exception {
        start(TEXT);
        disk.slow = true;
        Future<Outcome> first = save(6);
        until(() -> disk.begun.size() == 1);
        Future<Outcome> same = save(6);
        settle();
        assertFalse(same.isComplete());
        disk.end(disk.begun.get(0));
        assertEquals(Outcome.DONE, wait(first));
        assertEquals(Outcome.DONE, wait(same));
        assertEquals(1, disk.begun.size());
    }

    @Test
    void aFailureIsToldOnceToEverybodyAndTheNextSaveWritesAll() {
        start(TEXT);
        disk.failure = new FileSystemException(path, null, "No space left on device");
        assertEquals(Outcome.NOT_SAVED, wait(save(6)));
        assertEquals(TEXT, disk.files.get(path));
        settle();
        assertEquals(
                List.of(
                        new Note(
                                Level.WARNING,
                                null,
                                "WARNING: Sentinel was not able to save the new configuration on disk!!!: No space left on device")),
                notes);
        disk.failure = null;
        assertEquals(Outcome.DONE, wait(save(6)), "the same words, and still not on disk");
        assertTrue(disk.files.get(path).contains("sentinel current-epoch 6\n"));
    }

    /** Waits for one real retry, a second after the failure. */
    @Test
    void whatTheDiskRefusedIsSavedAgainThoughNobodyAsks() throws Exception {
        start(TEXT);
        disk.failure = new FileSystemException(path, null, "No space left on device");
        assertEquals(Outcome.NOT_SAVED, wait(save(6)));
        until(() -> disk.begun.size() == 2);
        disk.failure = null;
        until(() -> notes.size() > 1);
        assertTrue(disk.files.get(path).contains("sentinel current-epoch 6\n"));
        settle();
        assertEquals(
                List.of(Level.WARNING, Level.NOTICE),
                notes.stream().map(Note::level).toList(),
                "one line of trouble");
    }

    @Test
    void afterATornWriteEvenTheOldStateIsWrittenAgain() {
        start(TEXT);
        assertEquals(Outcome.DONE, wait(save(6)));
        disk.failure = new FileSystemException(path, null, "Input/output error");
        assertEquals(Outcome.NOT_SAVED, wait(flush()));
        disk.files.put(path, "sentinel mon");
        disk.failure = null;
        assertEquals(Outcome.DONE, wait(save(6)));
        assertTrue(disk.files.get(path).contains("sentinel monitor mm 10.0.0.1 6379 2\n"));
    }

    @Test
    void aFileThatWasRemovedComesBackAndOneThatCannotBeReadIsLeftAlone() {
        start(TEXT);
        disk.files.remove(path);
        assertEquals(Outcome.DONE, wait(flush()));
        assertTrue(disk.files.get(path).startsWith(Marks.BEGIN + "\n"));
        disk.readFailure = new MalformedInputException(1);
        String before = disk.files.get(path);
        assertEquals(Outcome.NOT_SAVED, wait(save(9)));
        assertEquals(before, disk.files.get(path));
    }

    @Test
    void aStateFileOfOurOwnIsNotReadAgain() {
        Loaded loaded = Configs.loaded(folder.resolve("s.json"), "{}");
        disk.readFailure = new AssertionError("nobody needs to read it");
        wait(vertx.deployVerticle(new ConfigVerticle(disk, loaded)));
        assertEquals(Outcome.DONE, wait(flush()));
        assertTrue(disk.files.get(loaded.store().path()).endsWith(Marks.END + "\n"));
    }

    @Test
    void aDiskThatHangsIsWaitedForByABoundedCrowd() throws Exception {
        start(TEXT);
        disk.slow = true;
        Future<Outcome> first = save(6);
        until(() -> disk.begun.size() == 1);
        List<Future<Outcome>> crowd = new ArrayList<>();
        for (int i = 0; i < Limits.WAITERS_FOR_A_WRITE; i++) {
            crowd.add(save(7));
        }
        assertEquals(Outcome.NOT_SAVED, wait(save(8)), "one too many is told at once");
        assertFalse(first.isComplete());
        assertTrue(crowd.stream().noneMatch(Future::isComplete));
        disk.slow = false;
        disk.end(disk.begun.get(0));
        assertEquals(Outcome.DONE, wait(crowd.get(crowd.size() - 1)));
        assertTrue(disk.files.get(path).contains("sentinel current-epoch 8\n"), "what it brought is kept all the same");
    }
}
