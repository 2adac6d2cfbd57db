package dev.vedette.command;

import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * Where the connections of one loop have their commands run. What clients ask most is answered at the desk; everything
 * else goes to the room's home, the one thread that may read and change what the room knows.
 *
 * <p>Rejected: a table of commands for each loop, with locks around what they share. Two questions are asked often
 * enough to matter, and they need no lock.
 */
final class Desk {
    final Loop own;
    final Counts counts;
    private final Loop home;
    private final Dispatcher dispatcher;
    private final Runnable beforeLeaving;

    private Desk(Loop own, Loop home, Dispatcher dispatcher, Counts counts, Runnable beforeLeaving) {
        this.own = own;
        this.home = home;
        this.dispatcher = dispatcher;
        this.counts = counts;
        this.beforeLeaving = beforeLeaving;
    }

    /** For connections that live where the room does. */
    static Desk at(Loop home, Dispatcher dispatcher, Traffic traffic) {
        return new Desk(home, home, dispatcher, traffic, () -> {});
    }

    /** For those of another loop. */
    static Desk away(Loop own, Loop home, Dispatcher dispatcher, Tally tally) {
        return new Desk(own, home, dispatcher, tally, tally::tell);
    }

    boolean isStranger(Session session) {
        return dispatcher.isStranger(session);
    }

    /**
     * @return from home it comes through the queue of the connection's loop, behind the events and the end that home
     *     has sent there before
     */
    Future<RespValue> run(Session session, Request request) {
        if (home.isHere()) {
            return atHome(session, request);
        }
        Future<RespValue> here = guarded(() -> Future.succeededFuture(dispatcher.anywhere(session, request, counts)));
        if (here.failed() || here.result() != null) {
            return here;
        }
        beforeLeaving.run();
        Promise<RespValue> answer = Promise.promise();
        home.run(() -> atHome(session, request).onComplete(done -> own.later(() -> answer.handle(done))));
        return answer.future();
    }

    /** Whoever has been dropped while it was on its way is not obeyed any more. */
    private Future<RespValue> atHome(Session session, Request request) {
        if (session.isDropped()) {
            return Future.succeededFuture(RespValue.NOTHING);
        }
        Future<RespValue> answer = guarded(() -> dispatcher.run(session, request));
        session.asksOwner(!answer.isComplete());
        return answer;
    }

    /** The last line of defence: a mistake of ours costs this command and nobody else's. */
    private static Future<RespValue> guarded(Supplier<Future<RespValue>> command) {
        try {
            return command.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
