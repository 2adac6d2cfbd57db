package dev.vedette.failover;

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
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.Reply;
import dev.vedette.model.Reason;
import dev.vedette.model.Role;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing is commanded in TILT, or after this process was stopped, until that is over. */
class TiltTest {
    /** Where a failover stands when TILT begins, and what it would do next. */
    private enum Step {
        SELECT(Scene::elected, Scene::candidates),
        SEND(
                scene -> {
                    scene.elected();
                    scene.disconnects(R1);
                    scene.candidates();
                },
                scene -> scene.connects(R1)),
        WAIT(Scene::promoting, scene -> scene.reports(R1, Role.MASTER, null, false)),
        RECORDED(
                scene -> {
                    scene.promoting();
                    scene.reports(R1, Role.MASTER, null, false);
                },
                scene -> {
                    scene.masterUp();
                    scene.recorded();
                }),
        RECONF(Scene::reconfiguring, scene -> {
            scene.follows(R2, true);
            scene.up(R3);
        }),
        OLD_MASTER_BACK(Scene::reconfiguring, Scene::masterUp);

        private final Consumer<Scene> before;
        private final Consumer<Scene> next;

        Step(Consumer<Scene> before, Consumer<Scene> next) {
            this.before = before;
            this.next = next;
        }
    }

    @ParameterizedTest
    @EnumSource
    void commandsNothingInTilt(Step step) {
        Scene scene = Scene.set();
        step.before.accept(scene);
        scene.tilt(true);
        scene.play.sinceLast();
        step.next.accept(scene);
        scene.passes(100_000);
        assertNoCommand(scene.play.sinceLast());
        scene.tilt(false);
        assertGoesOn(scene);
    }

    /** The monitor has not said a word yet. */
    @ParameterizedTest
    @EnumSource(names = {"WAIT", "RECORDED", "RECONF", "OLD_MASTER_BACK"})
    void commandsNothingAfterAStall(Step step) {
        rests(step, scene -> scene.play.freeze(Duration.ofSeconds(3)));
    }

    /** Our clock stood still with the host, so whatever we know looks fresh; the time of day tells. Seed 4017083. */
    @ParameterizedTest
    @EnumSource(names = {"WAIT", "RECORDED", "RECONF", "OLD_MASTER_BACK"})
    void commandsNothingAfterTheHostWasSuspended(Step step) {
        rests(step, scene -> scene.play.wallLeaps(Duration.ofSeconds(16)));
    }

    /** Nothing is commanded for as long as TILT lasts, and then the story goes on. */
    private static void rests(Step step, Consumer<Scene> sleep) {
        Scene scene = Scene.set();
        step.before.accept(scene);
        sleep.accept(scene);
        scene.play.sinceLast();
        step.next.accept(scene);
        scene.passes(29_900);
        assertNoCommand(scene.play.sinceLast());
        scene.passes(200);
        assertGoesOn(scene);
    }

    @Test
    void anOrderedFailoverChoosesNobodyByWhatItKnewBeforeTheHostWasSuspended() {
        Scene scene = Scene.set();
        scene.masterDown();
        scene.started(true);
        scene.play.wallLeaps(Duration.ofSeconds(16));
        scene.play.tell(new ElectionFact.Elected(Scene.MASTER, Scene.EPOCH, true));
        assertEquals(List.of(), Play.events(scene.candidates()));
        scene.passes(30_100);
        assertTrue(Play.events(scene.candidates()).contains("+selected-slave"));
    }

    /** Somebody has set the clock; that nobody slept is all that it can mean. The monitor says TILT, as ever. */
    @Test
    void aTimeOfDayThatGoesBackTakesNoMandateAway() {
        Scene scene = Scene.set().elected();
        scene.play.wallLeaps(Duration.ofHours(-1));
        assertTrue(Play.events(scene.candidates()).contains("+selected-slave"));
    }

    private static List<Effect> wakeIn(Step step, Consumer<Scene> sleep) {
        Scene scene = Scene.set();
        step.before.accept(scene);
        sleep.accept(scene);
        scene.play.sinceLast();
        step.next.accept(scene);
        List<Effect> woken = scene.play.sinceLast();
        assertEquals(List.of("-failover-abort-not-elected"), Play.events(woken));
        scene.connects(R1);
        scene.candidates();
        scene.passes(100_000);
        assertNoCommand(scene.play.sinceLast());
        return woken;
    }

    /** Whoever voted for us may have taken us for dead meanwhile, and have voted again. */
    @ParameterizedTest
    @EnumSource(names = {"SELECT", "SEND"})
    void aMandateThatWasSleptThroughIsNotUsed(Step step) {
        List<Effect> woken = wakeIn(step, scene -> scene.play.freeze(Duration.ofSeconds(3)));
        assertEquals(
                Reason.MANDATE_SLEPT_THROUGH.sentence() + ": 3000 ms",
                Play.reason(woken, "-failover-abort-not-elected"));
        assertEquals(
                List.of(new FailoverFact.Aborted(Scene.MASTER, Scene.EPOCH, Reason.MANDATE_SLEPT_THROUGH)),
                Play.facts(woken, FailoverFact.Aborted.class));
    }

    @ParameterizedTest
    @EnumSource(names = {"SELECT", "SEND"})
    void norIsOneThroughWhichTheHostWasSuspended(Step step) {
        List<Effect> woken = wakeIn(step, scene -> scene.play.wallLeaps(Duration.ofSeconds(16)));
        assertEquals(
                Reason.MANDATE_SLEPT_THROUGH.sentence() + ": the time of day leapt by 16000 ms",
                Play.reason(woken, "-failover-abort-not-elected"));
    }

    /** Votes from before we slept are counted, and told to us, after it. */
    @Test
    void aMandateThatComesAfterTheSleepIsNotUsed() {
        Scene scene = Scene.set();
        scene.started(false);
        scene.play.freeze(Duration.ofSeconds(3));
        assertEquals(List.of("-failover-abort-not-elected"), Play.events(scene.won()));
        assertFalse(scene.isBusy());
    }

    /** It may have been carried out, and may not; but nobody says it again on the strength of the old election. */
    @Test
    void anOrderThatWasLostInTheSleepIsNotRepeated() {
        Scene scene = Scene.set().promoting();
        scene.play.freeze(Duration.ofSeconds(3));
        scene.disconnects(R1);
        List<Effect> lost = scene.replies(R1, null, new Reply.Lost("gone"));
        assertEquals(List.of("-failover-abort-not-elected"), Play.events(lost));
        scene.connects(R1);
        scene.passes(100_000);
        assertNoCommand(scene.play.sinceLast().stream()
                .filter(effect -> !orders(List.of(effect)).contains("2>nobody"))
                .toList());
    }

    private static void assertNoCommand(List<Effect> effects) {
        assertEquals(List.of(), Play.commands(effects, Errand.class));
    }

    /** From wherever it stopped, the rest of the story leads to the end. */
    private static void assertGoesOn(Scene scene) {
        if (scene.state().equals("select_slave")) {
            scene.candidates();
        }
        if (scene.state().equals("wait_promotion")) {
            scene.reports(R1, Role.MASTER, null, false);
            scene.recorded();
        }
        if (scene.state().equals("reconf_slaves")) {
            scene.follows(R2, true);
            scene.follows(R3, true);
        }
        assertEquals("update_config", scene.state());
    }

    @Test
    void theOldMasterIsDemotedWhenTiltIsOver() {
        Scene scene = Scene.set().reconfiguring();
        scene.tilt(true);
        assertEquals(List.of(), orders(scene.masterUp()));
        assertEquals(List.of("1>2"), orders(scene.tilt(false)));
    }

    @Test
    void aTimeoutThatPassesInTiltCountsAfterwards() {
        Scene scene = Scene.set().promoting();
        scene.tilt(true);
        assertEquals(List.of(), Play.events(scene.passes(90_000)));
        scene.tilt(false);
        assertTrue(Play.events(scene.passes(1_000)).contains("-failover-abort-slave-timeout"));
        assertEquals("none", scene.state());
        assertEquals(List.of(), orders(scene.connects(OLD)));
    }

    @Test
    void aReplicaIsNotGivenUpForReportsThatWereNotHeeded() {
        Scene scene = Scene.set().reconfiguring();
        scene.tilt(true);
        scene.follows(R2, true);
        assertFalse(Play.events(scene.passes(30_000)).contains("-slave-reconf-sent-timeout"));
        scene.tilt(false);
        assertEquals(
                List.of("+slave-reconf-inprog", "+slave-reconf-done", "+slave-reconf-sent"),
                Play.events(scene.follows(R2, true)));
    }
}
