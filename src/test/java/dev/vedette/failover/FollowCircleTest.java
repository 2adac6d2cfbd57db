package dev.vedette.failover;

import static dev.vedette.failover.Scene.OLD;
import static dev.vedette.failover.Scene.R1;
import static dev.vedette.failover.Scene.R2;
import static dev.vedette.failover.Scene.R3;
import static dev.vedette.failover.Scene.orders;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Play;
import dev.vedette.bus.Reply;
import dev.vedette.model.Address;
import dev.vedette.model.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The leader of an older epoch turned our promoted replica to its own, which we have turned to ours. */
class FollowCircleTest {
    private final Scene scene = Scene.set().reconfiguring();

    /** Both say the same of themselves, once a second. */
    private List<Effect> seconds(int seconds, Address promotedFollows, Address otherFollows) {
        List<Effect> said = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            said.addAll(scene.passes(1_000));
            said.addAll(scene.reports(R2, otherFollows == null ? Role.MASTER : Role.REPLICA, otherFollows, false));
            said.addAll(scene.reports(R1, Role.REPLICA, promotedFollows, false));
        }
        return said;
    }

    private static List<String> promotions(List<Effect> said) {
        return orders(said).stream().filter("2>nobody"::equals).toList();
    }

    @Test
    void whoWeMadeTheMasterIsMadeOneAgain() {
        assertEquals(List.of(), orders(seconds(2, R2, R1)), "the older leader hears of us meanwhile");
        List<Effect> broken = seconds(2, R2, R1);
        assertEquals(List.of("2>nobody"), orders(broken));
        assertEquals(
                List.of("the promoted replica 10.0.0.2:6379 follows 10.0.0.3:6379, which follows it; it is told once"
                        + " more to be a master"),
                Play.remarks(broken));
    }

    @Test
    void itIsToldAgainAndAgainButNotSooner() {
        assertEquals(List.of("2>nobody", "2>nobody", "2>nobody"), promotions(seconds(12, R2, R1)));
    }

    @Test
    void theFailoverDoesNotEndAsLongAsNobodyIsAMaster() {
        scene.follows(R2, true);
        seconds(1, R2, R1);
        scene.follows(R3, true);
        assertEquals("reconf_slaves", scene.state());
        scene.follows(R2, true);
        assertEquals("reconf_slaves", scene.state());
        scene.reports(R1, Role.MASTER, null, false);
        assertEquals("update_config", scene.state());
    }

    /** That may be the master that a newer leader made, and we have not heard of it. */
    @Test
    void whoFollowsAMasterIsLeftAlone() {
        assertEquals(List.of(), promotions(seconds(20, R2, null)));
        assertEquals(List.of(), promotions(seconds(20, OLD, R1)));
    }

    @Test
    void anOldWordClosesNothing() {
        scene.follows(R2, true);
        List<Effect> said = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            said.addAll(scene.passes(1_000));
            said.addAll(i < 2 ? List.of() : scene.reports(R1, Role.REPLICA, R2, false));
        }
        assertEquals(List.of(), promotions(said));
    }

    @Test
    void nothingIsOrderedInTilt() {
        scene.tilt(true);
        assertEquals(List.of(), orders(seconds(10, R2, R1)));
        scene.tilt(false);
        assertEquals(List.of(), promotions(seconds(2, R2, R1)));
        assertEquals(List.of("2>nobody"), orders(seconds(2, R2, R1)));
    }

    @Test
    void aRefusalIsCalledWhatItIs() {
        seconds(4, R2, R1);
        assertEquals(
                List.of("replica 10.0.0.2:6379 refused to become a master again: LOADING"),
                Play.remarks(scene.replies(R1, null, new Reply.Refused("LOADING"))));
    }
}
