package dev.vedette.election;

import static dev.vedette.election.Court.A;
import static dev.vedette.election.Court.ADDRESS;
import static dev.vedette.election.Court.B;
import static dev.vedette.election.Court.X;
import static dev.vedette.election.Court.epoch;
import static dev.vedette.election.Court.questions;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Play;
import dev.vedette.bus.Channel;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Address;
import dev.vedette.model.LinkId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the master counts as objectively down, and who is asked for it. */
class AgreementTest {
    @Test
    void countsItselfAndEveryPeerThatSaysDown() {
        Court court = Court.with(3, A, X);
        assertEquals(List.of("a", "x"), questions(court.masterDown()), "everybody is asked at once");
        assertFalse(Play.events(court.saysDown(A)).contains("+odown"));
        List<Effect> last = court.saysDown(X);
        assertEquals("+odown", Play.events(last).get(0));
        assertEquals(1, Play.facts(last, ElectionFact.ObjectivelyDown.class).size());
        assertTrue(last.toString().contains("master mymaster 10.0.0.1 6379 #quorum 3/3"), last.toString());
    }

    @Test
    void isNotOdownWhileTheMasterIsUpForUs() {
        Court court = Court.with(1, A, X);
        court.saysDown(A);
        court.saysDown(X);
        assertNull(court.report().objectivelyDownFor());
    }

    @Test
    void endsWithOurOwnVerdict() {
        Court court = Court.with(2, A);
        court.masterDown();
        court.saysDown(A);
        List<Effect> up = court.masterUp();
        assertEquals(List.of("-odown"), Play.events(up));
        assertEquals(1, Play.facts(up, ElectionFact.ObjectivelyUp.class).size());
    }

    @Test
    void forgetsAnAnswerAfterFiveSeconds() {
        Court court = Court.with(2, A);
        court.masterDown();
        court.saysDown(A);
        assertFalse(Play.events(court.passes(5_000)).contains("-odown"));
        assertTrue(Play.events(court.passes(200)).contains("-odown"));
    }

    @Test
    void believesThePeerThatTakesItBack() {
        Court court = Court.with(2, A);
        court.masterDown();
        court.saysDown(A);
        assertEquals(List.of("-odown"), Play.events(court.answers(A, false, null, epoch(0))));
    }

    @Test
    void asksAgainEverySecondWhileTheMasterIsDown() {
        Court court = Court.with(3, X);
        court.masterDown();
        int asked = questions(court.passes(10_000)).size();
        assertTrue(asked >= 8 && asked <= 10, asked + " questions in ten seconds");
        court.masterUp();
        assertEquals(List.of(), questions(court.passes(10_000)));
    }

    @Test
    void asksAPeerAsSoonAsItCanBeReached() {
        Court court = Court.with(2);
        court.knows(X);
        assertEquals(List.of(), questions(court.masterDown()), "it cannot be reached yet");
        assertEquals(List.of("x"), questions(court.connects(X)));
        court.play.tell(new LinkFact.Down(new LinkId.Peer(X), Channel.COMMAND, "gone"));
        assertEquals(List.of(), questions(court.passes(3_000)));
    }

    @Test
    void asksBackWhoAsks() {
        Court court = Court.with(3, A, X);
        court.masterDown();
        court.passes(100);
        court.play.sinceLast();
        court.asked(null, 0);
        assertEquals(List.of("a", "x"), questions(court.play.sinceLast()), "who asks sees it down");
        court.saysDown(A);
        court.passes(100);
        court.play.sinceLast();
        court.asked(null, 0);
        assertEquals(List.of("x"), questions(court.play.sinceLast()), "what is known is not asked");
    }

    /** The first to see it is told "no" by those who see it a moment later, and is often the one whose turn it is. */
    @Test
    void asksBackAtOnceHoweverLatelyItAsked() {
        Court court = Court.with(2, A, X);
        court.masterDown();
        court.answers(A, false, null, epoch(0));
        court.answers(X, false, null, epoch(0));
        court.play.sinceLast();
        court.asked(null, 0);
        assertEquals(List.of("a", "x"), questions(court.play.sinceLast()));
    }

    @Test
    void asksOnceMoreWhenHintsComeQuickly() {
        Court court = Court.with(3, A, X);
        court.masterDown();
        court.asked(null, 0);
        court.saysDown(A);
        court.play.sinceLast();
        court.asked(null, 0);
        assertEquals(List.of(), questions(court.play.sinceLast()), "it was asked by now");
        assertEquals(List.of("x"), questions(court.passes(30)), "and may have seen it since");
        assertEquals(List.of(), questions(court.passes(500)));
    }

    @Test
    void asksBackNoFasterThanEveryTwentyMilliseconds() {
        Court court = Court.with(3, A, X);
        court.masterDown();
        court.passes(100);
        court.play.sinceLast();
        for (int i = 0; i < 1_000; i++) {
            court.asked(null, 0);
            court.passes(1);
        }
        int asked = questions(court.play.sinceLast()).size();
        assertTrue(asked <= 2 * 1_000 / 20, asked + " questions in a second");
    }

    @Test
    void doesNotAskBackAboutAMasterThatIsUp() {
        Court court = Court.with(2, A);
        court.asked(null, 0);
        assertEquals(List.of(), questions(court.play.sinceLast()));
    }

    @Test
    void ignoresAnAnswerAboutAnotherAddress() {
        Court court = Court.with(2, A);
        court.masterDown();
        assertEquals(List.of(), Play.events(court.answers(A, new Address("10.0.0.2", 6379), true, null, epoch(0))));
        assertEquals(
                "+odown",
                Play.events(court.answers(A, ADDRESS, true, null, epoch(0))).get(0));
    }

    @Test
    void ignoresAnAnswerOfAStranger() {
        Court court = Court.with(2, A);
        court.masterDown();
        assertEquals(List.of(), Play.events(court.saysDown(B)));
    }

    @Test
    void startsOverAtAnotherAddress() {
        Court court = Court.with(2, A);
        court.masterDown();
        court.saysDown(A);
        assertNotNull(court.report().objectivelyDownFor());
        court.play.sinceLast();
        List<Effect> switched = court.switchTo(new Address("10.0.0.2", 6379));
        assertEquals(
                List.of(new ElectionFact.ObjectivelyUp(Court.MASTER)),
                Play.facts(switched, ElectionFact.ObjectivelyUp.class),
                "the monitor may have been told of it after the switch (seed 3007804)");
        assertNull(court.report().objectivelyDownFor());
        assertFalse(court.report().peers().get(A).saysDown());
        assertEquals(List.of(), questions(court.passes(5_000)), "the new master is not down");
    }

    @Test
    void judgesAndAsksNothingInTilt() {
        Court court = Court.with(2, A);
        court.tilt(true);
        court.masterDown();
        court.saysDown(A);
        List<Effect> tilted = court.passes(3_000);
        court.play.sinceLast();
        assertEquals(List.of(), questions(tilted));
        assertEquals(List.of(), Play.events(tilted));
        assertEquals("+odown", Play.events(court.tilt(false)).get(0));
    }

    @Test
    void aResetForgetsThePeers() {
        Court court = Court.with(2, A);
        court.masterDown();
        court.play.tell(new MonitorFact.MasterReset(Court.MASTER));
        assertEquals(0, court.report().peers().size());
        assertEquals(List.of(), questions(court.passes(3_000)));
    }
}
