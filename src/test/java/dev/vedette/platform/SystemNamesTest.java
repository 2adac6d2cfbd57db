package dev.vedette.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.Security;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The machine's own resolver: what every other program on the machine finds. */
class SystemNamesTest {
    private final Vertx vertx = Vertx.vertx();
    private final SystemNames names = new SystemNames(vertx);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void theHostsFileCounts() {
        assertEquals("127.0.0.1", await(names.lookUp("localhost")));
    }

    @Test
    void anAddressStandsForItselfInItsShortForm() {
        assertEquals("10.0.0.1", await(names.lookUp("10.0.0.1")));
        assertEquals("::1", await(names.lookUp("0:0:0:0:0:0:0:1")));
    }

    @Test
    void aNameThatIsNoneIsAFailure() {
        assertThrows(CompletionException.class, () -> await(names.lookUp("no such name")));
    }

    /** A pod that comes back under another address is not missed for as long as the JVM would remember. */
    @Test
    void theMachineRemembersNothingByItself() {
        assertEquals("0", Security.getProperty("networkaddress.cache.ttl"));
        assertEquals("0", Security.getProperty("networkaddress.cache.negative.ttl"));
    }

    @Test
    void theAnswerComesOnTheThreadOfWhoeverAsked() {
        Context asker = vertx.getOrCreateContext();
        Promise<Context> answered = Promise.promise();
        asker.runOnContext(
                go -> names.lookUp("localhost").onComplete(found -> answered.complete(Vertx.currentContext())));
        assertEquals(asker, await(answered.future()));
    }
}
