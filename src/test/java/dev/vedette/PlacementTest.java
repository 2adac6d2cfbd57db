package dev.vedette;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.command.CommandVerticle;
import dev.vedette.config.ConfigLoader;
import dev.vedette.config.Loading;
import dev.vedette.config.Loading.Loaded;
import dev.vedette.demo.Ports;
import dev.vedette.platform.SeededChance;
import dev.vedette.platform.SystemPlatform;
import dev.vedette.platform.Together;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.deployment.Deployment;
import io.vertx.core.internal.deployment.DeploymentContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rooms share a loop, as Vert.x really deals them out. */
class PlacementTest {
    private final Vertx vertx = Vertx.vertx(Vedette.options());
    private final List<String> said = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void whoWatchesSharesALoopAndClientsHaveTheOther(@TempDir Path folder) throws Exception {
        await(vertx.deployVerticle(new SentinelVerticle(loaded(folder), new SystemPlatform(vertx), status -> {})));
        assertNotEquals(loopOf(Together.class), loopOf(CommandVerticle.class));
    }

    private static Loaded loaded(Path folder) throws IOException {
        Path file = folder.resolve("sentinel.conf");
        Files.writeString(file, "port " + Ports.free() + "\nbind 127.0.0.1\n");
        Loading loading = ConfigLoader.load(file, List.of(), new SeededChance(1, "identity"));
        return (Loaded) loading;
    }

    private EventLoop loopOf(Class<? extends Deployable> room) {
        return ((VertxInternal) vertx)
                .deploymentManager().deployments().stream()
                        .map(DeploymentContext::deployment)
                        .filter(deployment -> deployment.instances().stream().anyMatch(room::isInstance))
                        .map(Deployment::contexts)
                        .map(contexts -> contexts.iterator().next())
                        .map(context -> ((ContextInternal) context).nettyEventLoop())
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void roomsOpenInTheirOrderAndCloseInTheOther() throws Exception {
        Room one = new Room("one", true);
        Room two = new Room("two", true);
        String id = await(vertx.deployVerticle(new Together(List.of(one, two))));
        assertEquals(one.home(), two.home());
        await(vertx.undeploy(id));
        assertEquals(List.of("one opens", "two opens", "two closes", "one closes"), said);
    }

    @Test
    void whatDoesNotOpenKeepsTheRestFromOpening() {
        Future<String> deployed = vertx.deployVerticle(
                new Together(List.of(new Room("one", true), new Room("two", false), new Room("three", true))));
        Exception failed = assertThrows(Exception.class, () -> await(deployed));
        assertTrue(failed.getMessage().contains("two is shut"), failed.getMessage());
        assertFalse(said.contains("three opens"), said.toString());
    }

    private final class Room extends VerticleBase {
        private final String name;
        private final boolean opens;

        private Room(String name, boolean opens) {
            this.name = name;
            this.opens = opens;
        }

        private Context home() {
            return context;
        }

        @Override
        public Future<?> start() {
            if (!opens) {
                throw new IllegalStateException(name + " is shut");
            }
            said.add(name + " opens");
            return Future.succeededFuture();
        }

        @Override
        public Future<?> stop() {
            said.add(name + " closes");
            return Future.succeededFuture();
        }
    }
}
