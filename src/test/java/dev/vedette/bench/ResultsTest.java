package dev.vedette.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A figure that is computed wrongly is worse than none. */
class ResultsTest {
    private static final Results.Measure RATE = new Results.Measure("PING", "1/s", true);

    private static Results three() {
        Results results = new Results("a title with \"quotes\" & <signs>");
        List.of(100.0, 300.0, 200.0).forEach(value -> results.add(RATE, Results.OURS, value));
        List.of(400.0, 50.0).forEach(value -> results.add(RATE, Results.STOCK, value));
        return results;
    }

    @Test
    void aMedianIsTheMiddleOrBetweenTheTwoInTheMiddle() {
        assertEquals(2, Results.median(List.of(3.0, 1.0, 2.0)));
        assertEquals(2.5, Results.median(List.of(4.0, 1.0, 2.0, 3.0)));
    }

    @Test
    void theTableComparesMedians() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        three().print(new PrintStream(out, true, StandardCharsets.UTF_8));
        String row =
                out.toString(StandardCharsets.UTF_8).lines().toList().get(2).replaceAll(" +", " ");
        assertEquals("PING, 1/s (more is better) 200 225 0.89 100 - 300 | 50 - 400", row);
    }

    @Test
    void theFilesCanBeRead(@TempDir Path folder) throws Exception {
        three().write(folder, "some");
        JsonObject json = new JsonObject(Files.readString(folder.resolve("some.json")));
        assertEquals(2, json.getJsonArray("measures").size());
        String svg = Files.readString(folder.resolve("some.svg"));
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("some.svg").toFile());
        assertEquals(5, svg.split("<circle", -1).length - 1, "every single value");
    }

    /** What was taken of one number alone has no line. */
    @Test
    void costIsShownByTheNumberOfMasters(@TempDir Path folder) throws Exception {
        Results ten = three();
        ten.add(new Results.Measure("1 dies", "s", false), Results.OURS, 1);
        Path file = folder.resolve("scale.svg");
        Files.writeString(file, new CostPlot(new TreeMap<>(Map.of(10, ten, 1_000, three()))).svg());
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        String svg = Files.readString(file);
        assertEquals(2, svg.split("<line", -1).length - 1, "a line for each make");
        assertEquals(4, svg.split("<circle", -1).length - 1, "the median of each make and number");
    }

    @Test
    void redisBenchmarkIsUnderstood() {
        String heading = "\"test\",\"rps\",\"avg_latency_ms\",\"min_latency_ms\",\"p50_latency_ms\",\"p95_latency_ms\","
                + "\"p99_latency_ms\",\"max_latency_ms\"\n";
        Figures figures = Figures.read(heading
                + "\"SENTINEL GET-MASTER-ADDR-BY-NAME a,b\",\"16891.89\",\"1.959\",\"0.240\",\"1.015\",\"5.743\",\"13.335\","
                + "\"34.463\"\n");
        assertEquals(new Figures(16_891.89, 13.335), figures);
        assertThrows(IllegalStateException.class, () -> Figures.read("Could not connect"));
    }
}
