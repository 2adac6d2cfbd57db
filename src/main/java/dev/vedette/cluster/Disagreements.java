package dev.vedette.cluster;

import dev.vedette.model.Address;
import dev.vedette.model.RunId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds what nodes see differently of one master. Only what each of them says at this moment counts: how long it has
 * been so is {@link Standing}'s business. Nothing follows from a disagreement but a sentence for people.
 */
final class Disagreements {
    private final String master;
    private final SortedMap<RunId, Opinion> opinions;
    private final SortedSet<RunId> nodes;
    private final Function<RunId, String> label;
    private final List<Disagreement> found = new ArrayList<>();

    /**
     * @param nodes that are heard, and have said all that they watch
     * @param opinions theirs about this master; those that do not watch it are absent
     * @param label how people know a node
     */
    static List<Disagreement> find(
            String master, SortedSet<RunId> nodes, SortedMap<RunId, Opinion> opinions, Function<RunId, String> label) {
        Disagreements all = new Disagreements(master, nodes, opinions, label);
        if (nodes.size() > 1) {
            all.unwatched();
        }
        if (opinions.size() > 1) {
            all.address();
            all.settings();
            all.peers();
            all.replicas();
        }
        return all.found;
    }

    private Disagreements(
            String master, SortedSet<RunId> nodes, SortedMap<RunId, Opinion> opinions, Function<RunId, String> label) {
        this.master = master;
        this.nodes = nodes;
        this.opinions = opinions;
        this.label = label;
    }

    private void unwatched() {
        Opinion model = opinions.values().stream().findFirst().orElse(null);
        for (RunId node : nodes) {
            if (model != null && !opinions.containsKey(node)) {
                found.add(new Disagreement(
                        "unwatched",
                        node.value(),
                        label.apply(node) + " does not watch " + master + ": SENTINEL MONITOR " + master + " "
                                + model.address().host() + " " + model.address().port() + " "
                                + model.settings().quorum() + " there, or SENTINEL REMOVE " + master
                                + " at the others"));
            }
        }
    }

    private void address() {
        SortedMap<String, List<RunId>> said = by(opinion -> opinion.address() + " (epoch " + opinion.epoch() + ")");
        SortedSet<Address> addresses = new TreeSet<>();
        opinions.values().forEach(opinion -> addresses.add(opinion.address()));
        if (addresses.size() < 2) {
            return;
        }
        Opinion newest = opinions.values().stream()
                .max((a, b) -> a.epoch().compareTo(b.epoch()))
                .orElseThrow();
        boolean clear = opinions.values().stream()
                .filter(opinion -> opinion.epoch().equals(newest.epoch()))
                .allMatch(opinion -> opinion.address().equals(newest.address()));
        found.add(new Disagreement(
                "address",
                "",
                told(said) + ". "
                        + (clear
                                ? newest.address() + " has the newest epoch: see whether the others reach it and their"
                                        + " peers, and SENTINEL RESET " + master + " there if they do"
                                : "the epochs do not tell who is right: ask both instances for ROLE, and SENTINEL RESET "
                                        + master + " at those that are wrong")));
    }

    private void settings() {
        setting("quorum", "quorum", settings -> Integer.toString(settings.quorum()));
        setting(
                "down-after",
                "down-after-milliseconds",
                settings -> Long.toString(settings.downAfter().toMillis()));
        setting(
                "failover-timeout",
                "failover-timeout",
                settings -> Long.toString(settings.failoverTimeout().toMillis()));
        setting("parallel-syncs", "parallel-syncs", settings -> Integer.toString(settings.parallelSyncs()));
    }

    private void setting(String kind, String option, Function<Opinion.Settings, String> value) {
        SortedMap<String, List<RunId>> said = by(opinion -> value.apply(opinion.settings()));
        if (said.size() > 1) {
            found.add(new Disagreement(
                    kind,
                    "",
                    option + ": " + told(said) + ". SENTINEL SET " + master + " " + option
                            + " with one value at each of them"));
        }
    }

    /** Sentinels that are up for somebody, and that somebody else does not know. */
    private void peers() {
        SortedMap<RunId, SortedSet<RunId>> knownBy = new TreeMap<>();
        opinions.forEach((node, opinion) -> opinion.peers().stream()
                .filter(Opinion.Peer::up)
                .forEach(peer -> knownBy.computeIfAbsent(peer.id(), id -> new TreeSet<>())
                        .add(node)));
        knownBy.forEach((peer, knowing) -> {
            List<RunId> missing = opinions.entrySet().stream()
                    .filter(entry -> !entry.getKey().equals(peer))
                    .filter(entry -> entry.getValue().peers().stream()
                            .noneMatch(known -> known.id().equals(peer)))
                    .map(Map.Entry::getKey)
                    .toList();
            if (!missing.isEmpty()) {
                found.add(new Disagreement(
                        "peer",
                        peer.value(),
                        names(missing) + " does not know the sentinel " + label.apply(peer) + ", which "
                                + names(knowing) + " can reach: it hears of it through the master and its replicas, so"
                                + " see whether it reaches them, and whether announce-ip of that sentinel is right"));
            }
        });
    }

    /** Replicas that are up for all others that know them. */
    private void replicas() {
        SortedMap<Address, SortedSet<RunId>> reaching = new TreeMap<>();
        SortedMap<Address, SortedSet<RunId>> failing = new TreeMap<>();
        opinions.forEach((node, opinion) -> opinion.replicas().forEach(replica -> (replica.up() ? reaching : failing)
                .computeIfAbsent(replica.address(), address -> new TreeSet<>())
                .add(node)));
        failing.forEach((replica, blind) -> {
            SortedSet<RunId> seeing = reaching.get(replica);
            if (seeing != null && !seeing.isEmpty()) {
                found.add(new Disagreement(
                        "replica",
                        replica.toString(),
                        names(blind) + " cannot reach the replica " + replica + ", which " + names(seeing)
                                + " can reach: see to the network between them; a failover that it leads would not"
                                + " choose this replica"));
            }
        });
    }

    private SortedMap<String, List<RunId>> by(Function<Opinion, String> value) {
        SortedMap<String, List<RunId>> said = new TreeMap<>();
        opinions.forEach((node, opinion) -> said.computeIfAbsent(value.apply(opinion), text -> new ArrayList<>())
                .add(node));
        return said;
    }

    private String told(SortedMap<String, List<RunId>> said) {
        return said.entrySet().stream()
                .map(entry -> names(entry.getValue()) + " says " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private String names(Collection<RunId> ids) {
        return ids.stream().map(label).collect(Collectors.joining(" and "));
    }
}
