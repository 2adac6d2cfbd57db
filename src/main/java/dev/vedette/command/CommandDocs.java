package dev.vedette.command;

import dev.vedette.command.resp.RespValue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What COMMAND DOCS says beyond the table: complexity, history and arguments, of which {@code redis-cli} makes its
 * hints. It stands in a file, by the full names of commands, with the fields of the reply in their order; nothing here
 * decides anything by it, so it is read when somebody asks for the first time.
 */
final class CommandDocs {
    private static final String FILE = "/dev/vedette/command/docs.json";
    /** Fields whose lists say nothing by their order. */
    private static final Set<String> UNORDERED = Set.of("flags", "doc_flags", "history");

    private @Nullable JsonObject file;

    /** Keys and values by turns; none for a command that the file does not know. */
    List<RespValue> of(String fullName) {
        if (file == null) {
            file = read();
        }
        return pairs(file.getJsonObject(fullName, new JsonObject()));
    }

    private static JsonObject read() {
        try (InputStream bytes = CommandDocs.class.getResourceAsStream(FILE)) {
            if (bytes == null) {
                throw new IOException(FILE + " is missing in the jar");
            }
            return new JsonObject(new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RespValue> pairs(JsonObject fields) {
        List<RespValue> pairs = new ArrayList<>();
        fields.forEach(field -> {
            pairs.add(RespValue.bulk(field.getKey()));
            pairs.add(value(field.getKey(), field.getValue()));
        });
        return pairs;
    }

    private static RespValue value(String key, Object value) {
        if (value instanceof JsonObject fields) {
            return new RespValue.Pairs(pairs(fields));
        }
        if (value instanceof JsonArray list) {
            boolean flags = key.endsWith("flags");
            List<RespValue> items = list.stream()
                    .map(item -> flags ? new RespValue.Status(item.toString()) : value("", item))
                    .toList();
            return UNORDERED.contains(key) ? new RespValue.Unordered(items) : new RespValue.Many(items);
        }
        return RespValue.bulk(value.toString());
    }
}
