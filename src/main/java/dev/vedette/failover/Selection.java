package dev.vedette.failover;

import dev.vedette.bus.Candidate;
import dev.vedette.bus.Candidates;
import dev.vedette.model.Address;
import dev.vedette.model.Periods;
import dev.vedette.model.Reason;
import dev.vedette.model.Tunables;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the replica to promote (reference 7.4): of those that are alive and fresh, the lowest priority number, then
 * the most data, then the smallest run id, so that every sentinel would choose the same. Says of every other one why
 * not.
 */
record Selection(@Nullable Candidate chosen, SortedMap<Address, Reason> refused) {
    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparingInt(Candidate::priority)
            .thenComparing(Candidate::offset, (one, other) -> Long.compareUnsigned(other, one))
            .thenComparing(Selection::runIdKey, Comparator.nullsLast(Comparator.naturalOrder()));

    private static @Nullable String runIdKey(Candidate candidate) {
        return candidate.runId() == null ? null : candidate.runId().value().toLowerCase(Locale.ROOT);
    }

    /** @param byName whether the master will be told whom to hand over to, in its own words */
    static Selection of(Candidates candidates, Tunables tunables, boolean byName) {
        SortedMap<Address, Reason> refused = new TreeMap<>();
        for (Candidate replica : candidates.replicas()) {
            Reason reason = byName && replica.listed() == null
                    ? Reason.REPLICA_NOT_LISTED
                    : whyNot(replica, candidates, tunables);
            if (reason != null) {
                refused.put(replica.address(), reason);
            }
        }
        Candidate chosen = candidates.replicas().stream()
                .filter(replica -> !refused.containsKey(replica.address()))
                .min(BEST_FIRST)
                .orElse(null);
        return new Selection(chosen, refused);
    }

    private static @Nullable Reason whyNot(Candidate replica, Candidates of, Tunables tunables) {
        Duration fresh = tunables.ping().multipliedBy(5);
        if (replica.down()) {
            return Reason.REPLICA_DOWN;
        }
        if (!replica.connected()) {
            return Reason.REPLICA_DISCONNECTED;
        }
        if (replica.sinceValidPing().compareTo(fresh) > 0) {
            return Reason.REPLICA_SILENT;
        }
        if (replica.priority() == 0) {
            return replica.reportsMaster() ? Reason.REPLICA_PRIORITY_WAS_ZERO : Reason.REPLICA_PRIORITY_ZERO;
        }
        if (replica.infoAge() == null) {
            return Reason.REPLICA_INFO_NEVER;
        }
        Duration infoLimit =
                of.masterDownFor() != null ? fresh : tunables.info().multipliedBy(3);
        if (replica.infoAge().compareTo(infoLimit) > 0) {
            return Reason.REPLICA_INFO_STALE;
        }
        Duration masterDown = of.masterDownFor() == null ? Duration.ZERO : of.masterDownFor();
        Duration tooLong = of.downAfter().multipliedBy(10).plus(masterDown);
        return replica.masterLinkDown().compareTo(tooLong) > 0 ? Reason.REPLICA_LINK_DOWN_TOO_LONG : null;
    }

    /**
     * Whether a moment's patience would show more: someone reachable has not answered INFO since the trouble began, so
     * its offset is one of quieter times, or it would be refused only for that.
     */
    static boolean deservesPatience(Candidates candidates) {
        return candidates.replicas().stream()
                .anyMatch(replica -> replica.connected()
                        && !replica.down()
                        && (replica.infoAge() == null || replica.infoAge().compareTo(Periods.INFO_BUSY) > 0));
    }

    /** Why there is nobody to promote, for people. */
    String whyNobody(Candidates candidates) {
        return Reason.NO_GOOD_REPLICA.sentence()
                + (candidates.replicas().isEmpty() ? ": none is known" : ": " + explanation());
    }

    /** Why nobody else was chosen, for people. */
    String explanation() {
        return refused.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue().sentence())
                .collect(Collectors.joining("; "));
    }
}
