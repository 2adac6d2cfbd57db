package dev.vedette.feed;

import dev.vedette.model.Address;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What people want to know of an INFO text and no decision needs: how far replicas are behind. A master says for each
 * replica what that has acknowledged, in the same breath as its own offset, so that the difference is true; the offset
 * that a replica says of itself was read at another moment, up to ten seconds away.
 */
final class InfoFields {
    private final Map<String, String> fields = new TreeMap<>();

    InfoFields(@Nullable String text) {
        if (text != null) {
            for (String line : text.split("\r?\n")) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    fields.put(line.substring(0, colon), line.substring(colon + 1));
                }
            }
        }
    }

    String text(String field) {
        return fields.getOrDefault(field, "");
    }

    OptionalLong number(String field) {
        return parsed(fields.get(field));
    }

    private static OptionalLong parsed(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    /** Bytes of the replication stream that this replica of the master has not acknowledged. */
    OptionalLong lagBytes(Address replica) {
        OptionalLong mine = number("master_repl_offset");
        OptionalLong its = parsed(ofReplica(replica, "offset"));
        return mine.isPresent() && its.isPresent()
                ? OptionalLong.of(Math.max(0, mine.getAsLong() - its.getAsLong()))
                : OptionalLong.empty();
    }

    /** Seconds since the replica last acknowledged anything. */
    OptionalLong lagSeconds(Address replica) {
        return parsed(ofReplica(replica, "lag"));
    }

    private @Nullable String ofReplica(Address replica, String key) {
        for (int i = 0; fields.containsKey("slave" + i); i++) {
            Map<String, String> pairs = pairs(text("slave" + i));
            boolean same = replica.host().equalsIgnoreCase(pairs.get("ip"))
                    && Integer.toString(replica.port()).equals(pairs.get("port"));
            if (same) {
                return pairs.get(key);
            }
        }
        return null;
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new TreeMap<>();
        for (String pair : text.split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return pairs;
    }
}
