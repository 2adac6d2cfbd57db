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
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Reply;
import dev.vedette.model.Epoch;
import dev.vedette.model.Reason;
import dev.vedette.model.Role;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A failover that is overtaken, reset or called back says and does nothing more, wherever it stood. */
class EndingsTest {
    private enum Stage {
        ELECTED(Scene::elected),
        WAITING_FOR_THE_LINK(scene -> {
            scene.elected();
            scene.disconnects(R1);
            scene.candidates();
        }),
        PROMOTING(Scene::promoting),
        RECONFIGURING(Scene::reconfiguring),
        SWITCHING(Scene::switching);

        private final Consumer<Scene> story;

        Stage(Consumer<Scene> story) {
            this.story = story;
        }
    }

    private enum Ending {
        NEWER_CONFIRMATION(scene -> scene.topology(OLD, null, 8)),
        NEWER_SWITCH(scene -> scene.switched(R2, 8)),
        RESET(scene -> scene.play.tell(new MonitorFact.MasterReset(MASTER))),
        REMOVED(scene -> scene.play.tell(new MonitorFact.MasterRemoved(MASTER))),
        CALLED_BACK(scene -> scene.play.tell(new ElectionFact.CampaignEnded(MASTER)));

        private final Consumer<Scene> news;

        Ending(Consumer<Scene> news) {
            this.news = news;
        }
    }

    @SuppressWarnings("UnusedMethod") // named by the test
    private static Stream<Arguments> stagesAndEndings() {
        return Stream.of(Stage.values())
                .flatMap(stage -> Stream.of(Ending.values()).map(ending -> Arguments.of(stage, ending)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("stagesAndEndings")
    void nothingMoreIsSaidOrDone(Stage stage, Ending ending) {
        Scene scene = Scene.set();
        stage.story.accept(scene);
        List<Effect> before = scene.play.sinceLast();
        ending.news.accept(scene);
        assertEquals("none", scene.state());
        assertFalse(scene.isBusy() && ending != Ending.REMOVED, "busy for ever");
        scene.candidates();
        scene.connects(R1);
        scene.reports(R1, Role.MASTER, null, false);
        scene.follows(R2, true);
        scene.masterUp();
        scene.passes(200_000);
        List<Effect> after = scene.play.sinceLast();
        assertEquals(List.of(), orders(after));
        assertEquals(List.of(), Play.facts(after, FailoverFact.PromotionSeen.class));
        assertEquals(List.of(), Play.facts(after, FailoverFact.ReadyToSwitch.class));
        assertEquals(
                List.of(),
                Play.facts(before, FailoverFact.Reconfiguring.class).stream()
                        .map(FailoverFact.Reconfiguring::instance)
                        .filter(instance -> Play.facts(after, FailoverFact.Settled.class).stream()
                                .noneMatch(settled -> settled.instance().equals(instance)))
                        .filter(instance -> Play.facts(before, FailoverFact.Settled.class).stream()
                                .noneMatch(settled -> settled.instance().equals(instance)))
                        .toList(),
                "watched closely for ever");
    }

    /** The election told of its win before it heard of the switch; we heard of the switch first. */
    @Test
    void anElectionThatASwitchOvertookComesToNothing() {
        Scene scene = Scene.set();
        scene.switched(R2, 6);
        scene.started(false);
        scene.won();
        assertEquals("select_slave", scene.state(), "its epoch is newer, so that cannot be seen from here");
        scene.play.tell(new ElectionFact.CampaignEnded(MASTER));
        assertEquals("none", scene.state());
        assertEquals(List.of(), orders(scene.candidates()));
        assertFalse(scene.isBusy());
    }

    /** Seed 2015122: won behind a full disk, by an election that had not heard of the removal yet. */
    @Test
    void anElectionThatARemovalOvertookSaysSo() {
        Scene scene = Scene.set();
        scene.play.tell(new MonitorFact.MasterRemoved(MASTER));
        scene.started(true);
        assertEquals(List.of("failover over: an operator removed the master"), Play.remarks(scene.won()));
        scene.play.tell(new ElectionFact.CampaignEnded(MASTER));
        assertFalse(scene.isBusy());
    }

    @ParameterizedTest
    @EnumSource(Older.class)
    void anElectionOlderThanTheConfigurationComesToNothing(Older older) {
        Scene scene = Scene.set();
        scene.topology(OLD, null, older.configEpoch);
        scene.started(false);
        List<Effect> won = scene.won();
        assertEquals(
                List.of(new FailoverFact.Aborted(MASTER, EPOCH, Reason.NEWER_CONFIGURATION)),
                Play.facts(won, FailoverFact.Aborted.class));
        assertEquals("none", scene.state());
        assertFalse(scene.isBusy());
    }

    private enum Older {
        EQUAL(7),
        NEWER(8);

        private final long configEpoch;

        Older(long configEpoch) {
            this.configEpoch = configEpoch;
        }
    }

    /** Two forced failovers can have one epoch: who is on record first wins. */
    @Test
    void anotherConfigurationOfTheSameEpochEndsIt() {
        Scene scene = Scene.set().promoting();
        scene.topology(OLD, null, 7);
        assertEquals("none", scene.state());
    }

    @Test
    void ourOwnConfigurationDoesNotEndIt() {
        Scene scene = Scene.set().promoting();
        scene.topology(OLD, R1, 7);
        assertEquals("wait_promotion", scene.state());
        Scene later = Scene.set().switching();
        later.topology(R1, null, 7);
        assertEquals("update_config", later.state());
    }

    @Test
    void anOutdatedPromotionIsNotAnnounced() {
        Scene scene = Scene.set().promoting();
        scene.reports(R1, Role.MASTER, null, false);
        List<Effect> outdated = scene.play.tell(new MonitorFact.PromotionOutdated(MASTER, R1, new Epoch(9)));
        assertEquals(List.of("-failover-abort-slave-timeout"), Play.events(outdated));
        assertTrue(Play.reason(outdated, "-failover-abort-slave-timeout").contains("newer configuration"));
        assertEquals("none", scene.state());
        assertEquals(List.of(), orders(scene.connects(R3)));
    }

    /** The monitor may be saving the promotion right now: no timeout and no refusal takes that back. */
    private enum TooLate implements BiConsumer<Scene, Void> {
        TIMEOUT {
            @Override
            public void accept(Scene scene, Void nothing) {
                scene.passes(60_001);
            }
        },
        REFUSAL {
            @Override
            public void accept(Scene scene, Void nothing) {
                scene.replies(R1, null, new Reply.Refused("LOADING"));
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void aPromotionThatWasSeenIsNotAborted(TooLate event) {
        Scene scene = Scene.set().promoting();
        scene.reports(R1, Role.MASTER, null, false);
        scene.play.sinceLast();
        event.accept(scene, null);
        assertEquals(List.of(), Play.events(scene.play.sinceLast()));
        scene.recorded();
        assertEquals("reconf_slaves", scene.state());
    }

    /** Peers have been told of it: without a switch this sentinel would name two masters for ever. */
    @Test
    void aPromotionOnRecordIsFinishedAlsoWhenItsFailoverIsGone() {
        Scene scene = Scene.set().promoting();
        scene.reports(R1, Role.MASTER, null, false);
        scene.play.tell(new MonitorFact.MasterReset(MASTER));
        assertEquals(
                List.of(new FailoverFact.ReadyToSwitch(MASTER, R1, EPOCH)),
                Play.facts(scene.recorded(), FailoverFact.ReadyToSwitch.class));
    }
}
