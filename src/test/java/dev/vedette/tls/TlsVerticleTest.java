package dev.vedette.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vedette.bus.Bus;
import dev.vedette.bus.Note;
import dev.vedette.demo.Await;
import dev.vedette.model.TlsSettings;
import dev.vedette.model.TlsSettings.ClientAuth;
import dev.vedette.model.TlsSettings.KeyFiles;
import dev.vedette.platform.Disk;
import dev.vedette.platform.LocalBus;
import dev.vedette.platform.SystemClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Certificates are renewed by replacing files, and a replacement that is no use changes nothing. */
class TlsVerticleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Vertx vertx = Vertx.vertx();
    private final Authority authority = new Authority("ca");
    private final Map<String, String> files = new ConcurrentSkipListMap<>();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final TlsSettings settings = new TlsSettings(
            1,
            true,
            false,
            new KeyFiles("/own.crt", "/own.key", ""),
            KeyFiles.NONE,
            "/ca.crt",
            "/ca.d",
            ClientAuth.REQUIRED,
            TlsSettings.Offer.DEFAULT,
            TlsSettings.DEFAULT_CACHE_SIZE,
            TlsSettings.DEFAULT_TIMEOUT);
    private final Tls tls = new Tls(settings);

    private final Disk disk = new Disk() {
        @Override
        public Future<String> read(String path) {
            String text = files.get(path);
            return text == null ? Future.failedFuture(new NoSuchFileException(path)) : Future.succeededFuture(text);
        }

        @Override
        public Future<List<String>> list(String folder) {
            return Future.succeededFuture(files.keySet().stream()
                    .filter(path -> path.startsWith(folder + "/"))
                    .toList());
        }

        @Override
        public Future<Void> replace(String path, String text) {
            throw new UnsupportedOperationException();
        }
    };

    @BeforeEach
    void begin() {
        LocalBus.install(vertx);
        LocalBus.of(vertx).consume(Bus.NOTE, message -> notes.add(((Note) message.body()).text()));
        files.put("/ca.crt", authority.certificate());
        files.put("/ca.d/one.pem", authority.certificate());
        put(authority.issue("first"));
    }

    @AfterEach
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void put(Authority.Issued issued) {
        files.put("/own.crt", issued.certificate());
        files.put("/own.key", issued.key());
    }

    private void start() {
        vertx.deployVerticle(new TlsVerticle(settings, tls, disk, new SystemClock(), PAUSE))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void awaitNote(String part) {
        Await.until(PATIENCE, part, () -> notes.stream().anyMatch(note -> note.contains(part)), notes::toString);
    }

    @Test
    void newFilesAreTakenAndOldOnesAreNotReadAgain() {
        start();
        awaitNote("TLS: CN=first, ");
        put(authority.issue("second"));
        awaitNote("new connections use CN=second, ");
        files.put("/ca.d/two.pem", new Authority("another").certificate());
        Await.until(
                PATIENCE,
                "a change in the folder is a change",
                () -> notes.stream().filter(note -> note.contains("CN=second")).count() == 2,
                notes::toString);
        assertEquals(3, notes.size(), notes::toString);
    }

    @Test
    void whatCannotBeUsedIsToldOnceAndChangesNothing() {
        start();
        files.put("/own.key", authority.issue("somebody else").key());
        awaitNote("cannot be used, so the old ones stay in use: Failed to load private key: /own.key: it is not the");
        files.remove("/own.crt");
        awaitNote("the old ones stay in use: Failed to load certificate: /own.crt: No such file or directory");
        put(authority.issue("third"));
        awaitNote("new connections use CN=third, ");
        assertEquals(4, notes.size(), notes::toString);
    }

    @Test
    void nothingStartsOnFilesThatCannotBeUsed() {
        files.remove("/ca.crt");
        Throwable failure = assertThrows(CompletionException.class, this::start).getCause();
        assertEquals(
                "Failed to configure CA certificate(s) file/directory: /ca.crt: No such file or directory",
                failure.getMessage());
    }

    @Test
    void warnsBeforeTheCertificateExpires() {
        Instant soon = Instant.now().plus(Duration.ofDays(3));
        put(authority.issue("first", Authority.ec(), authority.yesterday(), soon));
        start();
        awaitNote("TLS: our certificate expires on ");
    }
}
