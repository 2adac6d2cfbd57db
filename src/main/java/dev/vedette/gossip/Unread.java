package dev.vedette.gossip;

import dev.vedette.brain.Out;
import dev.vedette.model.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Hellos with names in them that were never looked up: each may be one whom we know by an IP address, or by another
 * name. They wait until the look-up ends, which it does in bounded time; a name that is not found is taken at its word.
 */
final class Unread {
    private final Out out;
    private final NavigableMap<String, List<String>> byHost = new TreeMap<>();
    private int count;

    Unread(Out out) {
        this.out = out;
    }

    /** @return whether it is to be read later */
    boolean waits(HelloMessage hello, String payload) {
        for (String host : hello.hosts()) {
            if (out.book().isOpen(host)) {
                if (count < Limits.HELLOS_BEHIND_A_LOOK_UP) {
                    byHost.computeIfAbsent(key(host), name -> new ArrayList<>()).add(payload);
                    count++;
                    out.lookUp(host);
                }
                return true;
            }
        }
        return false;
    }

    /** What can be read now, and waits no longer. */
    List<String> taken(String host) {
        List<String> payloads = byHost.remove(key(host));
        if (payloads == null) {
            return List.of();
        }
        count -= payloads.size();
        return payloads;
    }

    private static String key(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
