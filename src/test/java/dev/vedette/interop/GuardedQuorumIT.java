package dev.vedette.interop;

import static dev.vedette.interop.SentinelFlavour.STOCK;
import static dev.vedette.interop.SentinelFlavour.VEDETTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.interop.SecuredRing.Guard;
import dev.vedette.interop.SecuredRing.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Vedettes and stock sentinels in one quorum where everybody has to log in or to show a certificate, to each other,
 * too: with one password for all, as a user who may do what peers do and no more, and encrypted. Either kind leads.
 */
class GuardedQuorumIT {
    private static final String EAGER = "2000";
    private static final String PATIENT = "600000";

    static Stream<Arguments> rings() {
        return Stream.of(Arguments.of(Guard.TLS, List.of(VEDETTE, STOCK, STOCK)));
    }

    static Stream<Arguments> otherRings() {
        return Stream.of(
                Arguments.of(Guard.PASSWORDS, List.of(VEDETTE, VEDETTE, STOCK)),
                Arguments.of(Guard.PASSWORDS, List.of(VEDETTE, STOCK, STOCK)),
                Arguments.of(Guard.USERS, List.of(VEDETTE, VEDETTE, STOCK)),
                Arguments.of(Guard.USERS, List.of(VEDETTE, STOCK, STOCK)),
                Arguments.of(Guard.TLS, List.of(VEDETTE, VEDETTE, STOCK)));
    }

    @Tag("long")
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("otherRings")
    void soItIsInEveryOtherRing(Guard guard, List<SentinelFlavour> mixture) throws IOException {
        eitherKindLeadsWhereEverybodyIsGuarded(guard, mixture);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("rings")
    void eitherKindLeadsWhereEverybodyIsGuarded(Guard guard, List<SentinelFlavour> mixture) throws IOException {
        try (SecuredRing ring = SecuredRing.start(guard, mixture)) {
            for (SentinelFlavour kind : List.of(STOCK, VEDETTE)) {
                masterDies(ring, ring.sentinels.get(mixture.indexOf(kind)));
            }
            for (Member sentinel : ring.sentinels) {
                if (guard != Guard.TLS) {
                    assertEquals(List.of(), sentinel.ask("ACL", "LOG"), sentinel.name);
                }
            }
        }
    }

    /** One sentinel needs nobody else to find the master down; the others only vote. */
    private static void masterDies(SecuredRing ring, Member leader) throws IOException {
        for (Member sentinel : ring.sentinels) {
            boolean eager = sentinel == leader;
            set(sentinel, "down-after-milliseconds", eager ? EAGER : PATIENT);
            set(sentinel, "quorum", eager ? "1" : "2");
        }
        Member old = ring.nodeAt(Integer.parseInt(leader.master().get("port")));
        int heard = said(leader, " +switch-master ").size();
        Member next = ring.killMaster();
        Await.until(
                SecuredRing.PATIENCE,
                leader.name + " ends its failover",
                () -> said(leader, " +switch-master ").size() > heard,
                ring::evidence);

        String id = String.valueOf(leader.ask("SENTINEL", "MYID"));
        String vote = id + " " + leader.master().get("config-epoch");
        int votes = 0;
        int fromLeader = 0;
        for (Member sentinel : ring.sentinels) {
            votes += said(sentinel, " +vote-for-leader " + vote).size();
            fromLeader +=
                    said(sentinel, " +config-update-from sentinel " + id + " ").size();
        }
        // Who follows first has heard it from the leader, the others perhaps from that one.
        assertTrue(fromLeader > 0, ring::evidence);
        assertTrue(votes > ring.sentinels.size() / 2, votes + " votes\n" + ring.evidence());
        old.start();
        ring.awaitHealthy(next.guarded);
    }

    private static void set(Member sentinel, String option, String value) throws IOException {
        assertEquals("OK", sentinel.ask("SENTINEL", "SET", Deployment.MASTER, option, value), sentinel.name);
    }

    private static List<String> said(Member sentinel, String text) throws IOException {
        List<String> said = new ArrayList<>();
        for (String line : Files.readAllLines(sentinel.child().log())) {
            if (line.contains(text)) {
                said.add(line);
            }
        }
        return said;
    }
}
