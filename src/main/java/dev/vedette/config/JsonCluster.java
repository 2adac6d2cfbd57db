package dev.vedette.config;

import dev.vedette.model.Address;
import java.util.ArrayList;
import java.util.List;

/** The {@code cluster} object of sentinel.json: what {@link ClusterDirectives} reads, in the words of JSON. */
final class JsonCluster {
    static final List<String> KEYS = List.of("enabled", "name", "host", "port", "busPort", "members", "secret");

    private JsonCluster() {}

    static void read(JsonAt at, ClusterDraft cluster) {
        JsonAt.Members members = at.members(KEYS);
        members.with("enabled", v -> v.yesNo(yes -> cluster.enabled = yes));
        members.with("name", v -> v.text(cluster::name));
        members.with("host", v -> v.text(cluster::host));
        members.with("port", v -> v.whole(1, Address.MAX_PORT, "Invalid port number.", port -> cluster.port = port));
        members.with(
                "busPort", v -> v.whole(1, Address.MAX_PORT, "Invalid port number.", port -> cluster.busPort = port));
        members.with("secret", v -> v.text(cluster::secret));
        members.with("members", v -> members(v, cluster));
    }

    private static void members(JsonAt at, ClusterDraft cluster) {
        List<String> texts = new ArrayList<>();
        at.elements()
                .forEach(each -> each.text(text -> {
                    cluster.members(List.of(text));
                    texts.add(text);
                }));
        try {
            cluster.members(texts);
        } catch (Fault fault) {
            at.problem(fault);
        }
    }
}
