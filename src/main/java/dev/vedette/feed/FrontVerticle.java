package dev.vedette.feed;

import dev.vedette.bus.BusMessage;
import dev.vedette.bus.ConfigFact;
import dev.vedette.bus.NameFact;
import dev.vedette.feed.Audience.Topic;
import dev.vedette.model.Limits;
import dev.vedette.platform.Handover;
import dev.vedette.platform.Inside;
import dev.vedette.platform.Memory;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The front of the house, in the Vert.x that belongs to the feed alone. It is told what happens through the
 * {@link Handover}, asks through {@link Inside}, and serves everybody who comes.
 */
final class FrontVerticle extends VerticleBase {
    private final FeedSetup setup;
    private final Run run;
    private final Inside inside;
    private final Consumer<String> log;
    private final History history = new History(Limits.FEED_HISTORY);
    private final Audience audience = new Audience();
    private final Chronicle chronicle = new Chronicle();
    private @Nullable HttpDoor door;
    private @Nullable Router routes;
    private @Nullable Memory memory;
    private @Nullable Webhooks webhooks;
    private @Nullable Metrics metrics;
    private final PrometheusMeterRegistry registry;
    private final Handover handover;
    private final Views views;

    FrontVerticle(
            FeedSetup setup,
            Run run,
            Inside inside,
            Handover handover,
            PrometheusMeterRegistry registry,
            Consumer<String> log) {
        this.handover = handover;
        this.registry = registry;
        this.setup = setup;
        this.run = run;
        this.inside = inside;
        this.log = log;
        this.views = new Views(run, setup.version(), setup.book());
    }

    @Override
    public Future<?> start() {
        Gate gate = new Gate(inside, setup.clock(), setup.settings());
        Guard guard = new Guard(gate, setup.settings());
        Outflow outflow = new Outflow(setup.clock());
        Pictures pictures = new Pictures(vertx, inside, setup.clock());
        Streams streams = new Streams(vertx, run, history, audience, gate);
        Memory file = new Memory(vertx, inside, setup.stateFile() + ".failovers.json", chronicle::text, log);
        memory = file;
        file.open(chronicle::remember);
        Memory letters = new Memory(
                vertx,
                inside,
                setup.stateFile() + ".dead-letters.json",
                () -> webhooks == null ? "" : webhooks.text(),
                log);
        Webhooks posts = new Webhooks(vertx, setup.settings().webhooks(), setup.clock(), letters::changed);
        webhooks = posts;
        if (!posts.isEmpty()) {
            letters.open(posts::remember);
        }
        Router router = Router.router(vertx);
        routes = router;
        router.route().handler(guard::first).handler(context -> {
            context.put(Answers.OUTFLOW, outflow);
            context.next();
        });
        new Page().routes(router);
        new Probes(pictures, views).routes(router);
        new Rest(run, pictures, views, history, chronicle, guard).routes(router);
        new Neighbours(inside, guard).routes(router);
        new Orders(guard, gate, inside).routes(router);
        router.get("/api/v1/stream").handler(c -> guard.needs(c, Gate.LISTEN)).handler(streams::webSocket);
        router.get("/api/v1/sse").handler(c -> guard.needs(c, Gate.LISTEN)).handler(streams::serverSentEvents);
        router.route("/eventbus*")
                .handler(c -> guard.needs(c, Gate.LISTEN))
                .subRouter(new Bridge(streams).routes(vertx));
        // Another method than those of a path is refused by the router itself, which knows what to write into Allow.
        router.errorHandler(
                404,
                context -> Answers.refuse(context, 404, "There is nothing here; /openapi.json says what there is."));
        router.errorHandler(500, context -> Answers.refuse(context, 500, "Something went wrong here."));
        streams.open();
        HttpDoor opened = new HttpDoor(vertx, setup.settings(), setup.tls(), setup.clock(), router, log);
        door = opened;
        opened.open();
        measure(router, guard, pictures, opened, gate);
        watch(pictures);
        vertx.setPeriodic(TimeUnit.SECONDS.toMillis(1), id -> {
            gate.sweep();
            outflow.sweep();
        });
        return Future.succeededFuture();
    }

    private void measure(Router router, Guard guard, Pictures pictures, HttpDoor opened, Gate gate) {
        Metrics read = new Metrics(registry, pictures, views, inside);
        metrics = read;
        read.gauge("vedette.feed.connections", "Connections to the feed.", opened::connections);
        read.gauge("vedette.feed.listeners", "Listeners to the stream.", audience::size);
        read.gauge("vedette.feed.sessions", "People who are logged in.", gate::sessions);
        read.gauge("vedette.feed.backlog.bytes", "On the way to listeners.", audience::backlog);
        read.gauge("vedette.feed.handover", "Events on the way to the feed.", handover::size);
        read.counter("vedette.feed.dropped", "Listeners that were too slow.", audience::dropped);
        read.counter("vedette.feed.refused", "Connections that were sent away.", opened::refused);
        Webhooks posts = webhooks;
        if (posts != null) {
            read.gauge("vedette.webhooks.waiting", "Posts that wait.", posts::waiting);
            read.counter("vedette.webhooks.delivered", "Posts that arrived.", posts::deliveredSoFar);
            read.counter("vedette.webhooks.failed", "Posts that were given up.", posts::failedSoFar);
        }
        router.get("/metrics").handler(c -> guard.needs(c, Gate.LOOK)).handler(context -> read.text()
                .onSuccess(text -> Answers.text(context, 200, "text/plain; version=0.0.4", text))
                .onFailure(e -> Answers.fail(context, e)));
    }

    /** While somebody looks at the state, it is looked at for them. */
    private void watch(Pictures pictures) {
        vertx.setTimer(pictures.period().toMillis(), id -> {
            if (!audience.wants(Topic.STATE)) {
                watch(pictures);
                return;
            }
            pictures.fresh().onComplete(done -> {
                if (done.succeeded()) {
                    views.changes(done.result()).forEach(change -> audience.publish(Topic.STATE, Frame.of(change)));
                }
                watch(pictures);
            });
        });
    }

    /** All that it answers to; once it is deployed. */
    List<Route> routes() {
        return routes == null ? List.of() : routes.getRoutes();
    }

    /** Where it must be called; once it is deployed. */
    Context home() {
        return context;
    }

    void hear(Happening happening) {
        history.add(happening);
        JsonObject json = happening.json(run);
        if (audience.wants(Topic.EVENTS)) {
            audience.publish(Topic.EVENTS, Frame.of(json));
        }
        if (metrics != null) {
            metrics.hear(happening);
        }
        if (webhooks != null) {
            webhooks.post(happening.name(), json);
        }
        Story story = chronicle.hear(run.id(happening.seq()), happening);
        if (story != null) {
            if (metrics != null) {
                metrics.hear(story);
            }
            if (audience.wants(Topic.STATE)) {
                audience.publish(Topic.STATE, Frame.of(story.json().put("type", "failover")));
            }
            if (memory != null) {
                memory.changed();
            }
        }
    }

    void learn(BusMessage fact) {
        if (fact instanceof NameFact.Answered answered) {
            views.learn(answered.host(), answered.ip());
        } else if (fact instanceof ConfigFact.Changed changed) {
            views.policy(changed.now().settings().names());
        }
    }

    @Override
    public Future<?> stop() {
        audience.cutAll();
        return door == null ? Future.succeededFuture() : door.closing();
    }
}
