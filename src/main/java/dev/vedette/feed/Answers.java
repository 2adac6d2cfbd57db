package dev.vedette.feed;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Replies of the REST interface: JSON, and errors in sentences. */
final class Answers {
    /** Where a request carries its {@link Outflow}. */
    static final String OUTFLOW = "outflow";

    private Answers() {}

    static void json(RoutingContext context, JsonObject json) {
        json(context, 200, json);
    }

    static void json(RoutingContext context, int status, JsonObject json) {
        text(context, status, "application/json", json.encode());
    }

    static void text(RoutingContext context, int status, String type, String text) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        context.response().setStatusCode(status).putHeader("Content-Type", type + "; charset=utf-8");
        if (context.request().method().equals(HttpMethod.OPTIONS)) {
            // A HEAD has no body by itself. Of both, only the status is read.
            context.response().end();
            return;
        }
        Outflow outflow = context.get(OUTFLOW);
        if (outflow == null) {
            context.response().end(text);
        } else {
            outflow.send(context.request().connection(), context.response(), text);
        }
    }

    static void refuse(RoutingContext context, int status, String why) {
        boolean page = context.request().getHeader("Sec-Fetch-Mode") != null;
        if (status == 401 && !page) {
            context.response().putHeader("WWW-Authenticate", "Basic realm=\"vedette\", charset=\"UTF-8\"");
        }
        json(context, status, new JsonObject().put("error", why));
    }

    /** An owner did not answer, or somebody could not be let in. */
    static void fail(RoutingContext context, Throwable cause) {
        if (cause instanceof Gate.Refused) {
            refuse(context, 401, String.valueOf(cause.getMessage()));
        } else {
            refuse(context, 503, "The sentinel does not answer: " + cause.getMessage());
        }
    }

    /** The body as an object, or null when it is none and that has been said. */
    static @Nullable JsonObject body(RoutingContext context) {
        try {
            JsonObject body = context.body().asJsonObject();
            return body == null ? new JsonObject() : body;
        } catch (DecodeException | ClassCastException e) {
            refuse(context, 400, "The body is no JSON object.");
            return null;
        }
    }
}
