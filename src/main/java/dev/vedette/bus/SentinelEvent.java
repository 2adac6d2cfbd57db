package dev.vedette.bus;

import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the public event stream: a channel of RESP subscribers, a line of the log (reference 9).
 *
 * @param name the channel, for example {@code +sdown}
 * @param payload the message, to the byte as Redis Sentinel words it
 * @param master whom it is about, or null when it is about the process
 * @param reason why, for people; never part of the payload; may be null
 */
public record SentinelEvent(
        String name,
        Level level,
        String payload,
        @Nullable MasterName master,
        @Nullable String reason) implements Input {

    public SentinelEvent {
        if (payload.length() > Limits.EVENT_TEXT) {
            payload = payload.substring(0, Limits.EVENT_TEXT);
        }
    }
}
