package dev.vedette.failover;

import static dev.vedette.failover.Scene.EPOCH;
import static dev.vedette.failover.Scene.MASTER;
import static dev.vedette.failover.Scene.OLD;
import static dev.vedette.failover.Scene.R1;
import static dev.vedette.failover.Scene.R2;
import static dev.vedette.failover.Scene.R3;
import static dev.vedette.failover.Scene.orders;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Play;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.Reply;
import dev.vedette.model.Reason;
import dev.vedette.model.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A failover in which everything goes well, and the pace at which replicas follow. */
class GoldenStoryTest {
    @Test
    void fromTheElectionToTheSwitch() {
        Scene scene = Scene.set();
        scene.switching();
        List<Effect> all = scene.play.sinceLast();
        assertEquals(
                List.of(
                        "+failover-state-select-slave",
                        "+selected-slave",
                        "+failover-state-send-slaveof-noone",
                        "+failover-state-wait-promotion",
                        "+failover-state-reconf-slaves",
                        "+slave-reconf-sent",
                        "+slave-reconf-inprog",
                        "+slave-reconf-done",
                        "+slave-reconf-sent",
                        "+slave-reconf-inprog",
                        "+slave-reconf-done",
                        "+failover-end"),
                Play.events(all));
        assertEquals(List.of("2>nobody", "3>2", "4>2"), orders(all));
        assertEquals("priority 100, offset 200", Play.reason(all, "+selected-slave"));
        assertEquals(
                List.of(new FailoverFact.ReadyToSwitch(MASTER, R1, EPOCH)),
                Play.facts(all, FailoverFact.ReadyToSwitch.class));
        assertEquals("update_config", scene.state());
        scene.switched(R1, 7);
        assertEquals("none", scene.state());
        assertFalse(scene.isBusy());
        assertEquals(List.of(), orders(scene.passes(120_000)));
    }

    @Test
    void everyInstanceThatIsWatchedCloselyIsLetGo() {
        Scene scene = Scene.set();
        scene.switching();
        scene.switched(R1, 7);
        List<Effect> all = scene.play.sinceLast();
        List<FailoverFact.Reconfiguring> begun = Play.facts(all, FailoverFact.Reconfiguring.class);
        assertEquals(
                List.of(R1, R2, R3),
                begun.stream().map(FailoverFact.Reconfiguring::instance).toList());
        begun.forEach(fact -> assertTrue(
                Play.facts(all, FailoverFact.Settled.class).stream()
                        .anyMatch(settled -> settled.instance().equals(fact.instance())),
                fact + " is never settled"));
    }

    @Test
    void believesOnlyThePromotedReplicaItself() {
        Scene scene = Scene.set().promoting();
        scene.play.sinceLast();
        scene.replies(R1, null, new Reply.Done("OK"));
        scene.reports(R2, Role.MASTER, null, false);
        scene.reports(R1, Role.REPLICA, OLD, false);
        assertEquals(List.of(), Play.facts(scene.play.sinceLast(), FailoverFact.PromotionSeen.class));
        assertEquals("wait_promotion", scene.state());
        List<Effect> seen = scene.reports(R1, Role.MASTER, null, false);
        assertEquals(
                List.of(new FailoverFact.PromotionSeen(MASTER, R1, EPOCH)),
                Play.facts(seen, FailoverFact.PromotionSeen.class));
        assertEquals("wait_promotion", scene.state(), "nothing is announced before it is on record");
        assertEquals(List.of("3>2"), orders(scene.recorded()));
    }

    @Test
    void twoAtATimeIfSoConfigured() {
        Scene scene = Scene.with(2).promoting();
        scene.reports(R1, Role.MASTER, null, false);
        assertEquals(List.of("3>2", "4>2"), orders(scene.recorded()));
    }

    @Test
    void oneAtATimeUntilItsLinkIsUp() {
        Scene scene = Scene.set().reconfiguring();
        assertEquals(List.of(), orders(scene.follows(R2, false)), "it still loads");
        assertEquals(List.of("4>2"), orders(scene.follows(R2, true)));
    }

    @Test
    void aReplicaThatIsDownBlocksNobody() {
        Scene scene = Scene.set().promoting();
        scene.down(R2);
        scene.disconnects(R2);
        scene.reports(R1, Role.MASTER, null, false);
        assertEquals(List.of("4>2"), orders(scene.recorded()));
        assertEquals(
                List.of("+slave-reconf-inprog", "+slave-reconf-done", "+failover-end"),
                Play.events(scene.follows(R3, true)));
    }

    @Test
    void aReplicaThatGoesDownOnItsWayFreesItsPlace() {
        Scene scene = Scene.set().reconfiguring();
        assertEquals(List.of("4>2"), orders(scene.down(R2)));
    }

    @Test
    void aReplicaThatNeverMovesIsGivenUp() {
        Scene scene = Scene.set().reconfiguring();
        assertEquals(List.of(), orders(scene.passes(9_999)));
        List<Effect> givenUp = scene.passes(1);
        assertEquals(List.of("-slave-reconf-sent-timeout", "+slave-reconf-sent"), Play.events(givenUp));
        assertEquals(List.of("4>2"), orders(givenUp));
    }

    @Test
    void endsForTimeoutWithABestEffort() {
        Scene scene = Scene.set().reconfiguring();
        scene.follows(R2, false);
        List<Effect> end = scene.passes(60_000);
        assertEquals(List.of("+failover-end-for-timeout", "+slave-reconf-sent-be", "+failover-end"), Play.events(end));
        assertEquals(List.of("4>2"), orders(end));
        assertEquals(1, Play.facts(end, FailoverFact.ReadyToSwitch.class).size());
    }

    /** Stock leaders wait for it without end, and neither know nor vote for the new address meanwhile. */
    @Test
    void endsAtOnceWhenThePromotedReplicaGoesDown() {
        Scene scene = Scene.set().reconfiguring();
        List<Effect> end = scene.down(R1);
        assertEquals(List.of("+failover-end"), Play.events(end));
        assertEquals(Reason.PROMOTED_DOWN.sentence(), Play.reason(end, "+failover-end"));
        assertEquals(
                List.of(new FailoverFact.ReadyToSwitch(MASTER, R1, Scene.EPOCH)),
                Play.facts(end, FailoverFact.ReadyToSwitch.class));
        List<Effect> after = new ArrayList<>(scene.follows(R2, true));
        after.addAll(scene.masterUp());
        after.addAll(scene.passes(300_000));
        after.addAll(scene.up(R1));
        assertEquals(List.of(), orders(after), "nobody is told to follow the dead");
        assertEquals(List.of(), Play.events(after), "it ends once");
    }

    @Test
    void endsAtOnceWhenThePromotedReplicaIsDownAlready() {
        Scene scene = Scene.set().promoting();
        scene.reports(R1, Role.MASTER, null, false);
        scene.down(R1);
        List<Effect> recorded = scene.recorded();
        assertEquals(List.of("+failover-state-reconf-slaves", "+failover-end"), Play.events(recorded));
        assertEquals(List.of(), orders(recorded));
    }

    @Test
    void aLivingOldMasterIsDemotedAtOnce() {
        Scene scene = Scene.set();
        scene.started(true);
        scene.won();
        scene.candidates();
        scene.reports(R1, Role.MASTER, null, false);
        List<Effect> begun = scene.recorded();
        assertEquals(List.of("1>2", "3>2"), orders(begun));
        assertTrue(Play.events(begun).contains("+convert-to-slave"));
    }

    @Test
    void anOldMasterThatComesBackIsDemotedOnce() {
        Scene scene = Scene.set().reconfiguring();
        assertEquals(List.of("1>2"), orders(scene.masterUp()));
        assertEquals(List.of(), orders(scene.passes(5_000)));
        scene.masterDown();
        assertEquals(List.of("1>2"), orders(scene.masterUp()), "it may have restarted as a master");
    }

    /** It may have been carried out: were its place given away, more than parallel-syncs could be on their way. */
    @Test
    void aReplicaWhoseReplyIsLostKeepsItsPlace() {
        Scene scene = Scene.set().reconfiguring();
        scene.disconnects(R2);
        assertEquals(List.of(), orders(scene.replies(R2, R1, new Reply.Lost("gone"))));
        assertEquals(List.of(), orders(scene.passes(5_000)));
        assertEquals(List.of("3>2"), orders(scene.connects(R2)));
        assertEquals(List.of(), orders(scene.passes(5_000)), "once");
    }

    @Test
    void aReplicaIsGivenTimeFromItsLastOrder() {
        Scene scene = Scene.set().reconfiguring();
        scene.passes(8_000);
        scene.disconnects(R2);
        scene.replies(R2, R1, new Reply.Lost("gone"));
        assertEquals(List.of("3>2"), orders(scene.connects(R2)));
        assertFalse(
                Play.events(scene.passes(9_999)).contains("-slave-reconf-sent-timeout"), "that was the first order");
        assertTrue(Play.events(scene.passes(1)).contains("-slave-reconf-sent-timeout"));
    }

    @Test
    void anOldMasterThatDidNotHearIsToldAgain() {
        Scene scene = Scene.set().reconfiguring();
        scene.masterUp();
        scene.disconnects(OLD);
        scene.replies(OLD, R1, new Reply.Lost("gone"));
        assertEquals(List.of("1>2"), orders(scene.connects(OLD)));
    }
}
