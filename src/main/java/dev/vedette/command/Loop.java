package dev.vedette.command;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.stream.StreamSupport;

/** A thread that serves clients. What other threads hand to it runs in the order in which they did. */
final class Loop {
    private final ContextInternal context;

    private Loop(ContextInternal context) {
        this.context = context;
    }

    /** The one that we run on. */
    static Loop current(Vertx vertx) {
        return new Loop((ContextInternal) vertx.getOrCreateContext());
    }

    /** How many there are. */
    static int count(Vertx vertx) {
        Iterable<EventExecutor> loops = ((VertxInternal) vertx).nettyEventLoopGroup();
        return (int) StreamSupport.stream(loops.spliterator(), false).count();
    }

    boolean isHere() {
        return context.nettyEventLoop().inEventLoop();
    }

    /** At once where that is here. */
    void run(Runnable what) {
        if (isHere()) {
            what.run();
        } else {
            later(what);
        }
    }

    /** Behind all that waits there already. */
    void later(Runnable what) {
        context.runOnContext(go -> what.run());
    }
}
