package dev.vedette.feed;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One message to those who listen, encoded once however many they are. The same JSON whatever the transport; a line of
 * Server-Sent Events also has its type and, for events, the id that a browser says when it comes back.
 */
final class Frame {
    private final String text;
    private final Buffer sse;
    private @Nullable Buffer bridged;

    private Frame(String type, String id, String text) {
        this.text = text;
        this.sse =
                Buffer.buffer((id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + type + "\ndata: " + text + "\n\n");
    }

    /** @param json has a {@code type} */
    static Frame of(JsonObject json) {
        return new Frame(json.getString("type"), json.getString("id", ""), json.encode());
    }

    String text() {
        return text;
    }

    Buffer sse() {
        return sse;
    }

    /** As the bridge of Vert.x's event bus writes it. */
    Buffer bridged() {
        Buffer made = bridged;
        if (made == null) {
            made = Buffer.buffer("{\"type\":\"rec\",\"address\":\"" + Bridge.EVENTS + "\",\"body\":" + text + "}");
            bridged = made;
        }
        return made;
    }

    int size() {
        return sse.length();
    }
}
