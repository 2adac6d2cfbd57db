package dev.vedette.command;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Function;

/**
 * One more loop that serves clients: deployed once for every loop there is, it listens where the room does, and Vert.x
 * deals the connections out among all who listen on one port. The loop that is the room's home listens already.
 */
final class LoopVerticle extends VerticleBase {
    private final Loop home;
    private final Function<Loop, Future<?>> open;

    /** @param open makes a loop listen */
    LoopVerticle(Loop home, Function<Loop, Future<?>> open) {
        this.home = home;
        this.open = open;
    }

    /** What listens is closed with its verticle. */
    @Override
    public Future<?> start() {
        return home.isHere() ? Future.succeededFuture() : open.apply(Loop.current(vertx));
    }
}
