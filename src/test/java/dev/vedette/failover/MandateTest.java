package dev.vedette.failover;

import static dev.vedette.failover.Scene.EPOCH;
import static dev.vedette.failover.Scene.MASTER;
import static dev.vedette.failover.Scene.R1;
import static dev.vedette.failover.Scene.orders;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Play;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.Reply;
import dev.vedette.model.Epoch;
import dev.vedette.model.Reason;
import dev.vedette.model.Role;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An election that is overtaken is not acted on any more, unless it has been already. */
class MandateTest {
    private static final String ABORT = "-failover-abort-not-elected";

    private enum NothingOrdered {
        SELECTING(Scene::elected),
        WAITING_FOR_THE_LINK(scene -> {
            scene.elected();
            scene.disconnects(R1);
            scene.candidates();
        });

        private final Consumer<Scene> story;

        NothingOrdered(Consumer<Scene> story) {
            this.story = story;
        }
    }

    private static List<Effect> overtaken(Scene scene, Epoch epoch) {
        return scene.play.tell(
                new ElectionFact.MandateLost(MASTER, epoch, Reason.OVERTAKEN, "x is voted for in epoch 8"));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsOrderedWithoutAMandate(NothingOrdered stage) {
        Scene scene = Scene.set();
        stage.story.accept(scene);
        List<Effect> abort = overtaken(scene, EPOCH);
        assertEquals(List.of(ABORT), Play.events(abort));
        assertEquals("x is voted for in epoch 8", Play.reason(abort, ABORT));
        assertEquals(
                List.of(new FailoverFact.Aborted(MASTER, EPOCH, Reason.OVERTAKEN)),
                Play.facts(abort, FailoverFact.Aborted.class));
        scene.play.sinceLast();
        scene.connects(R1);
        scene.candidates();
        assertEquals(List.of(), orders(scene.play.sinceLast()));
        assertFalse(scene.isBusy());
    }

    @Test
    void whatIsUnderWayTakesItsCourse() {
        Scene scene = Scene.set().promoting();
        assertEquals(List.of(), Play.events(overtaken(scene, EPOCH)));
        List<Effect> seen = scene.reports(R1, Role.MASTER, null, false);
        assertEquals(1, Play.facts(seen, FailoverFact.PromotionSeen.class).size());
        scene.recorded();
        assertEquals("reconf_slaves", scene.state());
        overtaken(scene, EPOCH);
        assertEquals("reconf_slaves", scene.state());
    }

    @Test
    void butIsNotOrderedASecondTime() {
        Scene scene = Scene.set().promoting();
        overtaken(scene, EPOCH);
        scene.disconnects(R1);
        assertEquals(List.of(ABORT), Play.events(scene.replies(R1, null, new Reply.Lost("gone"))));
        assertEquals(List.of(), orders(scene.connects(R1)));
    }

    @Test
    void theEndOfAnEarlierMandateMeansNothing() {
        Scene scene = Scene.set().elected();
        assertEquals(List.of(), Play.events(overtaken(scene, new Epoch(6))));
        assertEquals("select_slave", scene.state());
    }
}
