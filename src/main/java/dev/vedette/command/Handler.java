package dev.vedette.command;

import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import io.vertx.core.Future;
import java.util.function.BiFunction;

/** What a command does. A failed future is an owner's silence or our own mistake; everything else is a reply. */
@FunctionalInterface
interface Handler {
    Future<RespValue> answer(Session session, Request request);

    /** A command that knows its reply at once. */
    static Handler now(BiFunction<Session, Request, RespValue> body) {
        return (session, request) -> Future.succeededFuture(body.apply(session, request));
    }
}
