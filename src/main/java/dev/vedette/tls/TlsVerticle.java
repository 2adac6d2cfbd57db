package dev.vedette.tls;

import dev.vedette.bus.Bus;
import dev.vedette.bus.Level;
import dev.vedette.bus.Note;
import dev.vedette.model.Limits;
import dev.vedette.model.TlsSettings;
import dev.vedette.model.TlsSettings.KeyFiles;
import dev.vedette.platform.Clock;
import dev.vedette.platform.Disk;
import dev.vedette.platform.LocalBus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the files again and again, and lets new connections have what is new in them. So certificates are renewed by
 * putting new files in the place of the old ones, and nothing has to be told or restarted.
 *
 * <p>Contents are compared and not times, which a copy may preserve. A certificate and its key are two files, and may
 * be looked at between the one and the other: what is wrong is told of when it is the same at the next look. Until the
 * files are right again, what was read before goes on.
 */
public final class TlsVerticle extends VerticleBase {
    private static final Duration WARNED_BEFORE = Duration.ofDays(14);

    private final TlsSettings settings;
    private final Tls tls;
    private final Disk disk;
    private final Clock clock;
    private final Duration pause;
    private Snapshot inUse = new Snapshot(new TreeMap<>(), new TreeMap<>());
    private @Nullable Snapshot refused;
    private boolean refusalTold;
    private boolean looking;
    private Instant expires = Instant.MAX;
    private boolean expiryTold;

    public TlsVerticle(TlsSettings settings, Tls tls, Disk disk, Clock clock) {
        this(settings, tls, disk, clock, Limits.CERTIFICATE_CHECK);
    }

    TlsVerticle(TlsSettings settings, Tls tls, Disk disk, Clock clock, Duration pause) {
        this.settings = settings;
        this.tls = tls;
        this.disk = disk;
        this.clock = clock;
        this.pause = pause;
    }

    /** Done when there is something to encrypt with. */
    @Override
    public Future<?> start() {
        return snapshot().compose(first -> {
            try {
                note(Level.NOTICE, "TLS: " + take(first));
            } catch (Unusable e) {
                return Future.failedFuture(
                        e.reasons().stream().map(Unusable.Reason::text).collect(Collectors.joining("; ")));
            } catch (GeneralSecurityException | IOException e) {
                return Future.failedFuture(e);
            }
            vertx.setPeriodic(pause.toMillis(), id -> look());
            return Future.succeededFuture();
        });
    }

    private void look() {
        warnOfExpiry();
        if (looking) {
            return;
        }
        looking = true;
        snapshot().onComplete(done -> {
            looking = false;
            if (done.succeeded()) {
                consider(done.result());
            }
        });
    }

    private void consider(Snapshot found) {
        if (found.equals(inUse)) {
            refused = null;
            return;
        }
        if (found.equals(refused) && refusalTold) {
            return;
        }
        try {
            String shown = take(found);
            note(Level.WARNING, "TLS: the files have changed; new connections use " + shown);
        } catch (Unusable e) {
            refuse(found, e.reasons().stream().map(Unusable.Reason::text).collect(Collectors.joining("; ")));
        } catch (GeneralSecurityException | IOException e) {
            refuse(found, String.valueOf(e.getMessage()));
        }
    }

    private void refuse(Snapshot found, String why) {
        refusalTold = found.equals(refused);
        refused = found;
        if (refusalTold) {
            note(Level.WARNING, "TLS: the files have changed and cannot be used, so the old ones stay in use: " + why);
        }
    }

    private String take(Snapshot found) throws Unusable, GeneralSecurityException, IOException {
        Material material = Material.of(settings, found, clock.wall());
        tls.use(material);
        inUse = found;
        refused = null;
        expires = material.expires();
        expiryTold = false;
        return material.shown();
    }

    private void warnOfExpiry() {
        if (!expiryTold && clock.wall().isAfter(expires.minus(WARNED_BEFORE))) {
            expiryTold = true;
            note(Level.WARNING, "TLS: our certificate expires on " + expires + ", and then nobody will accept it");
        }
    }

    private void note(Level level, String text) {
        LocalBus.of(vertx).publish(Bus.NOTE, new Note(level, null, text));
    }

    /** What all files hold at the moment; reading fails for each by itself. */
    private Future<Snapshot> snapshot() {
        Snapshot snapshot = new Snapshot(new TreeMap<>(), new TreeMap<>());
        SortedSet<String> paths = new TreeSet<>();
        for (KeyFiles files : List.of(settings.own(), settings.asClient())) {
            paths.add(files.certFile());
            paths.add(files.keyFile());
        }
        paths.add(settings.caFile());
        paths.remove("");
        String folder = settings.caFolder();
        Future<List<String>> listed = folder.isEmpty() ? Future.succeededFuture(List.of()) : disk.list(folder);
        return listed.transform(list -> {
                    if (list.failed()) {
                        snapshot.folders.put(folder, new Found<>(null, io(list.cause())));
                    } else if (!folder.isEmpty()) {
                        snapshot.folders.put(folder, new Found<>(list.result(), null));
                        list.result().stream().limit(Limits.CA_FILES).forEach(paths::add);
                    }
                    return read(paths, snapshot);
                })
                .map(snapshot);
    }

    private Future<?> read(SortedSet<String> paths, Snapshot into) {
        List<Future<?>> all = new ArrayList<>();
        for (String path : paths) {
            all.add(disk.read(path).transform(text -> {
                into.texts.put(
                        path,
                        text.succeeded() ? new Found<>(text.result(), null) : new Found<>(null, io(text.cause())));
                return Future.succeededFuture();
            }));
        }
        return Future.join(all);
    }

    private static IOException io(Throwable failure) {
        return failure instanceof IOException io ? io : new IOException(failure);
    }

    /** What was found in a place, or why not. */
    private record Found<T>(@Nullable T content, @Nullable IOException failure) {
        T get() throws IOException {
            if (content == null) {
                throw failure != null ? failure : new IOException("not read");
            }
            return content;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Found<?> found
                    && String.valueOf(content).equals(String.valueOf(found.content))
                    && String.valueOf(failure).equals(String.valueOf(found.failure));
        }

        @Override
        public int hashCode() {
            return String.valueOf(content).hashCode();
        }
    }

    private record Snapshot(SortedMap<String, Found<String>> texts, SortedMap<String, Found<List<String>>> folders)
            implements Texts {
        @Override
        public String read(String path) throws IOException {
            return found(texts, path).get();
        }

        @Override
        public List<String> list(String folder) throws IOException {
            return found(folders, folder).get();
        }

        private static <T> Found<T> found(Map<String, Found<T>> in, String path) {
            Found<T> found = in.get(path);
            return found != null ? found : new Found<>(null, new IOException("not read"));
        }
    }
}
