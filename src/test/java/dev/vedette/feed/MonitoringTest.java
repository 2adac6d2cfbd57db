package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Ports;
import dev.vedette.demo.RedisBinary;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the alert rules ask for what is there, and a real Prometheus answers them. */
class MonitoringTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** What Prometheus itself adds to each sample. */
    private static final Set<String> OWN_LABELS = Set.of("instance", "job");

    @TempDir
    private Path folder;

    private static List<String> queries() throws IOException {
        List<String> all = new ArrayList<>(Promql.dashboard());
        all.addAll(Promql.alerts());
        return all;
    }

    @Test
    void takesQueriesApart() {
        String query = "sum by (a, b) (rate(x_total{c=~\"d|e=f\", g!=\"h\"}[5m])) / on (i) y or vector_z > 1";
        assertEquals(Set.of("x_total", "y", "vector_z"), Promql.metrics(query));
        assertEquals(Set.of("a", "b", "c", "g", "i"), Promql.labels(query));
    }

    @Test
    void asksForNothingThatIsNotThere() throws IOException {
        try (House house = House.open(folder)) {
            SortedMap<String, SortedSet<String>> exposed =
                    Promql.exposed(house.get("/metrics").body());
            assertTrue(queries().size() >= 20, "queries were found");
            for (String query : queries()) {
                SortedSet<String> labels = new TreeSet<>(OWN_LABELS);
                for (String metric : Promql.metrics(query)) {
                    // An event is counted from the first one on: how many kinds there are is not known before.
                    assertTrue(
                            exposed.containsKey(metric) || metric.equals("vedette_events_total"),
                            metric + " is not there, in: " + query);
                    labels.addAll(metric.equals("vedette_events_total") ? Set.of("event") : exposed.get(metric));
                }
                assertTrue(labels.containsAll(Promql.labels(query)), labels + " in: " + query);
            }
        }
    }

    @Test
    void prometheusAnswersEachQueryAndNoticesTheFirstFailover() throws IOException {
        Assumptions.assumeTrue(RedisBinary.isOnPath("prometheus"), "no prometheus: the dashboard is not asked");
        int port = Ports.free();
        try (House house = House.open(folder)) {
            house.happens("+reboot", "x");
            Files.writeString(folder.resolve("prometheus.yml"), """
                    global: {scrape_interval: 1s, evaluation_interval: 1s}
                    rule_files: ["%s"]
                    scrape_configs:
                      - job_name: vedette
                        static_configs: [{targets: ["127.0.0.1:%d"]}]
                    """.formatted(
                            Path.of("monitoring/alerts.yml").toAbsolutePath(), house.port));
            Process prometheus = new ProcessBuilder(
                            "prometheus",
                            "--config.file=" + folder.resolve("prometheus.yml"),
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("prometheus.log").toFile())
                    .start();
            try {
                Await.until(PATIENCE, "it has asked twice", () -> !ask(port, "rate(vedette_clients[1m])")
                        .isEmpty());
                // The first failover since the start, which a counter that began with it would hide.
                house.happens("+sdown", Scene.D);
                house.happens("+odown", Scene.D);
                house.happens("+elected-leader", Scene.D);
                house.happens("+switch-master", "mymaster 10.0.0.1 6379 10.0.0.2 6379");
                Await.until(PATIENCE, "the alarm of a failover", () -> !ask(
                                port, "ALERTS{alertname=\"VedetteFailover\",alertstate=\"firing\"}")
                        .isEmpty());
                for (String query : Promql.dashboard()) {
                    Await.until(PATIENCE, "an answer to " + query, () -> !ask(port, query.replace("$master", ".*"))
                            .isEmpty());
                }
                rulesAreWell(port);
            } finally {
                prometheus.destroy();
                try {
                    prometheus.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static void rulesAreWell(int port) throws IOException {
        JsonArray groups = get(port, "/api/v1/rules").getJsonObject("data").getJsonArray("groups");
        JsonArray rules = groups.getJsonObject(0).getJsonArray("rules");
        assertEquals(Promql.alerts().size(), rules.size());
        for (Object rule : rules) {
            assertEquals("ok", ((JsonObject) rule).getString("health"), ((JsonObject) rule).encode());
        }
    }

    private static JsonArray ask(int port, String query) throws IOException {
        JsonObject answer = get(port, "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        JsonObject data = answer.getJsonObject("data");
        if (data == null) {
            assertEquals("", answer.getString("error", ""), query);
            return new JsonArray();
        }
        return data.getJsonArray("result");
    }

    /** An empty object while it does not listen yet, or listens and is not ready: it says so in plain text, and 503. */
    private static JsonObject get(int port, String path) throws IOException {
        try {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            BodyHandlers.ofString());
            return response.statusCode() == 503 ? new JsonObject() : new JsonObject(response.body());
        } catch (java.net.ConnectException e) {
            return new JsonObject();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
