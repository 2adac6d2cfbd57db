package dev.vedette.failover;

import static dev.vedette.failover.Scene.MASTER;
import static dev.vedette.failover.Scene.OLD;
import static dev.vedette.failover.Scene.R1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Play;
import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Candidates;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.MasterName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code SENTINEL FAILOVER}, reference 7.3 and 8.4. */
class OrdersTest {
    private final Scene scene = Scene.set();

    private List<Outcome> order(MasterName master) {
        return Play.answers(scene.play.ask(new Ask.Failover(master, false)), Outcome.class);
    }

    private static List<Outcome> outcomes(List<Effect> effects) {
        return Play.answers(effects, Outcome.class);
    }

    @Test
    void startsAndAnswersWhenAReplicaCanBePromoted() {
        assertEquals(List.of(), order(MASTER), "first it looks for a replica");
        List<Effect> decided = scene.candidates();
        assertEquals(List.of(Outcome.DONE), outcomes(decided));
        assertEquals(List.of(new FailoverFact.Ordered(MASTER, false)), Play.facts(decided, FailoverFact.Ordered.class));
        assertEquals(List.of("Executing user requested FAILOVER of 'mymaster'"), Play.remarks(decided));
    }

    @Test
    void knowsNoSuchMaster() {
        assertEquals(List.of(Outcome.NO_SUCH_MASTER), order(new MasterName("nobody")));
        order(MASTER);
        assertEquals(
                List.of(Outcome.NO_SUCH_MASTER),
                outcomes(scene.play.tell(new Candidates(MASTER, null, null, Duration.ZERO, false, List.of()))));
    }

    @Test
    void refusesWithoutAReplica() {
        order(MASTER);
        List<Effect> none = scene.play.tell(Scene.answer());
        assertEquals(List.of(Outcome.NO_GOOD_REPLICA), outcomes(none));
        assertEquals(List.of(), Play.facts(none, FailoverFact.Ordered.class));
        assertEquals(
                List.of("the ordered failover does not start: no replica can be promoted: none is known"),
                Play.remarks(none));
        assertEquals(List.of(), order(MASTER), "and may be tried again");
    }

    @Test
    void refusesWhileACampaignOrAFailoverRuns() {
        scene.started(false);
        assertEquals(List.of(Outcome.IN_PROGRESS), order(MASTER));
        scene.won();
        scene.candidates();
        assertEquals(List.of(Outcome.IN_PROGRESS), order(MASTER));
    }

    @Test
    void refusesWhenACampaignStartsWhileItLooks() {
        order(MASTER);
        scene.started(false);
        assertEquals(List.of(Outcome.IN_PROGRESS), outcomes(scene.candidates()));
    }

    @Test
    void refusesASecondOrderFromTheFirstOn() {
        order(MASTER);
        assertEquals(List.of(Outcome.IN_PROGRESS), order(MASTER), "it is being looked at");
        scene.candidates();
        assertEquals(List.of(Outcome.IN_PROGRESS), order(MASTER), "it is accepted, and about to start");
        scene.started(true);
        assertEquals(List.of(Outcome.IN_PROGRESS), order(MASTER), "it runs");
    }

    @Test
    void aMasterRemovedMeanwhileIsUnknown() {
        order(MASTER);
        scene.play.tell(new MonitorFact.MasterRemoved(MASTER));
        assertEquals(List.of(Outcome.NO_SUCH_MASTER), outcomes(scene.candidates()));
    }

    @Test
    void asksAgainWhenNobodyAnswers() {
        order(MASTER);
        long asked = scene.passes(3_000).stream()
                .filter(Effect.Inquire.class::isInstance)
                .count();
        assertTrue(asked >= 2 && asked <= 3, asked + " questions in three seconds");
        assertEquals(List.of(Outcome.DONE), outcomes(scene.candidates()));
        scene.started(true);
        assertEquals(
                0,
                scene.passes(3_000).stream()
                        .filter(Effect.Inquire.class::isInstance)
                        .count());
    }

    @Test
    void theOrderIsAnsweredOnceAndDoesNotDisturbItsFailover() {
        order(MASTER);
        scene.candidates();
        scene.started(true);
        scene.won();
        List<Effect> selected = scene.candidates();
        assertEquals(List.of(), outcomes(selected));
        assertEquals(List.of("2>nobody"), Scene.orders(selected));
        assertEquals("wait_promotion", scene.state());
        assertEquals(R1, scene.report().running().get(MASTER).promoted());
        assertEquals(List.of(), Scene.orders(scene.connects(OLD)), "the old master is not touched before");
    }
}
