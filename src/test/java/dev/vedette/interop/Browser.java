package dev.vedette.interop;

import dev.vedette.demo.Await;
import dev.vedette.demo.RedisBinary;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Chromium without a window, told what to do through its own DevTools protocol. */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GONE = Duration.ofSeconds(10);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    /** Keys that are no characters are known by number. */
    private static final Map<String, Integer> CODES = Map.of("Tab", 9, "Enter", 13, "Escape", 27);

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
    /** What the page complained of. */
    public final List<String> complaints = new CopyOnWriteArrayList<>();

    private int number;

    /** Whether there is one on this machine. */
    public static boolean isThere() {
        return NAMES.stream().anyMatch(RedisBinary::isOnPath);
    }

    /** Leaves a test out where there is none. */
    public static void assumeThere() {
        Assumptions.assumeTrue(isThere(), "no chromium on this machine: the page is not looked at");
    }

    public Browser(Path folder) throws IOException {
        String name = NAMES.stream().filter(RedisBinary::isOnPath).findFirst().orElseThrow();
        process = new ProcessBuilder(
                        name,
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--window-size=1360,1000",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolveSibling("browser.log").toFile())
                .start();
        Path told = folder.resolve("DevToolsActivePort");
        Await.until(
                PATIENCE,
                "the browser has a port",
                () -> Files.exists(told) && Files.readAllLines(told).size() > 1);
        String port = Files.readAllLines(told).get(0);
        HttpClient client = HttpClient.newHttpClient();
        List<String> page = new ArrayList<>();
        Await.until(PATIENCE, "the browser has a page", () -> {
            page.addAll(pages(client, port));
            return !page.isEmpty();
        });
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(page.get(0)), new Ear())
                .join();
        ask("Runtime.enable", new JsonObject());
        ask("Log.enable", new JsonObject());
        ask("Page.enable", new JsonObject());
        ask("Performance.enable", new JsonObject().put("timeDomain", "threadTicks"));
    }

    private static List<String> pages(HttpClient client, String port) throws IOException {
        try {
            String text = client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return new JsonArray(text)
                    .stream()
                            .map(JsonObject.class::cast)
                            .filter(target -> target.getString("type").equals("page"))
                            .map(target -> target.getString("webSocketDebuggerUrl"))
                            .toList();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonObject message = new JsonObject(text.toString());
                text.setLength(0);
                hear(message);
            }
            from.request(1);
            return null;
        }
    }

    private void hear(JsonObject message) {
        Integer id = message.getInteger("id");
        if (id != null) {
            answers.remove(id).complete(message);
        } else if (message.getString("method").equals("Runtime.exceptionThrown")) {
            complaints.add(message.getJsonObject("params").encode());
        } else if (message.getString("method").equals("Log.entryAdded")) {
            JsonObject entry = message.getJsonObject("params").getJsonObject("entry");
            if ("error".equals(entry.getString("level")) && !"network".equals(entry.getString("source"))) {
                complaints.add(entry.encode());
            }
        }
    }

    private synchronized JsonObject ask(String method, JsonObject parameters) {
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        answers.put(++number, answer);
        socket.sendText(
                        new JsonObject()
                                .put("id", number)
                                .put("method", method)
                                .put("params", parameters)
                                .encode(),
                        true)
                .join();
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(method, e);
        }
    }

    public void open(String url) {
        ask("Page.navigate", new JsonObject().put("url", url));
    }

    /** What a JavaScript expression is, as text. */
    public String eval(String expression) {
        JsonObject answer = ask(
                "Runtime.evaluate",
                new JsonObject().put("expression", "String(" + expression + ")").put("awaitPromise", true));
        JsonObject result = answer.getJsonObject("result");
        // A document that is just being left, as after a login, answers with an error.
        return result == null ? answer.encode() : result.getJsonObject("result").getString("value", result.encode());
    }

    /** Processor time that the page has cost its own thread, which other processes do not lengthen. */
    public Duration busy() {
        double seconds =
                ask("Performance.getMetrics", new JsonObject()).getJsonObject("result").getJsonArray("metrics").stream()
                        .map(JsonObject.class::cast)
                        .filter(metric -> metric.getString("name").equals("TaskDuration"))
                        .mapToDouble(metric -> metric.getDouble("value"))
                        .sum();
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    public void await(String what, String condition) {
        Await.until(
                PATIENCE,
                what,
                () -> eval(condition).equals("true"),
                () -> eval("document.body.innerText") + complaints);
    }

    public void look(int width, int height, boolean dark) {
        ask(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 600));
        ask(
                "Emulation.setEmulatedMedia",
                new JsonObject()
                        .put(
                                "features",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("name", "prefers-color-scheme")
                                                .put("value", dark ? "dark" : "light"))));
    }

    public void press(String key) {
        for (String type : List.of("keyDown", "keyUp")) {
            JsonObject event = new JsonObject()
                    .put("type", type)
                    .put("key", key)
                    .put("windowsVirtualKeyCode", CODES.getOrDefault(key, 0));
            String text = key.length() == 1 ? key : key.equals("Enter") ? "\r" : "";
            ask("Input.dispatchKeyEvent", type.equals("keyDown") ? event.put("text", text) : event);
        }
    }

    public void screenshot(Path file) {
        String data = ask("Page.captureScreenshot", new JsonObject().put("format", "png"))
                .getJsonObject("result")
                .getString("data");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        // Each of its processes may write into its folder, which is deleted next, for as long as it lives.
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        try {
            CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(GONE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Where nobody collects orphans, a dead one counts as alive for ever.
        }
    }
}
