package dev.vedette.cluster;

import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.ClusterAsk;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Note;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.platform.Aside;
import dev.vedette.platform.Handover;
import dev.vedette.platform.Inside;
import dev.vedette.platform.LocalBus;
import dev.vedette.platform.SmallVertx;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's one foot in the sentinel. It hands over what everybody hears, and asks what the commands ask. What
 * other nodes say ends on the other side, where a small Vert.x with a thread of its own keeps it; the clustered one is
 * a third, which comes and goes. So what arrives from outside is never on the bus where decisions are made, and the
 * threads that watch and vote never read it.
 */
public final class ClusterVerticle extends VerticleBase {
    private final ClusterSetup setup;
    private final Wire wire;
    private final Aside aside;
    private final Handover handover = new Handover(Limits.CLUSTER_HANDOVER);
    private final SortedMap<MasterName, Epoch> epochs = new TreeMap<>();
    private @Nullable Vertx other;

    /** @param aside to where what other nodes say is kept */
    public ClusterVerticle(ClusterSetup setup, Aside aside) {
        this(setup, new HazelcastWire(setup.settings()), aside);
    }

    ClusterVerticle(ClusterSetup setup, Wire wire, Aside aside) {
        this.setup = setup;
        this.wire = wire;
        this.aside = aside;
    }

    /** Done at once: nobody waits for the cluster. */
    @Override
    public Future<?> start() {
        LocalBus bus = LocalBus.of(vertx);
        Inside inside = new Inside(vertx, setup.disk());
        NodeVerticle made = new NodeVerticle(setup, wire, inside);
        bus.consume(Bus.EVENT, message -> {
            if (message.body() instanceof SentinelEvent event && event.level() != Level.DEBUG) {
                Instant at = setup.clock().wall();
                Epoch epoch = epochOf(event);
                handover.put(() -> made.hear(at, epoch, event));
            }
        });
        bus.consume(Bus.FACT_MONITOR, message -> follow(message.body()));
        bus.consume(Bus.FACT_NAMES, message -> learn(made, message.body()));
        bus.consume(Bus.FACT_CONFIG, message -> learn(made, message.body()));
        bus.consume(Bus.CLUSTER, message -> answer(made, message));
        aside.open(vertx, "cluster", () -> Vertx.vertx(SmallVertx.options(1, 1)))
                .compose(there -> {
                    other = there;
                    return there.deployVerticle(made).onSuccess(id -> handover.open(made.home()));
                })
                .onFailure(e -> bus.publish(
                        Bus.NOTE, new Note(Level.WARNING, null, "the cluster does not run: " + e.getMessage())));
        return Future.succeededFuture();
    }

    private void follow(BusMessage fact) {
        if (fact instanceof MonitorFact.Topology now) {
            epochs.put(now.master().name(), now.master().configEpoch());
        } else if (fact instanceof MonitorFact.MasterRemoved removed) {
            epochs.remove(removed.master());
        }
    }

    /** A switch is told when its epoch is in force. */
    private Epoch epochOf(SentinelEvent event) {
        return event.master() != null && event.name().equals("+switch-master")
                ? epochs.getOrDefault(event.master(), Epoch.ZERO)
                : Epoch.ZERO;
    }

    private void learn(NodeVerticle made, BusMessage fact) {
        handover.put(() -> made.learn(fact));
    }

    private void answer(NodeVerticle made, Message<BusMessage> message) {
        Context here = vertx.getOrCreateContext();
        if (message.body() instanceof ClusterAsk ask) {
            handover.put(() -> made.answer(ask)
                    .onSuccess(answer -> here.runOnContext(back -> LocalBus.reply(message, answer)))
                    .onFailure(e -> here.runOnContext(back -> message.fail(0, e.getMessage()))));
        }
    }

    @Override
    public Future<?> stop() {
        Vertx there = other;
        return there == null || there == vertx ? Future.succeededFuture() : there.close();
    }
}
