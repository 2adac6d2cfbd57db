package dev.vedette.cluster;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.HostText;
import dev.vedette.model.IpText;
import dev.vedette.model.Limits;
import dev.vedette.model.RunId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object that a stranger wrote: every value has a type and a bound, and one that is wrong makes the whole
 * message unread. What is not asked for is passed over, so that later versions may say more.
 */
final class Reading {
    private static final int NAME = 255;

    /** Thrown, and caught where a message comes in. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String what) {
            super(what, null, false, false);
        }
    }

    private final JsonObject json;

    Reading(JsonObject json) {
        this.json = json;
    }

    String text(String key, int most) {
        if (!(json.getValue(key) instanceof String text) || text.length() > most || hasControls(text)) {
            throw new Unreadable(key);
        }
        return text;
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    long whole(String key, long from, long to) {
        Object value = json.getValue(key);
        if (!(value instanceof Integer || value instanceof Long)) {
            throw new Unreadable(key);
        }
        long number = ((Number) value).longValue();
        if (number < from || number > to) {
            throw new Unreadable(key);
        }
        return number;
    }

    boolean yes(String key) {
        if (json.getValue(key) instanceof Boolean yes) {
            return yes;
        }
        throw new Unreadable(key);
    }

    Duration millis(String key) {
        return Duration.ofMillis(whole(key, 0, Limits.LONGEST_PERIOD.toMillis()));
    }

    Instant at(String key) {
        try {
            return Instant.ofEpochMilli(whole(key, 0, Long.MAX_VALUE / 1_000_000));
        } catch (DateTimeException e) {
            throw new Unreadable(key);
        }
    }

    /** Epochs are 64 bits without a sign, which JSON numbers are not. */
    Epoch epoch(String key) {
        String text = text(key, 20);
        if (!text.matches("[0-9]{1,20}")) {
            throw new Unreadable(key);
        }
        try {
            return new Epoch(Long.parseUnsignedLong(text));
        } catch (NumberFormatException e) {
            throw new Unreadable(key);
        }
    }

    RunId id(String key) {
        return id(text(key, RunId.LENGTH), key);
    }

    private static RunId id(String text, String key) {
        if (!isId(text)) {
            throw new Unreadable(key);
        }
        return new RunId(text);
    }

    /** Whether the others would read it as the id of a sentinel or of a data node. */
    static boolean isId(String text) {
        return text.matches("[0-9a-f]{40}");
    }

    @Nullable
    RunId idOrNone(String key) {
        return json.getValue(key) == null ? null : id(key);
    }

    /** Host and port as an address shows them. */
    Address address(String key) {
        String text = text(key, HostText.MAX_LENGTH + 8);
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new Unreadable(key);
        }
        String host = text.substring(0, colon);
        boolean six = host.startsWith("[") && host.endsWith("]");
        String plain = six ? host.substring(1, host.length() - 1) : host;
        int port = Integer.parseInt(text.substring(colon + 1));
        boolean known = six ? IpText.canonical(plain) != null : HostText.read(plain) != null;
        if (!known || port > Address.MAX_PORT) {
            throw new Unreadable(key);
        }
        return new Address(plain, port);
    }

    /** A name that is a word: of a master, an event, a level. */
    String name(String key) {
        String name = text(key, NAME);
        if (name.isEmpty() || name.indexOf(' ') >= 0) {
            throw new Unreadable(key);
        }
        return name;
    }

    Reading object(String key) {
        if (json.getValue(key) instanceof JsonObject object) {
            return new Reading(object);
        }
        throw new Unreadable(key);
    }

    <T> List<T> list(String key, int most, Function<Reading, T> read) {
        if (!(json.getValue(key) instanceof JsonArray array) || array.size() > most) {
            throw new Unreadable(key);
        }
        List<T> list = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.getValue(i) instanceof JsonObject object)) {
                throw new Unreadable(key);
            }
            list.add(read.apply(new Reading(object)));
        }
        return list;
    }

    List<String> texts(String key, int most, int length) {
        if (!(json.getValue(key) instanceof JsonArray array) || array.size() > most) {
            throw new Unreadable(key);
        }
        List<String> list = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.getValue(i) instanceof String text) || text.length() > length || hasControls(text)) {
                throw new Unreadable(key);
            }
            list.add(text);
        }
        return list;
    }
}
