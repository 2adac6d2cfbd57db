package dev.vedette.script;

import static dev.vedette.script.Workshop.A;
import static dev.vedette.script.Workshop.B;
import static dev.vedette.script.Workshop.BOTH;
import static dev.vedette.script.Workshop.C;
import static dev.vedette.script.Workshop.ONE;
import static dev.vedette.script.Workshop.TWO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Play;
import dev.vedette.bus.ConfigFact;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.bus.ScriptReport;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.model.ScriptPaths;
import dev.vedette.model.SentinelSettings;
import dev.vedette.model.Tunable;
import dev.vedette.model.Tunables;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reference 11: what is run for what, how often, and how many at a time. */
class ScriptsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Workshop shop = new Workshop(BOTH);

    @Test
    void aWarningAboutAMasterIsNotified() {
        shop.event(ONE, "+sdown");
        assertEquals(List.of("/notify", "+sdown", "of one"), shop.running.get(0).argv());
    }

    @Test
    void nothingElseIs() {
        shop.event(ONE, Level.NOTICE, "+slave").event(ONE, Level.VERBOSE, "-role-change");
        shop.event(new MasterName("stranger"), "+sdown");
        shop.play.tell(new SentinelEvent("+tilt", Level.WARNING, "#tilt mode entered", null, null));
        new Workshop(ScriptPaths.NONE.clientReconfig("/reconfig")).event(ONE, "+sdown");
        assertEquals(List.of(), shop.started);
        assertEquals(List.of(), shop.pending());
    }

    @Test
    void notificationsOfAMasterFollowOneAnother() {
        shop.event(ONE, "+sdown").event(ONE, "+odown").event(TWO, "+sdown").event(ONE, "+try-failover");
        assertEquals(List.of("+sdown of one", "+sdown of two"), shop.started);
        shop.succeed();
        assertEquals("+odown of one", shop.started.get(2));
        assertEquals(3, shop.started.size());
        shop.succeed().succeed();
        assertEquals("+try-failover of one", shop.started.get(3));
    }

    @Test
    void onesThatHangDelayTheNextByTheirHeadStartOnly() {
        shop.event(ONE, "+sdown").event(ONE, "+odown").event(ONE, "+try-failover");
        shop.pass(Duration.ofMillis(1_990));
        assertEquals(1, shop.started.size());
        shop.pass(Duration.ofMillis(20));
        assertEquals(2, shop.started.size());
        shop.pass(Duration.ofMillis(2_000));
        assertEquals(List.of("+sdown of one", "+odown of one", "+try-failover of one"), shop.started);
    }

    @Test
    void exitCodeOneAndSignalsAreTriedAgainTenTimesInAllEachTimeLater() {
        shop.event(ONE, "+sdown");
        Duration delay = Duration.ofSeconds(30);
        for (int run = 1; run < 10; run++) {
            assertEquals(run, shop.started.size());
            shop.end(run % 2, run % 2 == 1 ? 0 : 15);
            ScriptReport.Job waiting = shop.pending().get(0);
            assertEquals(new ScriptReport.Job(List.of("/notify", "+sdown", "of one"), false, 0, delay, run), waiting);
            shop.pass(delay.minusMillis(1));
            assertEquals(run, shop.started.size(), "too early");
            shop.pass(Duration.ofMillis(2));
            delay = delay.multipliedBy(2);
        }
        assertEquals(10, shop.started.size());
        shop.said();
        shop.end(0, 11);
        assertEquals(List.of(". -script-child 1010 0 11", "# -script-error /notify 11 0"), shop.said());
        assertEquals(List.of(), shop.pending());
        shop.pass(Duration.ofDays(1));
        assertEquals(10, shop.started.size());
    }

    @Test
    void otherExitCodesAreFinal() {
        shop.event(ONE, "+sdown");
        assertEquals(List.of(". +script-child 1001"), shop.said());
        shop.end(2, 0);
        assertEquals(List.of(". -script-child 1001 2 0", "# -script-error /notify 0 2"), shop.said());
        shop.event(ONE, "-sdown").succeed();
        assertEquals(List.of(". +script-child 1002", ". -script-child 1002 0 0"), shop.said());
        assertEquals(List.of(), shop.pending());
    }

    @Test
    void whatWaitsForItsNextTryHoldsNobodyUp() {
        shop.event(ONE, "+sdown").end(1, 0).event(ONE, "+odown");
        assertEquals(List.of("+sdown of one", "+odown of one"), shop.started);
        shop.succeed().pass(Duration.ofSeconds(31));
        assertEquals("+sdown of one", shop.started.get(2));
    }

    @Test
    void oneThatRunsForAMinuteIsKilledOnceAndTriedAgain() {
        shop.event(ONE, "+sdown");
        shop.said();
        shop.pass(Duration.ofMillis(59_990));
        assertEquals(List.of(), shop.said());
        shop.pass(Duration.ofMillis(20));
        assertEquals(List.of("# -script-timeout /notify 1001"), shop.said());
        assertEquals(List.of(1L), shop.killed);
        shop.pass(Duration.ofMinutes(5));
        assertEquals(List.of(1L), shop.killed);
        assertEquals("running", shop.pending().get(0).running() ? "running" : "waits");
        shop.end(0, 9);
        assertEquals(Duration.ofSeconds(30), shop.pending().get(0).time());
    }

    @Test
    void patienceAndDelayAreTunable() {
        shop.event(ONE, "+sdown").pass(SECOND);
        ProcessSettings start = ProcessSettings.atStart(SentinelSettings.DEFAULTS, Level.NOTICE);
        Tunables tuned = Tunables.STANDARD
                .with(Tunable.SCRIPT_MAX_RUNTIME, SECOND.multipliedBy(3))
                .with(Tunable.SCRIPT_RETRY_DELAY, SECOND);
        shop.play.tell(new ConfigFact.Changed(start.tunables(tuned)));
        shop.pass(Duration.ofMillis(1_990));
        assertEquals(List.of(), shop.killed);
        shop.pass(Duration.ofMillis(20));
        assertEquals(List.of(1L), shop.killed);
        shop.end(0, 9).pass(SECOND.plusMillis(1)).end(1, 0).pass(SECOND);
        assertEquals(2, shop.started.size());
        shop.pass(SECOND.plusMillis(1));
        assertEquals(3, shop.started.size());
    }

    @Test
    void sixteenRunAtOnceAndTheOrderStays() {
        IntStream.range(0, 20).forEach(i -> shop.event(ONE, "+e" + i).pass(Duration.ofSeconds(2)));
        assertEquals(16, shop.running.size());
        shop.event(TWO, "+last").pass(Duration.ofSeconds(10));
        assertEquals(16, shop.running.size());
        for (int next = 16; next < 20; next++) {
            shop.succeed();
            assertEquals("+e" + next + " of one", shop.started.get(next));
            shop.pass(Duration.ofSeconds(2));
        }
        shop.succeed();
        assertEquals("+last of two", shop.started.get(20));
    }

    @Test
    void theOldestThatWaitsIsDroppedForTheTwoHundredFiftySeventhNotificationsFirst() {
        shop.topology(ONE, B, null, BOTH).topology(ONE, C, null, BOTH);
        IntStream.range(0, Limits.SCRIPTS - 2).forEach(i -> shop.event(ONE, "+e" + i));
        assertEquals(Limits.SCRIPTS, shop.pending().size());
        shop.play.sinceLast();
        shop.event(ONE, "+straw");
        assertEquals(Limits.SCRIPTS, shop.pending().size());
        List<String> names =
                shop.pending().stream().map(job -> job.argv().get(1)).toList();
        assertEquals(List.of("one", "one", "+e0", "+e2"), names.subList(0, 4));
        assertEquals("+straw", names.get(names.size() - 1));
        assertTrue(Play.remarks(shop.play.sinceLast())
                .contains("not run any more, because too many scripts wait: /notify +e1 of one"));
    }

    @Test
    void aMachineWithoutRoomIsLeftAloneForASecondAndThatIsNoTry() {
        shop.event(ONE, "+sdown");
        shop.said();
        shop.cannotStart().event(TWO, "+sdown");
        assertEquals(List.of("# -script-error /notify 99 0"), shop.said());
        assertEquals(1, shop.started.size());
        assertEquals(0, shop.pending().get(0).tries());
        shop.pass(SECOND.plusMillis(1));
        assertEquals(List.of("+sdown of one", "+sdown of one", "+sdown of two"), shop.started);
    }

    @Test
    void aChangedPathCountsFromTheEventThatSaysSo() {
        shop.topology(ONE, A, null, BOTH.notification("/other")).event(ONE, "+set");
        assertEquals("/other", shop.running.get(0).argv().get(0));
        shop.topology(ONE, A, null, ScriptPaths.NONE).event(ONE, "+set");
        assertEquals(1, shop.started.size());
    }

    @Test
    void aMasterThatIsRemovedLeavesWhatWasQueued() {
        shop.event(ONE, "+sdown").event(ONE, "-monitor");
        shop.play.tell(new MonitorFact.MasterRemoved(ONE));
        shop.event(ONE, "+sdown").succeed();
        assertEquals(List.of("+sdown of one", "-monitor of one"), shop.started);
    }

    @Test
    void whatIsPendingIsShownInTheOrderOfWhatHappened() {
        shop.event(ONE, "+sdown").event(ONE, "+odown").pass(Duration.ofMillis(700));
        assertEquals(
                List.of(
                        new ScriptReport.Job(
                                List.of("/notify", "+sdown", "of one"), true, 1_001, Duration.ofMillis(700), 1),
                        new ScriptReport.Job(List.of("/notify", "+odown", "of one"), false, 0, Duration.ZERO, 0)),
                shop.pending());
    }
}
