package dev.vedette.feed;

import dev.vedette.platform.Sha256;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of the page, out of the jar. They are named one by one: what is not in this list cannot be asked for,
 * whatever a path looks like.
 */
final class Page {
    private static final Map<String, String> TYPES = new TreeMap<>(Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json"));
    static final List<String> FILES = List.of(
            "index.html",
            "page.css",
            "page.js",
            "stream.js",
            "masters.js",
            "picture.js",
            "stories.js",
            "events.js",
            "orders.js",
            "cluster.js",
            "text.js",
            "icon.svg",
            "openapi.json");

    private record File(Buffer bytes, String type, String tag) {}

    private final Map<String, File> files = new TreeMap<>();

    Page() {
        FILES.forEach(name -> files.put("/" + name, read(name)));
        File index = files.get("/index.html");
        if (index != null) {
            files.put("/", index);
        }
    }

    private static File read(String name) {
        try (InputStream stream = Page.class.getResourceAsStream("page/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("not in the jar: page/" + name);
            }
            byte[] bytes = stream.readAllBytes();
            String tag = Sha256.hex(bytes).substring(0, 16);
            return new File(
                    Buffer.buffer(bytes),
                    TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), ""),
                    '"' + tag + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void routes(Router router) {
        files.forEach((path, file) -> router.get(path).handler(context -> serve(context, file)));
    }

    /** Always asked for again, and answered with nothing when it is still the same. */
    private static void serve(RoutingContext context, File file) {
        context.response().putHeader("Cache-Control", "no-cache").putHeader("ETag", file.tag);
        if (file.tag.equals(context.request().getHeader("If-None-Match"))) {
            context.response().setStatusCode(304).end();
        } else {
            context.response().putHeader("Content-Type", file.type).end(file.bytes);
        }
    }
}
