package dev.vedette.platform;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Rooms that share a loop, deployed as one: they open one after the other, and close in the opposite order. Vert.x
 * deals verticles out to its loops by turns, so two that have a word with each other for every packet would lie on two
 * loops as often as not, and each word would wake the other thread.
 */
public record Together(List<VerticleBase> rooms) implements Deployable {
    @Override
    public Future<?> deploy(Context context) {
        Future<?> opened = Future.succeededFuture();
        for (VerticleBase room : rooms) {
            opened = opened.compose(before -> guarded(() -> room.deploy(context)));
        }
        return opened;
    }

    @Override
    public Future<?> undeploy(Context context) {
        Future<?> closed = Future.succeededFuture();
        for (int i = rooms.size() - 1; i >= 0; i--) {
            VerticleBase room = rooms.get(i);
            closed = closed.eventually(() -> guarded(() -> room.undeploy(context)));
        }
        return closed;
    }

    private static Future<?> guarded(Callable<Future<?>> step) {
        try {
            return step.call();
        } catch (Exception broken) {
            return Future.failedFuture(broken);
        }
    }
}
