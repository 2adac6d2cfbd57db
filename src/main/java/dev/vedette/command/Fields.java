package dev.vedette.command;

import dev.vedette.command.resp.RespValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A map whose values are all bulk strings, as SENTINEL MASTER gives. */
final class Fields {
    private final List<RespValue> items = new ArrayList<>();

    Fields add(String key, String value) {
        items.add(RespValue.bulk(key));
        items.add(RespValue.bulk(value));
        return this;
    }

    Fields add(String key, long value) {
        return add(key, Long.toString(value));
    }

    Fields add(String key, Duration value) {
        return add(key, value.toMillis());
    }

    RespValue map() {
        return new RespValue.Pairs(items);
    }
}
