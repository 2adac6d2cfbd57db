package dev.vedette.config;

import dev.vedette.config.PlainDirectives.Action;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The {@code vedette-cluster-} lines of sentinel.conf. They are ours, and have a long name because Redis has
 * {@code cluster-} lines that mean something else.
 */
final class ClusterDirectives {
    private final SortedMap<String, Action> rules = new TreeMap<>();

    ClusterDirectives(ClusterDraft cluster) {
        rules.put(
                "vedette-cluster-enabled",
                words -> cluster.enabled = words.get(0).equalsIgnoreCase("yes"));
        rules.put("vedette-cluster-name", words -> cluster.name(words.get(0)));
        rules.put("vedette-cluster-host", words -> cluster.host(words.get(0)));
        rules.put("vedette-cluster-port", words -> cluster.port = Integer.parseInt(words.get(0)));
        rules.put("vedette-cluster-bus-port", words -> cluster.busPort = Integer.parseInt(words.get(0)));
        rules.put("vedette-cluster-members", cluster::members);
        rules.put("vedette-cluster-secret", words -> cluster.secret(words.get(0)));
    }

    SortedMap<String, Action> rules() {
        return rules;
    }
}
