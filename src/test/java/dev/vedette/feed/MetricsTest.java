package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.RedisBinary;
import dev.vedette.model.AccessSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads, and that Prometheus's own tool finds nothing wrong with it. */
class MetricsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private static String promtool(Path input, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(arguments).redirectErrorStream(true);
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process.exitValue() + " " + said;
    }

    @Test
    void countsWhatHappensAndShowsWhatIs() throws IOException {
        try (House house = new House(folder, AccessSettings.OPEN, UnaryOperator.identity())) {
            house.happens("+sdown", Scene.D);
            house.happens("+odown", Scene.D);
            house.happens("+elected-leader", Scene.D);
            house.happens("+switch-master", "mymaster 10.0.0.1 6379 10.0.0.2 6379");
            Await.until(PATIENCE, "it is counted", () -> house.get("/metrics")
                    .body()
                    .contains("vedette_failovers_total{outcome=\"done\"} 1.0"));
            String text = house.get("/metrics").body();
            for (String line : List.of(
                    "vedette_master_up{master=\"mymaster\"} 1.0",
                    "vedette_replica_lag_bytes{instance_address=\"10.0.0.2:6379\",kind=\"replica\",master=\"mymaster\"} 100.0",
                    "vedette_events_total{event=\"+sdown\"} 1.0",
                    "vedette_failovers_total{outcome=\"done\"} 1.0",
                    "vedette_failover_phase_seconds_count{phase=\"elected\"} 1",
                    "vedette_epoch 7.0")) {
                assertTrue(text.contains(line), line + " is not in\n" + text);
            }
            assertTrue(text.contains("jvm_memory_used_bytes") && text.contains("vertx_http_server"), text);
            Assumptions.assumeTrue(
                    RedisBinary.isOnPath("promtool"), "no promtool: the metrics are not checked with it");
            Path file = folder.resolve("metrics.txt");
            Files.writeString(file, text);
            assertEquals("0 ", promtool(file, "promtool", "check", "metrics"));
        }
    }

    @Test
    void theAlertRulesLoadAndFire() throws IOException {
        Assumptions.assumeTrue(RedisBinary.isOnPath("promtool"), "no promtool: the alert rules are not checked");
        String checked = promtool(null, "promtool", "check", "rules", "monitoring/alerts.yml");
        assertTrue(checked.startsWith("0 "), checked);
        String fired = promtool(null, "promtool", "test", "rules", "monitoring/alerts-test.yml");
        assertTrue(fired.startsWith("0 "), fired);
    }
}
