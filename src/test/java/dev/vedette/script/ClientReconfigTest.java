package dev.vedette.script;

import static dev.vedette.script.Workshop.A;
import static dev.vedette.script.Workshop.B;
import static dev.vedette.script.Workshop.BOTH;
import static dev.vedette.script.Workshop.C;
import static dev.vedette.script.Workshop.ONE;
import static dev.vedette.script.Workshop.TWO;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.bus.MonitorFact;
import dev.vedette.model.ScriptPaths;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whenever clients must go elsewhere, they are told once, and the last word is the right one. */
class ClientReconfigTest {
    private static final String TO_B = "/reconfig one %s start 10.0.0.1 6379 10.0.0.2 6379";
    private static final String B_TO_C = "/reconfig one observer start 10.0.0.2 6379 10.0.0.3 6379";

    private final Workshop shop = new Workshop(BOTH);

    @Test
    void theLeaderTellsOfThePromotionAndNotAgainOfTheSwitch() {
        shop.topology(ONE, A, B, BOTH).succeed().topology(ONE, B, null, BOTH);
        assertEquals(List.of(TO_B.formatted("leader")), shop.started);
        assertEquals(
                List.of("/reconfig", "one", "leader", "start", "10.0.0.1", "6379", "10.0.0.2", "6379"),
                List.of(shop.started.get(0).split(" ")));
    }

    @Test
    void anObserverTellsOfTheSwitch() {
        shop.topology(ONE, B, null, BOTH);
        assertEquals(List.of(TO_B.formatted("observer")), shop.started);
    }

    @Test
    void aPromotionThatIsGivenUpIsTakenBack() {
        shop.topology(ONE, A, B, BOTH).succeed().topology(ONE, A, null, BOTH);
        assertEquals(
                List.of(TO_B.formatted("leader"), "/reconfig one observer start 10.0.0.2 6379 10.0.0.1 6379"),
                shop.started);
    }

    @Test
    void settingsAndEpochsAndNewMastersMoveNobody() {
        shop.topology(ONE, A, null, BOTH.notification("/other"));
        shop.play.tell(new MonitorFact.MasterRemoved(TWO));
        shop.topology(TWO, C, null, BOTH);
        assertEquals(List.of(), shop.started);
    }

    @Test
    void withoutAScriptTheAddressIsRememberedAllTheSame() {
        Workshop none = new Workshop(ScriptPaths.NONE);
        none.topology(ONE, B, null, ScriptPaths.NONE)
                .topology(ONE, B, null, BOTH)
                .topology(ONE, C, null, BOTH);
        assertEquals(List.of(B_TO_C), none.started);
    }

    @Test
    void itNeverWaitsForNotifications() {
        shop.event(ONE, "+sdown").event(ONE, "+odown").topology(ONE, B, null, BOTH);
        assertEquals(List.of("+sdown of one", TO_B.formatted("observer")), shop.started);
    }

    @Test
    void twoOfOneMasterNeverRunAtOnce() {
        shop.topology(ONE, B, null, BOTH).topology(ONE, C, null, BOTH).pass(Duration.ofSeconds(50));
        assertEquals(List.of(TO_B.formatted("observer")), shop.started);
        shop.succeed();
        assertEquals(B_TO_C, shop.started.get(1));
    }

    @Test
    void oneThatHangsIsKilledAndTheNextTakesItsPlace() {
        shop.topology(ONE, B, null, BOTH).topology(ONE, C, null, BOTH).pass(Duration.ofSeconds(61));
        assertEquals(List.of(1L), shop.killed);
        shop.end(0, 9).succeed().pass(Duration.ofHours(10));
        assertEquals(List.of(TO_B.formatted("observer"), B_TO_C), shop.started, "the old one would send clients back");
    }

    @Test
    void aFailedOneIsTriedAgainUnlessClientsHaveAnotherMasterSince() {
        shop.topology(ONE, B, null, BOTH).end(1, 0).pass(Duration.ofSeconds(31));
        assertEquals(2, shop.started.size());
        shop.end(1, 0).topology(ONE, C, null, BOTH).succeed().pass(Duration.ofHours(10));
        assertEquals(List.of(TO_B.formatted("observer"), TO_B.formatted("observer"), B_TO_C), shop.started);
        assertEquals(List.of(), shop.pending());
    }
}
