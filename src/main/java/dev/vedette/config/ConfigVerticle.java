package dev.vedette.config;

import dev.vedette.bus.Answer;
import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.ConfigAsk;
import dev.vedette.bus.ConfigFact;
import dev.vedette.bus.Level;
import dev.vedette.bus.NameFact;
import dev.vedette.bus.Note;
import dev.vedette.config.Loading.Loaded;
import dev.vedette.model.Limits;
import dev.vedette.model.SentinelState;
import dev.vedette.platform.Disk;
import dev.vedette.platform.Errno;
import dev.vedette.platform.LocalBus;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the durable state. Picture a clerk with one pen: whatever is brought to the desk while a page is being written
 * goes onto the next page, however much it is, and everybody who brought something is told when that page is dry.
 *
 * <p>So a storm of votes costs two writes and not one each, and nobody is told DONE before the words are on disk.
 * Writing each question by itself was rejected: one fsync costs milliseconds, and votes of many masters arrive
 * together.
 */
public final class ConfigVerticle extends VerticleBase {
    static final String NOT_SAVED = "WARNING: Sentinel was not able to save the new configuration on disk!!!: ";
    static final String SAVED = "Sentinel new configuration saved on disk";

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Disk disk;
    private final Keeper keeper;
    private List<Message<BusMessage>> waiting = new ArrayList<>();
    private boolean rewriteAnyway;
    private boolean writing;
    private boolean retrying;
    /** Why the last write failed; null when it did not. */
    private @Nullable String trouble;

    public ConfigVerticle(Disk disk, Loaded loaded) {
        this.disk = disk;
        this.keeper = new Keeper(loaded);
    }

    @Override
    public Future<?> start() {
        LocalBus.of(vertx).consume(Bus.FACT_NAMES, message -> {
            if (message.body() instanceof NameFact fact) {
                keeper.hear(fact);
            }
        });
        return LocalBus.of(vertx).consume(Bus.CONFIG, this::asked).completion();
    }

    private void asked(Message<BusMessage> question) {
        if (question.body() instanceof ConfigAsk.Save save) {
            save.slices().forEach(keeper::take);
        } else if (question.body() instanceof ConfigAsk.Flush) {
            rewriteAnyway = true;
        } else if (question.body() instanceof ConfigAsk.Change change) {
            keeper.change(change.change());
            LocalBus.of(vertx).publish(Bus.FACT_CONFIG, new ConfigFact.Changed(keeper.inForce()));
            if (!change.isSaved()) {
                LocalBus.reply(question, Answer.Outcome.DONE);
                return;
            }
            rewriteAnyway = true;
        } else {
            if (question.body() instanceof ConfigAsk.InForce) {
                LocalBus.reply(question, keeper.inForce());
            }
            return;
        }
        if (waiting.size() >= Limits.WAITERS_FOR_A_WRITE) {
            answer(List.of(question), Answer.Outcome.NOT_SAVED);
            return;
        }
        waiting.add(question);
        nextPage();
    }

    private void nextPage() {
        if (writing || waiting.isEmpty() && trouble == null) {
            return;
        }
        List<Message<BusMessage>> page = waiting;
        waiting = new ArrayList<>();
        SentinelState state = keeper.state();
        if (keeper.isOnDisk(state) && !rewriteAnyway) {
            trouble = null;
            answer(page, Answer.Outcome.DONE);
            return;
        }
        rewriteAnyway = false;
        writing = true;
        write(state).onComplete(written -> {
            keeper.onDisk(written.succeeded() ? state : null);
            note(written, !page.isEmpty());
            answer(page, written.succeeded() ? Answer.Outcome.DONE : Answer.Outcome.NOT_SAVED);
            writing = false;
            if (written.succeeded() || !waiting.isEmpty()) {
                nextPage();
            } else {
                tryAgainLater();
            }
        });
    }

    /** Not everybody who saves asks again when it fails; without that the next change could be a year away. */
    private void tryAgainLater() {
        if (!retrying) {
            retrying = true;
            vertx.setTimer(RETRY.toMillis(), id -> {
                retrying = false;
                nextPage();
            });
        }
    }

    private Future<Void> write(SentinelState state) {
        String path = keeper.store().path();
        return Future.succeededFuture()
                .compose(go -> keeper.store().inPlace() ? present(path) : Future.succeededFuture(""))
                .compose(old -> disk.replace(path, keeper.text(old, state)));
    }

    /** Somebody may have edited the file, or removed it. */
    private Future<String> present(String path) {
        return disk.read(path)
                .recover(failure -> failure instanceof NoSuchFileException
                        ? Future.succeededFuture("")
                        : Future.failedFuture(failure));
    }

    /** A second try of our own that fails as the first did is not worth a line. */
    private void note(AsyncResult<Void> written, boolean asked) {
        String before = trouble;
        trouble = written.succeeded() ? null : Errno.text(written.cause());
        if (trouble == null) {
            note(Level.NOTICE, SAVED);
        } else if (asked || !trouble.equals(before)) {
            note(Level.WARNING, NOT_SAVED + trouble);
        }
    }

    private void note(Level level, String text) {
        LocalBus.of(vertx).publish(Bus.NOTE, new Note(level, null, text));
    }

    private static void answer(List<Message<BusMessage>> questions, Answer.Outcome outcome) {
        questions.forEach(question -> LocalBus.reply(question, outcome));
    }
}
