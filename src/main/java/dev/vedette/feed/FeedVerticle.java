package dev.vedette.feed;

import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.Level;
import dev.vedette.bus.Note;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.Limits;
import dev.vedette.platform.Handover;
import dev.vedette.platform.Inside;
import dev.vedette.platform.LocalBus;
import dev.vedette.platform.Passwords;
import dev.vedette.platform.SmallVertx;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The feed's one foot in the sentinel: it listens to what RESP subscribers hear, numbers it, and hands it over to the
 * feed's own Vert.x, which has its own thread. So whatever visitors do, the threads that watch and vote do not run it;
 * a verticle beside the others was rejected because Vert.x gives verticles the same few event loops by turns.
 */
public final class FeedVerticle extends VerticleBase {
    private static final int RUN_BITS = 48;

    private final FeedSetup setup;
    private final Handover handover = new Handover(Limits.FEED_HANDOVER);
    private final Run run;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private long seq;
    private @Nullable Vertx front;

    public FeedVerticle(FeedSetup setup) {
        this.setup = setup;
        this.run = new Run(setup.myId(), Passwords.hex(RUN_BITS));
    }

    /** Done at once: nobody waits for the feed, and what happens meanwhile is kept for it. */
    @Override
    public Future<?> start() {
        LocalBus bus = LocalBus.of(vertx);
        Inside inside = new Inside(vertx, setup.disk());
        FrontVerticle house = new FrontVerticle(
                setup,
                run,
                inside,
                handover,
                registry,
                text -> inside.publish(Bus.NOTE, new Note(Level.WARNING, null, text)));
        bus.consume(Bus.EVENT, message -> {
            if (message.body() instanceof SentinelEvent event && event.level() != Level.DEBUG) {
                Happening happening = new Happening(++seq, setup.clock().wall(), event);
                handover.put(() -> house.hear(happening));
            }
        });
        bus.consume(Bus.FACT_NAMES, message -> forward(house, message.body()));
        bus.consume(Bus.FACT_CONFIG, message -> forward(house, message.body()));
        made().compose(made -> {
                    front = made;
                    return made.deployVerticle(house).onSuccess(id -> handover.open(house.home()));
                })
                .onFailure(e -> bus.publish(
                        Bus.NOTE, new Note(Level.WARNING, null, "the feed does not run: " + e.getMessage())));
        return Future.succeededFuture();
    }

    private Future<Vertx> made() {
        return setup.aside().open(vertx, "feed", () -> Vertx.builder()
                .with(options())
                .withMetrics(new MicrometerMetricsFactory(registry))
                .build());
    }

    private void forward(FrontVerticle house, BusMessage fact) {
        handover.put(() -> house.learn(fact));
    }

    private static VertxOptions options() {
        return SmallVertx.options(1, 1)
                .setMetricsOptions(new MicrometerMetricsOptions()
                        .setEnabled(true)
                        .setLabels(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE))
                        .setDisabledMetricsCategories(Set.of("eventbus", "pool", "http.client", "net.client")));
    }

    @Override
    public Future<?> stop() {
        Vertx there = front;
        return there == null || there == vertx ? Future.succeededFuture() : there.close();
    }
}
