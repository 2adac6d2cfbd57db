package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Ports;
import dev.vedette.model.AccessSettings;
import dev.vedette.model.FeedSettings;
import dev.vedette.model.FeedSettings.Webhook;
import dev.vedette.model.Limits;
import dev.vedette.platform.SystemClock;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhooksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private record Post(String signature, String time, String event, String body) {}

    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final int port = Ports.free();

    private HttpServer receiver(Vertx vertx) {
        return House.await(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    if (refusals.getAndDecrement() > 0) {
                        request.response().setStatusCode(500).end("no");
                        return;
                    }
                    posts.add(new Post(
                            request.getHeader("X-Vedette-Signature"),
                            request.getHeader("X-Vedette-Time"),
                            request.getHeader("X-Vedette-Event"),
                            body.toString()));
                    request.response().end();
                }))
                .listen(port, "127.0.0.1"));
    }

    private House open(String... patterns) {
        Webhook webhook = new Webhook("http://127.0.0.1:" + port + "/hook?token=t", "secret", List.of(patterns));
        return new House(
                folder,
                AccessSettings.OPEN,
                feed -> new FeedSettings(feed.port(), feed.bind(), false, List.of(), List.of(webhook)));
    }

    @Test
    void postsWhatIsWantedSignedAndInOrder() {
        refusals.set(1);
        try (House house = open("+switch-master", "?sdown")) {
            receiver(house.vertx);
            house.happens("+sdown", Scene.D);
            house.happens("+other", "x");
            house.happens("-sdown", Scene.D);
            house.happens("+switch-master", "mymaster 10.0.0.1 6379 10.0.0.2 6379");
            Await.until(PATIENCE, "all are posted", () -> posts.size() == 3);
        }
        assertEquals(
                List.of("+sdown", "-sdown", "+switch-master"),
                posts.stream().map(Post::event).toList());
        Post first = posts.get(0);
        assertEquals("sha256=" + Courier.signature("secret", first.time(), first.body()), first.signature());
        assertEquals("+sdown", new JsonObject(first.body()).getString("event"));
    }

    @Test
    void theSignatureIsWhatOthersCompute() {
        // printf '1.x' | openssl dgst -sha256 -hmac key
        assertEquals(
                "fc4913c41a7bf793267e2a384f3261c9436ec2cd097bd745e7b0d99113f510ec", Courier.signature("key", "1", "x"));
    }

    @Test
    void whatDoesNotFitIsADeadLetter() throws IOException {
        Vertx vertx = Vertx.vertx();
        try {
            AtomicInteger saved = new AtomicInteger();
            Webhook dead = new Webhook("http://127.0.0.1:" + port + "/?token=t", "", List.of("*"));
            List<Webhooks> made = new CopyOnWriteArrayList<>();
            vertx.runOnContext(go -> {
                Webhooks webhooks = new Webhooks(vertx, List.of(dead), new SystemClock(), saved::incrementAndGet);
                Scene scene = new Scene();
                for (int i = 0; i < Limits.WEBHOOK_QUEUE + Limits.DEAD_LETTERS + 50; i++) {
                    webhooks.post("+e", scene.event("+e", "x").json(Scene.RUN));
                }
                made.add(webhooks);
            });
            Await.until(PATIENCE, "all are queued or dead", () -> !made.isEmpty());
            Webhooks webhooks = made.get(0);
            assertEquals(Limits.WEBHOOK_QUEUE, webhooks.waiting());
            assertTrue(saved.get() > Limits.DEAD_LETTERS);
            String text = webhooks.text();
            assertFalse(text.contains("token"), text);
            assertEquals(
                    Limits.DEAD_LETTERS,
                    new JsonObject(text).getJsonArray("deadLetters").size());
            Webhooks next = new Webhooks(vertx, List.of(), new SystemClock(), () -> {});
            next.remember(text);
            assertEquals(text, next.text());
        } finally {
            House.await(vertx.close());
        }
    }
}
