package dev.vedette.cluster;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import dev.vedette.model.ClusterSettings;
import dev.vedette.model.Limits;
import dev.vedette.platform.SmallVertx;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.MessageProducer;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The real wire: a clustered Vert.x of its own for each time that we join. When anything is wrong with it, it is thrown
 * away as a whole and another one is made; repairing one from the inside was rejected, because after two halves of a
 * cluster have met nobody knows what is still registered where.
 *
 * <p>Joining blocks for seconds, so it has a thread of its own, and Hazelcast's threads are its own, too.
 */
final class HazelcastWire implements Wire {
    /** The one address that nodes speak and listen at. */
    private static final String ADDRESS = "vedette.nodes";

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration PING = Duration.ofSeconds(5);
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final ClusterSettings settings;

    HazelcastWire(ClusterSettings settings) {
        this.settings = settings;
    }

    @Override
    public Future<Line> join(Ears ears) {
        Context home = Vertx.currentContext();
        Promise<Line> joined = Promise.promise();
        thread("vedette-cluster-join", () -> {
            Loose loose = new Loose();
            try {
                Line line = open(ears, loose);
                home.runOnContext(go -> joined.complete(line));
            } catch (Exception | LinkageError e) {
                loose.end();
                home.runOnContext(go -> joined.fail(reason(e)));
            }
        });
        return joined.future();
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? failure.toString() : cause.getMessage();
    }

    private Line open(Ears ears, Loose loose) throws Exception {
        HazelcastInstance hazelcast = Hazelcast.newHazelcastInstance(HazelcastSettings.of(settings));
        loose.hazelcast = hazelcast;
        // From the first moment: parts that meet while we are still joining are as bad as those that meet later.
        hazelcast.getLifecycleService().addLifecycleListener(event -> loose.changed(event, ears));
        Vertx vertx = Vertx.builder()
                .with(options())
                .withClusterManager(new HazelcastClusterManager(hazelcast))
                .buildClustered()
                .toCompletionStage()
                .toCompletableFuture()
                .get(START.toMillis(), TimeUnit.MILLISECONDS);
        loose.vertx = vertx;
        vertx.eventBus()
                .consumer(ADDRESS, message -> {
                    if (message.body() instanceof String text) {
                        ears.heard(text);
                    }
                })
                .completion()
                .toCompletionStage()
                .toCompletableFuture()
                .get(START.toMillis(), TimeUnit.MILLISECONDS);
        return new HazelcastLine(hazelcast, loose, vertx.eventBus().publisher(ADDRESS));
    }

    private VertxOptions options() {
        EventBusOptions bus = new EventBusOptions()
                .setHost(settings.host())
                .setPort(settings.busPort())
                .setClusterPublicHost(settings.host())
                .setClusterPublicPort(settings.busPort())
                .setClusterPingInterval(PING.toMillis())
                .setClusterPingReplyInterval(PING.toMillis())
                .setConnectTimeout((int) CONNECT.toMillis());
        return SmallVertx.options(1, 2).setEventBusOptions(bus);
    }

    /** What has to be ended again, also when only half of it came to be. */
    private static final class Loose {
        private volatile @Nullable HazelcastInstance hazelcast;
        private volatile @Nullable Vertx vertx;
        private final AtomicBoolean over = new AtomicBoolean();

        void changed(LifecycleEvent event, Ears ears) {
            String reason =
                    switch (event.getState()) {
                        case SHUTTING_DOWN, SHUTDOWN, MERGE_FAILED -> "Hazelcast has ended";
                        case MERGED -> "two parts of the cluster have found each other";
                        default -> "";
                    };
            if (!reason.isEmpty() && over.compareAndSet(false, true)) {
                ears.lost(reason);
            }
        }

        /** Blocks. Hazelcast first: Vert.x would wait for answers of a cluster that may be gone. */
        void end() {
            HazelcastInstance instance = hazelcast;
            if (instance != null) {
                instance.getLifecycleService().terminate();
            }
            Vertx machine = vertx;
            if (machine != null) {
                machine.close();
            }
        }
    }

    private static final class HazelcastLine implements Line {
        private final HazelcastInstance hazelcast;
        private final Loose loose;
        private final MessageProducer<String> producer;
        private final AtomicInteger underWay = new AtomicInteger();

        HazelcastLine(HazelcastInstance hazelcast, Loose loose, MessageProducer<String> producer) {
            this.hazelcast = hazelcast;
            this.loose = loose;
            this.producer = producer;
        }

        @Override
        public void say(String text) {
            if (underWay.get() >= Limits.CLUSTER_UNDER_WAY) {
                return;
            }
            underWay.incrementAndGet();
            producer.write(text).onComplete(written -> underWay.decrementAndGet());
        }

        @Override
        public int nodes() {
            return loose.over.get() ? 0 : hazelcast.getCluster().getMembers().size();
        }

        @Override
        public Future<Void> hangUp() {
            loose.over.set(true);
            Context home = Vertx.currentContext();
            Promise<Void> gone = Promise.promise();
            thread("vedette-cluster-leave", () -> {
                try {
                    loose.end();
                } finally {
                    home.runOnContext(go -> gone.tryComplete());
                }
            });
            home.owner().setTimer(Limits.CLUSTER_LEAVE.toMillis(), id -> gone.tryComplete());
            return gone.future();
        }
    }
}
