package dev.vedette.feed;

import dev.vedette.model.Limits;
import dev.vedette.model.Moment;
import dev.vedette.platform.Clock;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Answers on their way. Whoever asks for much and takes nothing loses its connection: after a while, or at once when
 * all of that together has become too much.
 */
final class Outflow {
    private record Answer(HttpConnection connection, Moment since, int bytes) {}

    private final Clock clock;
    private final Set<Answer> underWay = new LinkedHashSet<>();
    private long bytes;

    Outflow(Clock clock) {
        this.clock = clock;
    }

    void send(HttpConnection connection, HttpServerResponse response, String text) {
        if (bytes + text.length() > Limits.FEED_BACKLOG_OF_ALL_BYTES && !underWay.isEmpty()) {
            HttpDoor.hangUp(connection);
            return;
        }
        Answer answer = new Answer(connection, clock.now(), text.length());
        underWay.add(answer);
        bytes += answer.bytes;
        response.end(text).onComplete(done -> {
            if (underWay.remove(answer)) {
                bytes -= answer.bytes;
            }
        });
    }

    void sweep() {
        Moment now = clock.now();
        List<Answer> late = underWay.stream()
                .filter(answer -> now.isPast(answer.since, Limits.FEED_PATIENCE))
                .toList();
        late.forEach(answer -> HttpDoor.hangUp(answer.connection));
    }
}
