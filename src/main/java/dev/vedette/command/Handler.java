package dev.vedette.command;

import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import io.vertx.core.Future;
import java.util.function.BiFunction;

/** What a command does. A failed future is an owner's silence or our own mistake; everything else is a reply. */
@FunctionalInterface
interface Handler {
    Future<RespValue> answer(Session session, Request request);

    /** @param body needs nothing that another thread changes while it runs: any loop may answer */
    record Anywhere(BiFunction<Session, Request, RespValue> body) implements Handler {
        @Override
        public Future<RespValue> answer(Session session, Request request) {
            return Future.succeededFuture(body.apply(session, request));
        }
    }

    /** A command that knows its reply at once. */
    static Handler now(BiFunction<Session, Request, RespValue> body) {
        return (session, request) -> Future.succeededFuture(body.apply(session, request));
    }
}
