package dev.vedette.failover;

import static dev.vedette.failover.Scene.EPOCH;
import static dev.vedette.failover.Scene.FAILOVER_TIMEOUT;
import static dev.vedette.failover.Scene.MASTER;
import static dev.vedette.failover.Scene.OLD;
import static dev.vedette.failover.Scene.R1;
import static dev.vedette.failover.Scene.R2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Play;
import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Candidate;
import dev.vedette.bus.Candidates;
import dev.vedette.bus.Channel;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.model.Address;
import dev.vedette.model.LinkId;
import dev.vedette.model.Reason;
import dev.vedette.model.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The master hands over by itself (reference 7.12), and whatever way it ends, writers are let go. */
class CoordinationTest {
    private final Scene scene = Scene.set();

    private List<Effect> elected() {
        scene.started(false);
        return scene.play.tell(new ElectionFact.Elected(MASTER, EPOCH, false, true));
    }

    private List<Effect> handingOver() {
        elected();
        return scene.candidates();
    }

    private static List<LinkId> told(List<Effect> effects, Class<? extends Errand> errand) {
        return Play.commands(effects, errand).stream().map(Effect.Command::link).toList();
    }

    private static LinkId link(Address node) {
        return new LinkId.Node(MASTER, node);
    }

    private static void assertTakenBack(List<Effect> effects, String event) {
        assertTrue(
                Play.events(effects).contains(event), () -> Play.events(effects).toString());
        assertEquals(List.of(link(OLD)), told(effects, Errand.TakeBack.class));
        assertEquals(
                List.of(new FailoverFact.HandingOver(MASTER, OLD, false)),
                Play.facts(effects, FailoverFact.HandingOver.class));
        assertEquals(1, Play.facts(effects, FailoverFact.Aborted.class).size());
    }

    @Test
    void theMasterIsToldAndTheReplicaIsNot() {
        List<Effect> begun = elected();
        assertEquals(
                List.of(new FailoverFact.HandingOver(MASTER, OLD, true)),
                Play.facts(begun, FailoverFact.HandingOver.class),
                "before anything else, so that no hello waits at the master");
        List<Effect> told = scene.candidates();
        assertEquals(
                List.of(new Effect.Command(link(OLD), new Errand.HandOver(R1, R1, FAILOVER_TIMEOUT))),
                Play.commands(told, Errand.HandOver.class));
        assertEquals(List.of(), told(told, Errand.Reconfigure.class));
        assertEquals(List.of(), told(scene.play.pass(Duration.ofSeconds(20)), Errand.HandOver.class), "once");
    }

    @Test
    void theMasterHearsItsOwnWordForTheReplica() {
        elected();
        Address listed = new Address("replica-1", 6379);
        List<Effect> told = scene.play.tell(Scene.answer(calledByItsMaster(listed)));
        Errand.HandOver order = new Errand.HandOver(R1, listed, FAILOVER_TIMEOUT);
        assertEquals(List.of(new Effect.Command(link(OLD), order)), Play.commands(told, Errand.HandOver.class));
        List<Effect> refused = scene.play.tell(new Replied(link(OLD), order, new Reply.Refused("ERR no")));
        assertTakenBack(refused, "-failover-abort-slave-timeout");
    }

    /** It would refuse a name that it does not know. */
    @Test
    void whoIsNotListedByTheMasterIsNotHandedOverTo() {
        elected();
        List<Effect> told = scene.play.tell(Scene.answer(calledByItsMaster(null)));
        assertEquals(List.of(), Play.commands(told, Errand.HandOver.class));
        assertTrue(
                String.valueOf(told)
                        .contains(R1 + ": its master, which would hand over to it, has not spoken of it yet"),
                () -> "told: " + told);
    }

    private static Candidate calledByItsMaster(Address listed) {
        Candidate known = Scene.fresh(R1, 200);
        return new Candidate(
                R1,
                listed,
                known.runId(),
                known.down(),
                known.connected(),
                known.sinceValidPing(),
                known.infoAge(),
                known.priority(),
                known.offset(),
                known.masterLinkDown(),
                known.reportsMaster());
    }

    @Test
    void bothNodesLetTheirClientsGoWhenTheReplicaReigns() {
        handingOver();
        List<Effect> seen = scene.reports(R1, Role.MASTER, null, false);
        assertEquals(List.of(), told(seen, Errand.EndHandOver.class), "not before it is on record");
        List<Effect> recorded = scene.recorded();
        assertEquals(List.of(link(OLD), link(R1)), told(recorded, Errand.EndHandOver.class));
        assertEquals(List.of(link(R2)), told(recorded, Errand.Reconfigure.class), "the old master follows already");
        assertEquals(
                List.of(new FailoverFact.HandingOver(MASTER, OLD, false)),
                Play.facts(recorded, FailoverFact.HandingOver.class));
    }

    @Test
    void aRefusalTakesItBackAtOnce() {
        handingOver();
        List<Effect> refused = scene.play.tell(new Replied(
                link(OLD),
                new Errand.HandOver(R1, R1, FAILOVER_TIMEOUT),
                new Reply.Refused("ERR FAILOVER target HOST and PORT is not a replica.")));
        assertTakenBack(refused, "-failover-abort-slave-timeout");
        assertTrue(Play.reason(refused, "-failover-abort-slave-timeout").contains("is not a replica"));
    }

    @Test
    void aReplicaThatDiesTakesItBack() {
        handingOver();
        assertTakenBack(
                scene.play.tell(new MonitorFact.InstanceDown(MASTER, link(R1), Reason.NO_VALID_REPLY)),
                "-failover-abort-slave-timeout");
    }

    @Test
    void aMasterThatDiesIsLeftToAnOrdinaryFailover() {
        handingOver();
        assertTakenBack(scene.masterDown(), "-failover-abort-master-timeout");
    }

    @Test
    void aMasterThatIsDownIsNotToldAtAll() {
        scene.masterDown();
        List<Effect> effects = elected();
        assertTrue(Play.events(effects).contains("-failover-abort-master-timeout"));
        assertEquals(List.of(), told(effects, Errand.TakeBack.class));
    }

    @Test
    void patienceEnds() {
        handingOver();
        assertTakenBack(scene.play.pass(FAILOVER_TIMEOUT.plusSeconds(1)), "-failover-abort-slave-timeout");
    }

    /** Its time is counted from the choice of the replica, and a short rest is no time to begin. */
    @Test
    void aMasterThatCannotBeReachedIsNotWaitedForWithoutEnd() {
        scene.play.tell(new LinkFact.Down(link(OLD), Channel.COMMAND, "reset"));
        handingOver();
        scene.play.pass(Duration.ofSeconds(40));
        scene.play.sinceLast();
        List<Effect> back = scene.play.tell(new LinkFact.Up(link(OLD), Channel.COMMAND, "10.9.9.9"));
        assertEquals(1, Play.commands(back, Errand.HandOver.class).size());
        Errand.HandOver order = (Errand.HandOver)
                Play.commands(back, Errand.HandOver.class).get(0).errand();
        assertTrue(order.patience().compareTo(Duration.ofSeconds(20)) <= 0, order::toString);
        assertTrue(order.patience().compareTo(Duration.ofSeconds(19)) > 0, order::toString);
    }

    @Test
    void withTooLittleTimeLeftItIsNotBegun() {
        scene.play.tell(new LinkFact.Down(link(OLD), Channel.COMMAND, "reset"));
        handingOver();
        scene.play.pass(FAILOVER_TIMEOUT.minusMillis(900));
        scene.play.sinceLast();
        List<Effect> back = scene.play.tell(new LinkFact.Up(link(OLD), Channel.COMMAND, "10.9.9.9"));
        assertEquals(List.of("-failover-abort-master-timeout"), Play.events(back));
        assertEquals(List.of(), told(back, Errand.HandOver.class));
    }

    @Test
    void aLostReplyIsWaitedFor() {
        handingOver();
        List<Effect> lost = scene.play.tell(
                new Replied(link(OLD), new Errand.HandOver(R1, R1, FAILOVER_TIMEOUT), new Reply.Lost("reset")));
        assertEquals(List.of(), Play.events(lost), "perhaps it was carried out");
        assertEquals(
                1,
                Play.facts(scene.reports(R1, Role.MASTER, null, false), FailoverFact.PromotionSeen.class)
                        .size());
    }

    @Test
    void onlyAMasterThatKnowsFailoverIsAskedTo() {
        scene.play.ask(new Ask.Failover(MASTER, true));
        Candidates old = new Candidates(MASTER, OLD, null, Duration.ofSeconds(1), false, List.of(Scene.fresh(R1, 1)));
        assertEquals(List.of(Outcome.NO_GOOD_PRIMARY), Play.answers(scene.play.tell(old), Outcome.class));
        scene.play.ask(new Ask.Failover(MASTER, true));
        List<Effect> accepted = scene.candidates();
        assertEquals(List.of(Outcome.DONE), Play.answers(accepted, Outcome.class));
        assertEquals(List.of(new FailoverFact.Ordered(MASTER, true)), Play.facts(accepted, FailoverFact.Ordered.class));
    }

    /** SLAVEOF is refused by a node that hands over. */
    @Test
    void aReplicaThatIsHandingOverItselfIsStoppedFirst() {
        scene.play.tell(new MonitorFact.HandingOver(MASTER, R1, true));
        scene.elected();
        assertEquals(
                List.of(new Effect.Command(link(R1), new Errand.Reconfigure(null, true))),
                Play.commands(scene.candidates(), Errand.Reconfigure.class));
    }
}
