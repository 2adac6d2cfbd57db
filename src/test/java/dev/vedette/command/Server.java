package dev.vedette.command;

import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.Level;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.AccessSettings;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Moment;
import dev.vedette.model.NamePolicy;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelSettings;
import dev.vedette.platform.Clock;
import dev.vedette.platform.FileDisk;
import dev.vedette.platform.LocalBus;
import dev.vedette.platform.ProcessFacts;
import dev.vedette.platform.Processes;
import dev.vedette.tls.Tls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A command verticle on a real Vert.x, with fake owners behind it. */
final class Server implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    final CountDownLatch shutdown = new CountDownLatch(1);
    /** Runs on the thread that the command room is at home on. */
    volatile Runnable whenShutDown = () -> {};

    final Vertx vertx = Vertx.vertx();
    final FakeOwners owners;
    final CommandVerticle verticle;

    Server() {
        this(SentinelSettings.DEFAULT_MAX_CLIENTS);
    }

    Server(AccessSettings access) {
        this(SentinelSettings.DEFAULTS.port(0).bind("127.0.0.1").access(access));
    }

    Server(int maxClients) {
        this(SentinelSettings.DEFAULTS.maxClients(maxClients));
    }

    Server(SentinelSettings settings) {
        this(settings, 0);
    }

    Server(SentinelSettings settings, int clientsOfOneLoop) {
        LocalBus.install(vertx);
        owners = new FakeOwners(vertx);
        Runnable onShutdown = () -> {
            shutdown.countDown();
            whenShutDown.run();
        };
        verticle = new CommandVerticle(
                vertx, setup(vertx, settings.port(0).bind("127.0.0.1"), clientsOfOneLoop, onShutdown));
        await(vertx.deployVerticle(verticle));
    }

    static CommandSetup setup(Vertx vertx, SentinelSettings settings, Runnable shutdown) {
        return setup(vertx, settings, 0, shutdown);
    }

    private static CommandSetup setup(Vertx vertx, SentinelSettings settings, int clientsOfOneLoop, Runnable shutdown) {
        return new CommandSetup(
                settings,
                Reports.MY_ID,
                new RunId("d".repeat(40)),
                List.of(Reports.PICTURE),
                new AddressBook(NamePolicy.DEFAULT),
                CLOCK,
                ProcessFacts.simulated(4711),
                PROGRAMS,
                Tls.none(),
                new FileDisk(vertx),
                "/etc/sentinel.conf",
                true,
                clientsOfOneLoop,
                shutdown);
    }

    /** Whatever ends in {@code .sh} is a program; none is ever started. */
    private static final Processes PROGRAMS = new Processes() {
        @Override
        public Future<Running> start(List<String> argv) {
            return Future.failedFuture("nothing is started from the command room");
        }

        @Override
        public Future<Boolean> isExecutable(String path) {
            return Future.succeededFuture(path.endsWith(".sh"));
        }
    };

    private static final Clock CLOCK = new Clock() {
        @Override
        public Moment now() {
            return new Moment(System.nanoTime());
        }

        @Override
        public Instant wall() {
            return Instant.now();
        }
    };

    Client client() {
        return new Client(verticle.port());
    }

    void publish(String address, BusMessage message) {
        LocalBus.of(vertx).publish(address, message);
    }

    void event(String name, Level level, String payload) {
        publish(Bus.EVENT, new SentinelEvent(name, level, payload, null, null));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
