package io.vertx.core.impl;

import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.impl.NetClientBuilder;
import io.vertx.core.spi.ExecutorServiceFactory;
import io.vertx.core.spi.VertxThreadFactory;
import io.vertx.core.spi.file.FileResolver;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.core.spi.transport.Transport;

/**
 * Vert.x as it is, but for its net clients: it does not hand them to the garbage collector for closing.
 *
 * <p>A client that is handed to it is held, and everything that it leads to, for as long as somebody can use it; and
 * the processes of a world never close theirs. So a JVM kept each world that it had ever played and was full of them
 * after three hundred. What the collector does happens at a time that no seed decides, besides.
 */
public final class SimVertx extends VertxImpl {
    private final VertxMetrics metrics;

    private SimVertx(
            VertxOptions options,
            VertxMetrics metrics,
            Transport transport,
            FileResolver files,
            ExecutorServiceFactory executors) {
        super(
                options,
                null,
                null,
                metrics,
                null,
                transport,
                null,
                files,
                VertxThreadFactory.INSTANCE,
                executors,
                null,
                false);
        this.metrics = metrics;
    }

    /**
     * By hand: the builder would look through the whole class path for extensions, for every start of every process.
     */
    public static SimVertx of(
            VertxOptions options,
            VertxMetrics metrics,
            Transport transport,
            FileResolver files,
            ExecutorServiceFactory executors) {
        SimVertx vertx = new SimVertx(options, metrics, transport, files, executors);
        vertx.init();
        return vertx;
    }

    @Override
    public NetClient createNetClient(NetClientOptions options) {
        NetClientInternal client = new NetClientBuilder(this, options)
                .metrics(metrics.createNetClientMetrics(options))
                .build();
        ContextInternal context = getContext();
        if (context != null) {
            context.closeFuture().add(client);
        }
        return client;
    }
}
