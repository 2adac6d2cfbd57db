package dev.vedette.feed;

import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.Address;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An event with the number and the time that it got when the feed heard of it.
 *
 * @param seq from 1, without a gap, anew in each run of the process
 */
record Happening(long seq, Instant at, SentinelEvent event) {

    /**
     * Whom an event is about, as its payload says (docs/events.md, <i>D</i>).
     *
     * @param kind {@code master}, {@code slave} or {@code sentinel}
     * @param name that of the master, {@code ip:port} of a replica, the id of a sentinel
     */
    record Subject(String kind, String name, Address address) {
        boolean isMaster() {
            return kind.equals("master");
        }
    }

    private static final List<String> KINDS = List.of("master", "slave", "sentinel");
    private static final int WORDS = 4;

    String name() {
        return event.name();
    }

    /** Null when it is about none in particular. */
    @Nullable
    Subject subject() {
        String[] words = event.payload().split(" ", WORDS + 1);
        if (words.length < WORDS || !KINDS.contains(words[0]) || !words[3].matches("[0-9]{1,5}")) {
            return null;
        }
        int port = Integer.parseInt(words[3]);
        return port > Address.MAX_PORT ? null : new Subject(words[0], words[1], new Address(words[2], port));
    }

    JsonObject json(Run run) {
        JsonObject json = new JsonObject()
                .put("type", "event")
                .put("id", run.id(seq))
                .put("seq", seq)
                .put("at", Times.text(at))
                .put("node", run.node().value())
                .put("event", name())
                .put("level", event.level().name().toLowerCase(Locale.ROOT));
        if (event.master() != null) {
            json.put("master", event.master().value());
        }
        Subject subject = subject();
        if (subject != null) {
            json.put(
                    "instance",
                    new JsonObject()
                            .put("kind", subject.kind().equals("slave") ? "replica" : subject.kind())
                            .put("name", subject.name())
                            .put("address", subject.address().toString()));
        }
        json.put("payload", event.payload());
        if (event.reason() != null) {
            json.put("reason", event.reason());
        }
        return json;
    }
}
