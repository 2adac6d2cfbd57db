package dev.vedette.cluster;

import dev.vedette.bus.Level;
import dev.vedette.model.Limits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins, and joins again for as long as the process lives, with longer and longer pauses while that fails. Says in the
 * log what an operator can do something about, and each reason once.
 */
final class Membership {
    private final Vertx vertx;
    private final Wire wire;
    private final Consumer<String> heard;
    private final BiConsumer<Level, String> log;
    private @Nullable Context home;
    private Wire.@Nullable Line line;
    private Duration pause = Limits.CLUSTER_RETRY_FROM;
    /** Why the line that is being made is lost already; null when it is not. */
    private @Nullable String lostInTheMaking;

    private String trouble = "it has not joined yet";
    private int told;
    private int attempt;
    private boolean over;

    /** @param heard called on any thread */
    Membership(Vertx vertx, Wire wire, Consumer<String> heard, BiConsumer<Level, String> log) {
        this.vertx = vertx;
        this.wire = wire;
        this.heard = heard;
        this.log = log;
    }

    /** To be called on the context where everything of this happens. */
    void open() {
        home = vertx.getOrCreateContext();
        join();
    }

    private void join() {
        if (over) {
            return;
        }
        int mine = ++attempt;
        lostInTheMaking = null;
        wire.join(new Wire.Ears() {
                    @Override
                    public void heard(String text) {
                        heard.accept(text);
                    }

                    @Override
                    public void lost(String reason) {
                        later(() -> Membership.this.lost(mine, reason));
                    }
                })
                .onComplete(joined -> {
                    if (over && joined.succeeded()) {
                        joined.result().hangUp();
                    } else if (joined.succeeded()) {
                        joined(joined.result());
                    } else if (!over) {
                        failed(String.valueOf(joined.cause().getMessage()));
                    }
                });
    }

    private void later(Runnable work) {
        if (home != null) {
            home.runOnContext(go -> work.run());
        }
    }

    private void joined(Wire.Line now) {
        line = now;
        trouble = "";
        pause = Limits.CLUSTER_RETRY_FROM;
        told = now.nodes();
        log.accept(Level.NOTICE, "cluster: joined, " + count(told));
        if (lostInTheMaking != null) {
            lost(attempt, lostInTheMaking);
        }
    }

    private static String count(int nodes) {
        return nodes == 1 ? "no other node is there yet" : nodes + " nodes";
    }

    private void failed(String reason) {
        if (!reason.equals(trouble)) {
            log.accept(
                    Level.WARNING,
                    "cluster: cannot join, and will go on trying; watching and failovers do not need it: " + reason);
        }
        trouble = reason;
        again();
    }

    private void lost(int of, String reason) {
        Wire.Line dead = line;
        if (over || of != attempt) {
            return;
        }
        if (dead == null) {
            lostInTheMaking = reason;
            return;
        }
        line = null;
        trouble = reason;
        log.accept(Level.WARNING, "cluster: left, and will join again: " + reason);
        dead.hangUp().onComplete(gone -> again());
    }

    private void again() {
        vertx.setTimer(pause.toMillis(), id -> join());
        Duration next = pause.multipliedBy(2);
        pause = next.compareTo(Limits.CLUSTER_RETRY_TO) > 0 ? Limits.CLUSTER_RETRY_TO : next;
    }

    /** To be called now and then: counts the nodes, and tells when they have become more or fewer. */
    void look() {
        if (line == null) {
            return;
        }
        int nodes = line.nodes();
        if (nodes != told && nodes > 0) {
            log.accept(Level.NOTICE, "cluster: " + count(nodes));
            told = nodes;
        }
    }

    /** To all nodes; into the void when there is no cluster. */
    void say(String text) {
        if (line != null && text.length() <= Limits.CLUSTER_MESSAGE) {
            line.say(text);
        }
    }

    boolean isJoined() {
        return line != null;
    }

    /** Why there is no cluster; empty when there is one. */
    String trouble() {
        return trouble;
    }

    Future<Void> close() {
        over = true;
        Wire.Line leaving = line;
        line = null;
        return leaving == null ? Future.succeededFuture() : leaving.hangUp();
    }
}
