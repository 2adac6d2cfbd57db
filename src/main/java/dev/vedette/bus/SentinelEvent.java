package dev.vedette.bus;

import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import java.nio.charset.StandardCharsets;
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

    /** What one character of a Java string takes on the wire, at most: those that take four are two of them. */
    private static final int BYTES_OF_A_CHARACTER = 3;

    private static final int CONTINUES = 0b1000_0000;
    private static final int LEADING_BITS = 0b1100_0000;

    public SentinelEvent {
        payload = cut(payload);
    }

    /** Redis cuts anywhere; we cut in front of a character that would not be whole. */
    private static String cut(String text) {
        if (text.length() <= Limits.EVENT_BYTES / BYTES_OF_A_CHARACTER) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(bytes.length, Limits.EVENT_BYTES);
        while (end < bytes.length && (bytes[end] & LEADING_BITS) == CONTINUES) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
