package dev.vedette.journal;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import org.slf4j.Logger;

/**
 * What Logback is told at the start. In Java, because reading it from a file of XML took a tenth of the time until a
 * sentinel answers. Whoever names a file of their own ({@code -Dlogback.configurationFile=…}) is given that.
 *
 * <p>A reader of our output that stalls must never stall a failover: lines go through a queue, and when that is full
 * they are lost before anything waits.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final int QUEUE = 8192;

    @Override
    public ExecutionStatus configure(LoggerContext log) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        log.getStatusManager().add(new NopStatusListener());
        log.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        log.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(queue(log));
        log.getLogger("vedette").setLevel(Level.INFO);
        // Each address of the feed is a server that counts under the same names, and each is told of.
        log.getLogger("io.micrometer").setLevel(Level.ERROR);
        // What an operator can do something about is said by the room of the cluster, once and in words.
        log.getLogger("com.hazelcast").setLevel(Level.OFF);
        log.getLogger("io.vertx.spi.cluster.hazelcast").setLevel(Level.OFF);
        log.getLogger("io.vertx.core.eventbus.impl.clustered").setLevel(Level.OFF);
        log.getLogger("io.vertx.core.impl.VertxImpl").setLevel(Level.OFF);
        // The rooms close one after the other; what the last ones say to the first is said to nobody.
        log.getLogger("io.vertx.core.eventbus.impl.MessageConsumerImpl").setLevel(Level.ERROR);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static AsyncAppender queue(LoggerContext log) {
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(log);
        queue.setName("queue");
        queue.setQueueSize(QUEUE);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.addAppender(sink(log));
        queue.start();
        return queue;
    }

    private static LogSink sink(LoggerContext log) {
        StockLine layout = new StockLine();
        layout.setContext(log);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(log);
        encoder.setLayout(layout);
        encoder.start();
        LogSink sink = new LogSink();
        sink.setContext(log);
        sink.setName("stdout");
        sink.setEncoder(encoder);
        sink.start();
        return sink;
    }
}
