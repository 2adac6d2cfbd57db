package dev.vedette.interop;

import static dev.vedette.interop.SentinelFlavour.STOCK;
import static dev.vedette.interop.SentinelFlavour.VEDETTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.EventLog;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A master that is killed is replaced long before down-after has passed, where the operator asked for that. The clock
 * cannot be what did it: it would take two minutes, and the test is patient for half a one.
 */
class CrashDetectionIT {
    private static final Duration DOWN_AFTER = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static Stream<List<SentinelFlavour>> mixtures() {
        return Stream.of(List.of(VEDETTE, VEDETTE, VEDETTE), List.of(VEDETTE, VEDETTE, STOCK));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mixtures")
    void aKilledMasterIsNotWaitedOut(List<SentinelFlavour> mixture) throws IOException {
        Deployment.Plan plan = new Deployment.Plan(
                Machine.redis(),
                2,
                mixture.stream().map(SentinelFlavour::make).toList(),
                2,
                DOWN_AFTER,
                Duration.ofSeconds(10),
                false);
        try (Deployment deployment = Deployment.start(plan);
                EventLog events = new EventLog()) {
            deployment.awaitDiscovered();
            for (int i = 0; i < mixture.size(); i++) {
                SentinelProcess sentinel = deployment.sentinels().get(i);
                events.follow(sentinel);
                if (mixture.get(i) == VEDETTE) {
                    assertEquals("OK", sentinel.ask("SENTINEL", "SET", Deployment.MASTER, "crash-detection", "yes"));
                    assertTrue(
                            Files.readString(sentinel.configuration())
                                    .contains("sentinel crash-detection " + Deployment.MASTER + " yes"),
                            "it outlives a restart");
                }
            }
            RedisProcess old = deployment.nodes().get(0);
            old.child().kill();

            int port = deployment.awaitOtherMaster(old.port(), PATIENCE);
            for (SentinelProcess sentinel : deployment.sentinels()) {
                // A subscriber may hear it a moment after the address is served.
                Await.until(
                        PATIENCE,
                        sentinel.name() + " has switched, once",
                        () -> events.messages(sentinel.name(), "+switch-master")
                                .equals(List.of(Deployment.MASTER + " 127.0.0.1 " + old.port() + " 127.0.0.1 " + port)),
                        deployment::evidence);
            }
        }
    }
}
