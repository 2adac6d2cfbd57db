package dev.vedette.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Ports;
import dev.vedette.model.AddressBook;
import dev.vedette.model.FeedSettings;
import dev.vedette.model.Limits;
import dev.vedette.model.NamePolicy;
import dev.vedette.platform.Handover;
import dev.vedette.platform.Inside;
import dev.vedette.platform.SystemPlatform;
import dev.vedette.tls.Tls;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written for programs about the feed is what the feed does. */
class OpenApiTest {
    private static final Pattern IN_PATH = Pattern.compile("\\{([a-z]+)}");
    /** The field of a path that is no method. */
    private static final String PARAMETERS = "parameters";

    @TempDir
    private Path folder;

    private static JsonObject document() throws IOException {
        try (InputStream stream = Page.class.getResourceAsStream("page/openapi.json")) {
            return new JsonObject(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Set<String> methods(JsonObject path) {
        Set<String> methods = new TreeSet<>(path.fieldNames());
        methods.remove(PARAMETERS);
        return methods;
    }

    private static Set<String> described() throws IOException {
        Set<String> described = new TreeSet<>();
        JsonObject paths = document().getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            methods(paths.getJsonObject(path)).forEach(method -> described.add(method + " " + path));
        }
        return described;
    }

    /** Without the files of the page, and SockJS, which has a protocol of its own. */
    private Set<String> served() {
        Vertx vertx = Vertx.vertx();
        try {
            SystemPlatform doors = new SystemPlatform(vertx);
            FrontVerticle front = new FrontVerticle(
                    new FeedSetup(
                            new FeedSettings(Ports.free(), List.of("127.0.0.1"), false, List.of(), List.of()),
                            Rooms.MY_ID,
                            "test",
                            new AddressBook(NamePolicy.DEFAULT),
                            doors.clock(),
                            doors.disk(),
                            doors.aside(),
                            Tls.none(),
                            folder.resolve("s.conf").toString()),
                    new Run(Rooms.MY_ID, "r"),
                    new Inside(vertx, doors.disk()),
                    new Handover(Limits.FEED_HANDOVER),
                    new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                    text -> {});
            House.await(vertx.deployVerticle(front));
            Set<String> served = new TreeSet<>();
            for (Route route : front.routes()) {
                if (route.getPath() == null || route.getPath().equals("/eventbus")) {
                    continue;
                }
                assertTrue(route.methods() != null, "any method, of " + route.getPath());
                String path = route.getPath().replaceAll(":([a-z]+)", "{$1}");
                if (!path.equals("/") && !Page.FILES.contains(path.substring(1))) {
                    route.methods().forEach(m -> served.add(m.name().toLowerCase(Locale.ROOT) + " " + path));
                }
            }
            return served;
        } finally {
            House.await(vertx.close());
        }
    }

    @Test
    void describesAllThatIsServedAndNothingElse() throws IOException {
        assertEquals(String.join("\n", described()), String.join("\n", served()));
    }

    private static JsonObject resolved(JsonObject document, JsonObject what) {
        String reference = what.getString("$ref");
        if (reference == null) {
            return what;
        }
        JsonObject at = document;
        for (String key : reference.replaceFirst("^#/", "").split("/")) {
            at = at.getJsonObject(key);
            assertTrue(at != null, reference + " is not there");
        }
        return at;
    }

    @Test
    void namesTheParametersOfEachPath() throws IOException {
        JsonObject document = document();
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            Set<String> meant = IN_PATH.matcher(path)
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            for (String method : methods(paths.getJsonObject(path))) {
                JsonArray all = new JsonArray()
                        .addAll(paths.getJsonObject(path).getJsonArray(PARAMETERS, new JsonArray()))
                        .addAll(paths.getJsonObject(path)
                                .getJsonObject(method)
                                .getJsonArray(PARAMETERS, new JsonArray()));
                List<JsonObject> parameters = all.stream()
                        .map(each -> resolved(document, (JsonObject) each))
                        .toList();
                assertEquals(meant, names(parameters, "path"), method + " " + path);
                assertEquals(
                        Set.of("post", "patch", "delete").contains(method) ? Set.of(Guard.ACT) : Set.of(),
                        names(parameters, "header"),
                        method + " " + path);
            }
        }
    }

    private static Set<String> names(List<JsonObject> parameters, String in) {
        return parameters.stream()
                .filter(each -> each.getString("in").equals(in))
                .map(each -> each.getString("name"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void refersToWhatIsThereAndDescribesNothingInVain() throws IOException {
        JsonObject document = document();
        Set<String> meant = new TreeSet<>();
        Matcher references = Pattern.compile("\"\\$ref\":\"([^\"]+)\"").matcher(document.encode());
        while (references.find()) {
            meant.add(references.group(1));
            resolved(document, new JsonObject().put("$ref", references.group(1)));
        }
        JsonObject components = document.getJsonObject("components");
        Set<String> there = new TreeSet<>();
        for (String kind : List.of("parameters", "responses", "schemas")) {
            components.getJsonObject(kind).fieldNames().forEach(name -> there.add("#/components/" + kind + "/" + name));
        }
        assertEquals(there, meant);
    }

    /** A page of others asks with OPTIONS whether it may; the answer has never been yes. */
    @Test
    void refusesOtherMethodsAndSaysWhichThereAre() throws IOException {
        try (House house = House.open(folder)) {
            JsonObject paths = document().getJsonObject("paths");
            for (String path : paths.fieldNames()) {
                Set<String> methods = methods(paths.getJsonObject(path));
                String asked = path.replaceAll(IN_PATH.pattern(), "mymaster");
                for (HttpMethod method : HttpMethod.values()) {
                    if (method.equals(HttpMethod.CONNECT)
                            || methods.contains(method.name().toLowerCase(Locale.ROOT))) {
                        continue;
                    }
                    HttpResponse<String> answer = house.send(
                            HttpRequest.newBuilder(house.uri(asked)).method(method.name(), BodyPublishers.noBody()));
                    assertEquals(405, answer.statusCode(), method + " " + path);
                }
                HttpResponse<String> foreign = options(house, asked, "Origin", "http://elsewhere.example");
                assertEquals(403, foreign.statusCode(), path);
                assertEquals(Set.of(), permissions(foreign), path);
                if (!methods.contains("options")) {
                    HttpResponse<String> answer = options(house, asked);
                    Set<String> allowed = new TreeSet<>(List.of(answer.headers()
                            .firstValue("allow")
                            .orElseThrow()
                            .toLowerCase(Locale.ROOT)
                            .split(",")));
                    assertEquals(methods, allowed, path);
                    assertEquals(Set.of(), permissions(answer), path);
                }
            }
            assertEquals(404, options(house, "/api/v1/nope").statusCode());
        }
    }

    private static HttpResponse<String> options(House house, String path, String... headers) throws IOException {
        return house.send(HttpRequest.newBuilder(house.uri(path)).method("OPTIONS", BodyPublishers.noBody()), headers);
    }

    private static Set<String> permissions(HttpResponse<String> answer) {
        return answer.headers().map().keySet().stream()
                .filter(name -> name.startsWith("access-control-"))
                .collect(Collectors.toSet());
    }
}
