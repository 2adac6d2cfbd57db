package dev.vedette.platform;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A room's own file beside the state file, written some time after a change and never more than one write at a time, so
 * that it is not in the way of what must be on disk at once. A file that cannot be read is left alone, and nothing is
 * written over it.
 */
public final class Memory {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Inside inside;
    private final String path;
    private final Supplier<String> text;
    private final Consumer<String> log;
    private boolean known;
    private boolean changed;
    private boolean busy;

    public Memory(Vertx vertx, Inside inside, String path, Supplier<String> text, Consumer<String> log) {
        this.vertx = vertx;
        this.inside = inside;
        this.path = path;
        this.text = text;
        this.log = log;
    }

    /**
     * Done when that is known, also when there is none.
     *
     * @param take the text of last time; throws when it cannot be understood
     */
    public Future<Void> open(Consumer<String> take) {
        return inside.read(path).transform(read -> {
            if (read.succeeded()) {
                try {
                    take.accept(read.result());
                    known = true;
                } catch (RuntimeException e) {
                    log.accept(path + " cannot be read and is left alone, nothing new is kept: " + e.getMessage());
                }
            } else if (read.cause() instanceof NoSuchFileException) {
                known = true;
            } else {
                log.accept(path + " cannot be read, nothing new is kept: " + Errno.text(read.cause()));
            }
            begin();
            return Future.succeededFuture();
        });
    }

    public void changed() {
        changed = true;
        begin();
    }

    private void begin() {
        if (!known || !changed || busy) {
            return;
        }
        busy = true;
        vertx.setTimer(PAUSE.toMillis(), id -> {
            changed = false;
            inside.replace(path, text.get()).onComplete(written -> {
                busy = false;
                if (written.failed()) {
                    log.accept(path + " could not be written: " + Errno.text(written.cause()));
                }
                begin();
            });
        });
    }
}
