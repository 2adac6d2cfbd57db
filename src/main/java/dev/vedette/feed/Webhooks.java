package dev.vedette.feed;

import dev.vedette.command.resp.Glob;
import dev.vedette.model.FeedSettings.Webhook;
import dev.vedette.model.Limits;
import dev.vedette.platform.Clock;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Posts events to others, each receiver at its own pace and in the order of events. What a receiver does not take is
 * tried again, and in the end written down among the dead letters: somebody has to be able to find out.
 */
final class Webhooks {
    private static final int FORMAT = 1;

    private final List<Courier> couriers = new ArrayList<>();
    private final Deque<JsonObject> deadLetters = new ArrayDeque<>();
    private final Clock clock;
    private final Runnable changed;
    private long delivered;
    private long failed;

    /** @param changed the dead letters are to be saved */
    Webhooks(Vertx vertx, List<Webhook> webhooks, Clock clock, Runnable changed) {
        this.clock = clock;
        this.changed = changed;
        if (!webhooks.isEmpty()) {
            HttpClientAgent client = vertx.createHttpClient(new HttpClientOptions()
                    .setConnectTimeout((int) Limits.PATIENCE_WITH_A_WEBHOOK.toMillis())
                    .setMaxHeaderSize(Limits.FEED_HEAD_BYTES)
                    .setDecompressionSupported(false));
            webhooks.forEach(webhook -> couriers.add(new Courier(vertx, client, webhook, clock, this)));
        }
    }

    /** @param event is not changed by anybody any more */
    void post(String name, JsonObject event) {
        for (Courier courier : couriers) {
            boolean wanted = courier.webhook().events().stream().anyMatch(pattern -> Glob.matches(pattern, name));
            if (wanted) {
                courier.post(event);
            }
        }
    }

    void delivered() {
        delivered++;
    }

    void died(Webhook webhook, JsonObject event, String why) {
        failed++;
        deadLetters.addFirst(new JsonObject()
                .put("at", Times.text(clock.wall()))
                .put("url", withoutQuery(webhook.url()))
                .put("why", why)
                .put("event", event));
        if (deadLetters.size() > Limits.DEAD_LETTERS) {
            deadLetters.removeLast();
        }
        changed.run();
    }

    /** What is behind a question mark is often a secret. */
    static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    boolean isEmpty() {
        return couriers.isEmpty();
    }

    long deliveredSoFar() {
        return delivered;
    }

    long failedSoFar() {
        return failed;
    }

    int waiting() {
        return couriers.stream().mapToInt(Courier::waiting).sum();
    }

    String text() {
        return new JsonObject()
                        .put("format", FORMAT)
                        .put("deadLetters", new JsonArray(new ArrayList<>(deadLetters)))
                        .encodePrettily()
                + "\n";
    }

    void remember(String text) {
        JsonObject json = new JsonObject(text);
        if (json.getInteger("format", 0) != FORMAT) {
            throw new IllegalArgumentException("of another format than " + FORMAT);
        }
        for (Object each : json.getJsonArray("deadLetters", new JsonArray())) {
            if (each instanceof JsonObject letter && deadLetters.size() < Limits.DEAD_LETTERS) {
                deadLetters.addLast(letter);
            }
        }
    }
}
