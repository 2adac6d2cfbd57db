package dev.vedette.feed;

import dev.vedette.model.FeedSettings.Webhook;
import dev.vedette.model.Limits;
import dev.vedette.platform.Clock;
import dev.vedette.platform.Signature;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Carries posts to one receiver, one after the other, so that it hears things in the order in which they happened. The
 * signature covers the time, so that a post cannot be played again later by whoever has overheard it.
 */
final class Courier {
    private final Vertx vertx;
    private final HttpClientAgent client;
    private final Webhook webhook;
    private final Clock clock;
    private final Webhooks office;
    private final Deque<JsonObject> queue = new ArrayDeque<>();
    private boolean busy;

    Courier(Vertx vertx, HttpClientAgent client, Webhook webhook, Clock clock, Webhooks office) {
        this.vertx = vertx;
        this.client = client;
        this.webhook = webhook;
        this.clock = clock;
        this.office = office;
    }

    Webhook webhook() {
        return webhook;
    }

    int waiting() {
        return queue.size();
    }

    void post(JsonObject event) {
        queue.addLast(event);
        if (queue.size() > Limits.WEBHOOK_QUEUE) {
            JsonObject oldest = queue.removeFirst();
            office.died(webhook, oldest, "too many waited before it could be delivered");
        }
        next();
    }

    private void next() {
        if (!busy && !queue.isEmpty()) {
            busy = true;
            attempt(queue.removeFirst(), 1);
        }
    }

    private void attempt(JsonObject event, int number) {
        send(event).onComplete(sent -> {
            if (sent.succeeded()) {
                office.delivered();
            } else if (number < Limits.WEBHOOK_TRIES) {
                vertx.setTimer(TimeUnit.SECONDS.toMillis(1L << (number - 1)), id -> attempt(event, number + 1));
                return;
            } else {
                office.died(webhook, event, String.valueOf(sent.cause().getMessage()));
            }
            busy = false;
            next();
        });
    }

    private Future<?> send(JsonObject event) {
        String body = event.encode();
        String time = Long.toString(clock.wall().getEpochSecond());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(webhook.url())
                .setTimeout(Limits.PATIENCE_WITH_A_WEBHOOK.toMillis())
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("User-Agent", "vedette")
                .putHeader("X-Vedette-Event", event.getString("event"))
                .putHeader("X-Vedette-Id", event.getString("id"))
                .putHeader("X-Vedette-Time", time);
        if (!webhook.secret().isEmpty()) {
            options.putHeader("X-Vedette-Signature", "sha256=" + signature(webhook.secret(), time, body));
        }
        return client.request(options)
                .compose(request -> request.send(body))
                .compose(response -> discard(response)
                        .compose(done -> response.statusCode() / 100 == 2
                                ? Future.succeededFuture()
                                : Future.failedFuture("the answer was " + response.statusCode())))
                .timeout(Limits.PATIENCE_WITH_A_WEBHOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What a receiver answers is nobody's business, and may be endless. */
    private static Future<Void> discard(HttpClientResponse response) {
        response.handler(bytes -> {});
        return response.end().onFailure(e -> response.request().reset());
    }

    /** HMAC-SHA256 over the time, a dot and the body, in hexadecimal. */
    static String signature(String secret, String time, String body) {
        return Signature.of(secret, time + "." + body);
    }
}
