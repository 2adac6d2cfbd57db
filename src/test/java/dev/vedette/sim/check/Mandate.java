package dev.vedette.sim.check;

import dev.vedette.bus.ElectionFact;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.RunId;
import dev.vedette.sim.Observation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts the votes that were really given, and follows the order to promote from the election to the server that takes
 * it. An order may arrive long after its failover: packets wait behind a cut, and TCP sends them again.
 */
final class Mandate extends Checker {
    /** A win may be told this long after it was counted, because the disk comes between. */
    private static final Duration MEMORY = Duration.ofSeconds(20);

    private record Need(Duration since, int votes) {}

    /** Who voted, by master, epoch and candidate. */
    private final Map<String, Set<RunId>> voters = new TreeMap<>();

    private final Map<String, Deque<Need>> needs = new TreeMap<>();
    private final Set<String> elected = new TreeSet<>();
    /** Hosts that a sentinel chose while it was elected, in any of its lives. */
    private final Set<String> chosen = new TreeSet<>();

    private final List<Observation.Commanded> sentNow = new ArrayList<>();
    /** Whoever died at this moment did not come to say all that it had decided. */
    private final Set<String> diedNow = new TreeSet<>();

    Mandate(Court court) {
        super(Invariant.MANDATE, court);
    }

    @Override
    void hear(Observation observation) {
        String who = observation.who();
        Vote vote = Vote.in(observation, cast);
        if (vote != null) {
            voters.computeIfAbsent(vote.master() + " " + vote.epoch() + " " + vote.candidate(), key -> new TreeSet<>())
                    .add(vote.voter());
        }
        if (observation instanceof Observation.Started || observation instanceof Observation.StockStarted) {
            needs.keySet().removeIf(key -> key.startsWith(who + " "));
            elected.removeIf(key -> key.startsWith(who + " "));
        }
        if (observation instanceof Observation.Started || observation instanceof Observation.Told) {
            cast.pictures(who).values().forEach(picture -> note(who, picture));
        }
        if (observation instanceof Observation.Told told && told.fact() instanceof ElectionFact.Elected win) {
            elected.add(who + " " + win.master());
            if (!win.forced()) {
                count(who, win);
            }
        } else if (observation instanceof Observation.Announced announced
                && announced.event().name().equals("+selected-slave")) {
            Subject heir = Subject.of(announced.event().payload());
            if (elected.contains(who + " " + heir.master())) {
                chosen.add(who + " " + heir.address().host());
            }
        } else if (observation instanceof Observation.StockAnnounced stock
                && stock.master().isPresent()) {
            stock(who, stock.master().get(), stock.event(), stock.payload());
        } else if (observation instanceof Observation.Ended) {
            sentNow.removeIf(sent -> sent.who().equals(who));
        } else if (observation instanceof Observation.Commanded sent
                && sent.order().master() == null) {
            sentNow.add(sent);
        } else if (observation instanceof Observation.Crashed) {
            diedNow.add(who);
        } else if (observation instanceof Observation.RoleOrdered taken) {
            taken(taken);
        }
    }

    /** The majority alone: its quorum is its own. An order or a count that {@link Frailty} knows needs no votes. */
    private void stock(String who, MasterName master, String event, String payload) {
        if (event.equals("+elected-leader")) {
            elected.add(who + " " + master);
            Epoch epoch = cast.stock.campaign(who, master);
            if (epoch != null && !cast.stock.excusesEpoch(master, epoch)) {
                int votes = voters.getOrDefault(master + " " + epoch + " " + cast.id(who), Set.of())
                        .size();
                int needed = cast.stock.voters(who, master) / 2 + 1;
                if (votes < needed) {
                    broken(who + " is elected for " + master + " in epoch " + epoch + " with " + votes
                            + " votes, and needs " + needed);
                }
            }
        } else if (event.equals("+selected-slave") && elected.contains(who + " " + master)) {
            chosen.add(who + " " + Subject.of(payload).address().host());
        }
    }

    private void note(String who, MasterPicture picture) {
        int known = cast.peers(who, picture.name()).size() + 1;
        int votes = Math.max(picture.settings().quorum(), known / 2 + 1);
        Deque<Need> history = needs.computeIfAbsent(who + " " + picture.name(), key -> new ArrayDeque<>());
        if (history.isEmpty() || history.getLast().votes() != votes) {
            history.add(new Need(now(), votes));
        }
    }

    /** The least that was enough at any time within memory: what it counted with is not seen from outside. */
    private int needed(String who, MasterName master) {
        Deque<Need> history = needs.getOrDefault(who + " " + master, new ArrayDeque<>());
        int least = Integer.MAX_VALUE;
        Duration until = now();
        for (var latestFirst = history.descendingIterator(); latestFirst.hasNext(); ) {
            Need need = latestFirst.next();
            if (now().minus(until).compareTo(MEMORY) > 0) {
                break;
            }
            least = Math.min(least, need.votes());
            until = need.since();
        }
        return least;
    }

    private void count(String who, ElectionFact.Elected win) {
        int votes = voters.getOrDefault(win.master() + " " + win.epoch() + " " + cast.id(who), Set.of())
                .size();
        int needed = needed(who, win.master());
        if (votes < needed) {
            broken(who + " is elected for " + win.master() + " in epoch " + win.epoch() + " with " + votes
                    + " votes, and needs " + needed);
        }
    }

    /** An order is heard where it is sent, and what led to it a little later. */
    @Override
    void settled() {
        for (Observation.Commanded sent : sentNow) {
            if (diedNow.contains(sent.who())) {
                chosen.add(sent.who() + " " + sent.server().address().host());
            } else {
                commanded(sent.who(), sent.server());
            }
        }
        sentNow.clear();
        diedNow.clear();
    }

    private void commanded(String who, LinkId.Node server) {
        if (!elected.contains(who + " " + server.master())
                || !chosen.contains(who + " " + server.address().host())) {
            broken(who + " tells " + server.address() + " to become the master " + server.master()
                    + " without having been elected and having chosen it");
        }
    }

    private void taken(Observation.RoleOrdered taken) {
        String by = cast.withIp(taken.by());
        if (taken.master().isEmpty()
                && by != null
                && cast.isSentinel(by)
                && !chosen.contains(by + " " + cast.ip(taken.who()))) {
            broken(taken.who() + " was told by " + by
                    + " to become a master, which never chose it as an elected leader");
        }
    }
}
