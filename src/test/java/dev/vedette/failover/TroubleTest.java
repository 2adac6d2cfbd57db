package dev.vedette.failover;

import static dev.vedette.failover.Scene.EPOCH;
import static dev.vedette.failover.Scene.MASTER;
import static dev.vedette.failover.Scene.R1;
import static dev.vedette.failover.Scene.R2;
import static dev.vedette.failover.Scene.orders;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Play;
import dev.vedette.bus.Candidate;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.Reply;
import dev.vedette.model.Epoch;
import dev.vedette.model.Moment;
import dev.vedette.model.Reason;
import dev.vedette.model.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a failover does about links that break, commands that are refused, and answers that do not come. */
class TroubleTest {
    private static final String ABORT = "-failover-abort-slave-timeout";

    @Test
    void abortsAtOnceWhenThePromotionIsRefused() {
        Scene scene = Scene.set().promoting();
        List<Effect> refused = scene.replies(R1, null, new Reply.Refused("NOPERM no"));
        assertEquals(Reason.PROMOTION_REFUSED.sentence() + ": NOPERM no", Play.reason(refused, ABORT));
        assertEquals(
                List.of("master mymaster 10.0.0.1 6379"),
                refused.stream()
                        .filter(Effect.Announce.class::isInstance)
                        .map(effect -> ((Effect.Announce) effect).event().payload())
                        .toList(),
                "an end of a failover is about the master");
        assertEquals(
                List.of(new FailoverFact.Aborted(MASTER, EPOCH, Reason.PROMOTION_REFUSED)),
                Play.facts(refused, FailoverFact.Aborted.class));
        assertFalse(scene.isBusy());
    }

    @Test
    void sendsThePromotionAgainWhenTheLinkIsBack() {
        Scene scene = Scene.set().promoting();
        scene.disconnects(R1);
        scene.replies(R1, null, new Reply.Lost("gone"));
        scene.play.sinceLast();
        assertEquals(List.of(), orders(scene.passes(5_000)));
        assertEquals(List.of("2>nobody"), orders(scene.connects(R1)));
        assertEquals(List.of(), orders(scene.passes(5_000)), "once");
    }

    @Test
    void sendsThePromotionAgainWhenItWasLostOnALinkThatIsUp() {
        Scene scene = Scene.set().promoting();
        scene.replies(R1, null, new Reply.Lost("too many wait"));
        assertEquals(List.of("2>nobody"), orders(scene.passes(1_200)));
    }

    @Test
    void asksForCandidatesAgainWhenNobodyAnswers() {
        Scene scene = Scene.set().elected();
        assertTrue(inquiries(scene.passes(10_000)) >= 8);
        scene.candidates();
        assertEquals(0, inquiries(scene.passes(10_000)));
    }

    private static long inquiries(List<Effect> effects) {
        return effects.stream().filter(Effect.Inquire.class::isInstance).count();
    }

    @Test
    void abortsWhenTheReplicaCannotBeReached() {
        Scene scene = Scene.set().elected();
        scene.disconnects(R1);
        scene.candidates();
        assertEquals("send_slaveof_noone", scene.state());
        assertFalse(Play.events(scene.passes(59_999)).contains(ABORT));
        assertEquals(Reason.REPLICA_UNREACHABLE.sentence(), Play.reason(scene.passes(1), ABORT));
    }

    @Test
    void abortsWhenThePromotionIsNotSeen() {
        Scene scene = Scene.set().elected();
        scene.disconnects(R1);
        scene.candidates();
        scene.passes(50_000);
        scene.connects(R1);
        assertFalse(Play.events(scene.passes(59_999)).contains(ABORT), "counted from the order");
        assertEquals(Reason.PROMOTION_NOT_SEEN.sentence(), Play.reason(scene.passes(1), ABORT));
    }

    @Test
    void abortsWhenThereIsNoGoodReplica() {
        Scene scene = Scene.set().elected();
        List<Effect> none = scene.play.tell(Scene.answer());
        assertEquals(List.of("-failover-abort-no-good-slave"), Play.events(none));
        assertEquals("no replica can be promoted: none is known", Play.reason(none, "-failover-abort-no-good-slave"));
        assertEquals(
                List.of(new FailoverFact.Aborted(MASTER, EPOCH, Reason.NO_GOOD_REPLICA)),
                Play.facts(none, FailoverFact.Aborted.class));
    }

    @Test
    void waitsAMomentForFreshInfo() {
        Scene scene = Scene.set().elected();
        Candidate stale = Scene.candidate(R1, 100, Duration.ofMillis(1_500));
        assertEquals(List.of(), Play.events(scene.play.tell(Scene.answer(stale, Scene.fresh(R2, 1)))));
        assertEquals(1, inquiries(scene.passes(20)));
        assertEquals(
                List.of("3>nobody"),
                orders(scene.play.tell(
                        Scene.answer(Scene.candidate(R1, 100, Duration.ofMillis(10)), Scene.fresh(R2, 200)))));
    }

    @Test
    void waitsForFreshInfoNoLongerThanASecond() {
        Scene scene = Scene.set().elected();
        Candidate stale = Scene.candidate(R1, 100, Duration.ofMillis(3_000));
        scene.passes(1_001);
        assertEquals(List.of("2>nobody"), orders(scene.play.tell(Scene.answer(stale, Scene.fresh(R2, 1)))));
    }

    @Test
    void anAlarmOfAnEarlierAttemptDoesNotHitTheNext() {
        Scene scene = Scene.set().promoting();
        scene.passes(30_000);
        scene.replies(R1, null, new Reply.Refused("NOPERM no"));
        Epoch next = EPOCH.next();
        scene.play.tell(
                new ElectionFact.CampaignStarted(MASTER, next, true), new ElectionFact.Elected(MASTER, next, true));
        scene.candidates();
        assertFalse(Play.events(scene.passes(59_999)).contains(ABORT));
        assertTrue(Play.events(scene.passes(1)).contains(ABORT));
    }

    /** A replica of the last attempt, told to follow, may be the one that is promoted now. */
    @Test
    void aReplyToAnotherOrderDoesNotAbort() {
        Scene scene = Scene.set().promoting();
        scene.replies(R1, R2, new Reply.Refused("ERR late"));
        scene.replies(R1, R2, new Reply.Lost("gone"));
        assertEquals("wait_promotion", scene.state());
        assertEquals(List.of(), orders(scene.connects(R1)), "the promotion is still on its way");
    }

    @Test
    void aReplicaThatRefusesToFollowIsRemarkedOn() {
        Scene scene = Scene.set().reconfiguring();
        List<Effect> refused = scene.replies(R2, R1, new Reply.Refused("NOPERM no"));
        assertEquals(
                List.of("replica 10.0.0.3:6379 refused to follow the new master: NOPERM no"), Play.remarks(refused));
        assertEquals("reconf_slaves", scene.state());
    }

    @Test
    void aFailoverTakesEveryStepAndNoneBack() {
        Moment now = Moment.ofMillis(1);
        for (FailoverState from : FailoverState.values()) {
            for (FailoverState to : FailoverState.values()) {
                Attempt attempt = new Attempt(new ElectionFact.Elected(MASTER, EPOCH, false), Scene.OLD, now);
                while (attempt.state() != from) {
                    attempt.move(FailoverState.values()[attempt.state().ordinal() + 1], now);
                }
                if (to.ordinal() == from.ordinal() + 1) {
                    attempt.move(to, now);
                    assertTrue(attempt.is(to));
                } else {
                    assertThrows(IllegalStateException.class, () -> attempt.move(to, now), from + " to " + to);
                }
            }
        }
    }

    @Test
    void aFailoverPromotesOneReplica() {
        Attempt attempt = new Attempt(new ElectionFact.Elected(MASTER, EPOCH, false), Scene.OLD, Moment.ofMillis(1));
        assertThrows(IllegalStateException.class, attempt::promoted);
        attempt.select(R1, R1);
        assertThrows(IllegalStateException.class, () -> attempt.select(R2, R2));
        assertEquals(R1, attempt.promoted());
    }

    @Test
    void aReportThatComesTwiceIsPassedOnOnce() {
        Scene scene = Scene.set().promoting();
        scene.reports(R1, Role.MASTER, null, false);
        assertEquals(
                List.of(), Play.facts(scene.reports(R1, Role.MASTER, null, false), FailoverFact.PromotionSeen.class));
    }
}
