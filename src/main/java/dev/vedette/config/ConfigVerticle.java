package dev.vedette.config;

import dev.vedette.bus.Answer;
import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.ConfigAsk;
import dev.vedette.bus.Level;
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
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the durable state. Picture a clerk with one pen: whatever is brought to the desk while a page is being
 * written goes onto the next page, however much it is, and everybody who brought something is told when that page
 * is dry.
 *
 * <p>So a storm of votes costs two writes and not one each, and nobody is told DONE before the words are on disk.
 * Writing each question by itself was rejected: one fsync costs milliseconds, and votes of many masters arrive
 * together.
 */
public final class ConfigVerticle extends VerticleBase {
  static final String NOT_SAVED = "WARNING: Sentinel was not able to save the new configuration on disk!!!: ";
  static final String SAVED = "Sentinel new configuration saved on disk";

  private final Disk disk;
  private final Keeper keeper;
  private List<Message<BusMessage>> waiting = new ArrayList<>();
  private boolean rewriteAnyway;
  private boolean writing;

  public ConfigVerticle(Disk disk, Loaded loaded) {
    this.disk = disk;
    this.keeper = new Keeper(loaded);
  }

  @Override
  public Future<?> start() {
    return LocalBus.of(vertx).consume(Bus.CONFIG, this::asked).completion();
  }

  private void asked(Message<BusMessage> question) {
    if (question.body() instanceof ConfigAsk.Save save) {
      keeper.take(save.slice());
    } else if (question.body() instanceof ConfigAsk.Flush) {
      rewriteAnyway = true;
    } else {
      return;
    }
    if (waiting.size() >= Limits.WAITERS_FOR_A_WRITE) {
      answer(List.of(question), Answer.Outcome.NOT_SAVED);
      return;
    }
    waiting.add(question);
    if (!writing) {
      nextPage();
    }
  }

  private void nextPage() {
    if (waiting.isEmpty()) {
      return;
    }
    List<Message<BusMessage>> page = waiting;
    waiting = new ArrayList<>();
    SentinelState state = keeper.state();
    if (keeper.isOnDisk(state) && !rewriteAnyway) {
      answer(page, Answer.Outcome.DONE);
      return;
    }
    rewriteAnyway = false;
    writing = true;
    write(state).onComplete(written -> {
      keeper.onDisk(written.succeeded() ? state : null);
      note(written);
      answer(page, written.succeeded() ? Answer.Outcome.DONE : Answer.Outcome.NOT_SAVED);
      writing = false;
      nextPage();
    });
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

  private void note(AsyncResult<Void> written) {
    Note note = written.succeeded()
        ? new Note(Level.DEBUG, null, SAVED)
        : new Note(Level.WARNING, null, NOT_SAVED + Errno.text(written.cause()));
    LocalBus.of(vertx).publish(Bus.NOTE, note);
  }

  private static void answer(List<Message<BusMessage>> questions, Answer.Outcome outcome) {
    questions.forEach(question -> LocalBus.reply(question, outcome));
  }
}
