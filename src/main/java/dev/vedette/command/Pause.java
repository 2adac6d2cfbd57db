package dev.vedette.command;

import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Limits;
import dev.vedette.model.Moment;
import dev.vedette.platform.Clock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * CLIENT PAUSE. What is held back is tried again from the start when the pause ends, so that what has changed
 * meanwhile, the rights of its user for example, counts. Each connection waits with one command at most, as its next
 * one is not read before this one is answered.
 *
 * <p>As in Redis the later end and the stricter scope of two pauses hold, and a pause of everything cannot be called
 * off by anybody: the command that would is held back, too.
 */
final class Pause {

    private record Held(Session session, Runnable again) {}

    enum Scope {
        NOTHING,
        /** What changes data on a data node; here only the hello of a peer. */
        WRITES,
        EVERYTHING
    }

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Clock clock;
    private final List<Held> held = new ArrayList<>();
    private volatile Scope scope = Scope.NOTHING;
    private Moment end = Moment.ofMillis(0);
    private long timer = NO_TIMER;

    Pause(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    void begin(Scope chosen, long millis) {
        Moment now = clock.now();
        Duration longest = Limits.SETTING_DURATION;
        Moment chosenEnd = now.plus(millis > longest.toMillis() ? longest : Duration.ofMillis(millis));
        if (scope == Scope.NOTHING || chosenEnd.isAfter(end)) {
            end = chosenEnd;
        }
        // Never a milder one: a pause of everything holds back the command that would begin it.
        scope = chosen;
        vertx.cancelTimer(timer);
        // Rounded up: what is promised to be held back for a time is.
        timer = vertx.setTimer(end.since(now).toMillis() + 1, id -> over());
    }

    /** What was held back runs now, in the order in which it came. */
    void over() {
        vertx.cancelTimer(timer);
        scope = Scope.NOTHING;
        List<Held> waiting = List.copyOf(held);
        held.clear();
        waiting.forEach(command -> command.session().heldBack(false));
        waiting.stream().filter(command -> !command.session().isDropped()).forEach(command -> command.again()
                .run());
    }

    /** On any thread. */
    boolean isOn() {
        return scope != Scope.NOTHING;
    }

    boolean holds(CommandSpec row) {
        return scope == Scope.EVERYTHING
                || (scope == Scope.WRITES && row.fullName().equals("publish"));
    }

    /** @param again what to do when the pause has ended; never, when the connection is gone before */
    Future<RespValue> hold(Session session, Supplier<Future<RespValue>> again) {
        Promise<RespValue> answer = Promise.promise();
        session.heldBack(true);
        held.add(new Held(session, () -> again.get().onComplete(answer)));
        return answer.future();
    }

    void forget(Session session) {
        held.removeIf(command -> command.session() == session);
    }

    int held() {
        return held.size();
    }
}
