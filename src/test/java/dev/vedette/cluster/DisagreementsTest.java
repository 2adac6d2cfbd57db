package dev.vedette.cluster;

import static dev.vedette.cluster.Sample.A;
import static dev.vedette.cluster.Sample.B;
import static dev.vedette.cluster.Sample.C;
import static dev.vedette.cluster.Sample.MASTER;
import static dev.vedette.cluster.Sample.REPLICA;
import static dev.vedette.cluster.Sample.opinion;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What three nodes say, and what is found in it. A and B think the usual; C is the odd one. */
class DisagreementsTest {
    private static final Opinion USUAL = opinion(C);

    static Stream<Arguments> oddities() {
        Opinion.Settings s = USUAL.settings();
        return Stream.of(
                Arguments.of("nothing", USUAL, "", "", ""),
                Arguments.of(
                        "an older address",
                        Sample.at(USUAL, REPLICA, 4),
                        "address",
                        "",
                        "cccc says 10.0.0.2:6379 (epoch 4). 10.0.0.1:6379 has the newest epoch"),
                Arguments.of(
                        "another address of the same epoch",
                        Sample.at(USUAL, REPLICA, 5),
                        "address",
                        "",
                        "the epochs do not tell who is right"),
                Arguments.of("a later epoch of the same address", Sample.at(USUAL, MASTER, 6), "", "", ""),
                Arguments.of(
                        "quorum",
                        Sample.with(USUAL, Sample.settings(3)),
                        "quorum",
                        "",
                        "quorum: aaaa and bbbb says 2, cccc says 3. SENTINEL SET mymaster quorum"),
                Arguments.of(
                        "down-after",
                        Sample.with(USUAL, new Opinion.Settings(2, Duration.ofSeconds(5), s.failoverTimeout(), 1)),
                        "down-after",
                        "",
                        "SENTINEL SET mymaster down-after-milliseconds"),
                Arguments.of(
                        "failover-timeout",
                        Sample.with(USUAL, new Opinion.Settings(2, s.downAfter(), Duration.ofSeconds(5), 1)),
                        "failover-timeout",
                        "",
                        "SENTINEL SET mymaster failover-timeout"),
                Arguments.of(
                        "parallel-syncs",
                        Sample.with(USUAL, new Opinion.Settings(2, s.downAfter(), s.failoverTimeout(), 2)),
                        "parallel-syncs",
                        "",
                        "SENTINEL SET mymaster parallel-syncs"),
                Arguments.of(
                        "a peer that it does not know",
                        Sample.seeing(USUAL, USUAL.replicas(), List.of(Sample.peer(A, true))),
                        "peer",
                        B.value(),
                        "cccc does not know the sentinel bbbb, which aaaa can reach"),
                Arguments.of(
                        "a peer that is down for it is known",
                        Sample.seeing(USUAL, USUAL.replicas(), List.of(Sample.peer(A, true), Sample.peer(B, false))),
                        "",
                        "",
                        ""),
                Arguments.of(
                        "a replica that it cannot reach",
                        Sample.seeing(USUAL, List.of(Sample.replica(false)), USUAL.peers()),
                        "replica",
                        "10.0.0.2:6379",
                        "cccc cannot reach the replica 10.0.0.2:6379, which aaaa and bbbb can reach"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddities")
    void isFound(String what, Opinion odd, String kind, String subject, String sentence) {
        List<Disagreement> found = find(odd);
        if (kind.isEmpty()) {
            assertEquals(List.of(), found, what);
            return;
        }
        assertEquals(1, found.size(), found::toString);
        assertEquals(kind, found.get(0).kind());
        assertEquals(subject, found.get(0).subject());
        assertTrue(found.get(0).sentence().contains(sentence), found.get(0).sentence());
    }

    private static List<Disagreement> find(Opinion ofC) {
        SortedMap<RunId, Opinion> opinions = new TreeMap<>();
        opinions.put(A, opinion(A));
        opinions.put(B, opinion(B));
        if (ofC != null) {
            opinions.put(C, ofC);
        }
        return Disagreements.find("mymaster", new TreeSet<>(List.of(A, B, C)), opinions, id -> id.value()
                .substring(0, 4));
    }

    @Test
    void aNodeThatDoesNotWatchItIsNamed() {
        List<Disagreement> found = find(null);
        assertEquals("unwatched", found.get(0).kind());
        assertEquals(C.value(), found.get(0).subject());
        assertTrue(
                found.get(0)
                        .sentence()
                        .startsWith("cccc does not watch mymaster: SENTINEL MONITOR mymaster 10.0.0.1 6379 2 there"),
                found.get(0).sentence());
    }

    @Test
    void aReplicaThatIsDownForEverybodyIsNoDisagreement() {
        SortedMap<RunId, Opinion> opinions = new TreeMap<>();
        for (RunId id : List.of(A, B)) {
            opinions.put(
                    id,
                    Sample.seeing(
                            opinion(id),
                            List.of(Sample.replica(false)),
                            opinion(id).peers()));
        }
        assertEquals(List.of(), Disagreements.find("mymaster", new TreeSet<>(List.of(A, B)), opinions, RunId::value));
    }

    @Test
    void whoeverIsAloneDisagreesWithNobody() {
        SortedMap<RunId, Opinion> opinions = new TreeMap<>();
        opinions.put(A, opinion(A));
        assertEquals(List.of(), Disagreements.find("mymaster", new TreeSet<>(List.of(A)), opinions, RunId::value));
    }
}
