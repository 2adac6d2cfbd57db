package dev.vedette.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.Moment;
import dev.vedette.model.PeerRef;
import dev.vedette.model.RunId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Moment NOW = Moment.ofMillis(1);

    private final Watches watches = new Watches(Credentials.NONE);
    private final Rounds rounds = new Rounds(watches);

    private void watch(int masters) {
        for (int i = 0; i < masters; i++) {
            MasterName name = new MasterName("m" + i);
            watches.add(new MasterWatch(
                    name,
                    new Address("10.0." + i / 200 + "." + i % 200, 6379),
                    MasterSettings.withQuorum(2),
                    Epoch.ZERO,
                    NOW));
        }
    }

    private Set<LinkId> turn() {
        Set<LinkId> turn = new TreeSet<>();
        List<LinkHealth> links = rounds.next();
        links.forEach(link -> turn.add(link.id()));
        assertEquals(links.size(), turn.size(), "nobody has two turns");
        return turn;
    }

    @Test
    void aFewAreAllLookedAtEachTime() {
        watch(Rounds.AT_LEAST - 1);
        watches.masters()
                .forEach(master -> watches.addPeer(
                        master, new PeerRef(new RunId("1".repeat(40)), new Address("10.1.0.1", 26379)), NOW));
        for (int i = 0; i < 3; i++) {
            assertEquals(Rounds.AT_LEAST, turn().size(), "the peers' one link, too");
        }
    }

    @Test
    void ofThousandsEachPulseLooksAtATenthAndNobodyIsForgotten() {
        watch(3_001);
        for (int round = 0; round < 2; round++) {
            Set<LinkId> seen = new TreeSet<>();
            for (int i = 0; i < Rounds.PULSES; i++) {
                Set<LinkId> turn = turn();
                assertTrue(turn.size() <= 301, "no pulse carries more than its share: " + turn.size());
                seen.addAll(turn);
            }
            assertEquals(3_001, seen.size());
        }
    }

    @Test
    void whoLeftHasNoTurnAndWhoCameIsInTheNextRound() {
        watch(500);
        turn();
        watches.remove(new MasterName("m99"));
        watch(501);
        watches.remove(new MasterName("m98"));
        Set<LinkId> rest = new TreeSet<>();
        for (int i = 1; i < Rounds.PULSES; i++) {
            rest.addAll(turn());
        }
        assertTrue(rest.stream()
                .noneMatch(link -> ((LinkId.Node) link).master().value().equals("m98")));
        for (int i = 0; i < Rounds.PULSES; i++) {
            rest.addAll(turn());
        }
        assertTrue(rest.stream()
                .anyMatch(link -> ((LinkId.Node) link).master().value().equals("m500")));
    }

    @Test
    void nobodyToLookAtIsNoRound() {
        assertEquals(Set.of(), turn());
    }
}
