package dev.vedette.cluster;

import dev.vedette.bus.Bus;
import dev.vedette.bus.ClusterAnswer;
import dev.vedette.bus.ClusterAsk;
import dev.vedette.bus.Level;
import dev.vedette.bus.Note;
import dev.vedette.platform.Inside;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One node among others: joins them, and keeps what they say. Everything here happens on one thread of its own. */
final class NodeVerticle extends VerticleBase {
    private final ClusterSetup setup;
    private final Wire wire;
    private final Inside inside;
    private final Inflow inflow;
    private @Nullable Membership membership;

    NodeVerticle(ClusterSetup setup, Wire wire, Inside inside) {
        this.setup = setup;
        this.wire = wire;
        this.inside = inside;
        this.inflow = new Inflow(setup.clock());
    }

    @Override
    public Future<?> start() {
        Membership opened = new Membership(vertx, wire, inflow::admits, this::log);
        membership = opened;
        opened.open();
        vertx.setPeriodic(TimeUnit.SECONDS.toMillis(1), id -> opened.look());
        return Future.succeededFuture();
    }

    /** Where it must be called; once it is deployed. */
    Context home() {
        return context;
    }

    private void log(Level level, String text) {
        inside.publish(Bus.NOTE, new Note(level, null, text));
    }

    Future<ClusterAnswer> answer(ClusterAsk ask) {
        Membership known = membership;
        JsonObject json = new JsonObject()
                .put("enabled", true)
                .put("name", setup.settings().name())
                .put("node", setup.myId().value())
                .put("joined", known != null && known.isJoined())
                .put("nodes", known == null ? 0 : known.nodes())
                .put("trouble", known == null ? "" : known.trouble())
                .put("unread", inflow.lost());
        return Future.succeededFuture(new ClusterAnswer.Shown(json.encode()));
    }

    @Override
    public Future<?> stop() {
        return membership == null ? Future.succeededFuture() : membership.close();
    }
}
