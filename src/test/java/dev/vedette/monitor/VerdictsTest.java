package dev.vedette.monitor;

import static dev.vedette.monitor.Outpost.A;
import static dev.vedette.monitor.Outpost.B;
import static dev.vedette.monitor.Outpost.DOWN_AFTER;
import static dev.vedette.monitor.Outpost.MASTER;
import static dev.vedette.monitor.Outpost.PEER;
import static dev.vedette.monitor.Outpost.REPLICA;
import static dev.vedette.monitor.Outpost.replicaInfo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Reply;
import dev.vedette.bus.SettingChange;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Reason;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Subjectively down: reference 5.1, 3.3 and 3.7. */
class VerdictsTest {
    private static final String IT = "master mymaster 10.0.0.1 6379";

    @Test
    void aCrashIsCountedFromTheMomentTheConnectionBroke() {
        Outpost post = Outpost.manned();
        post.stage.withoutPulse();
        post.crash(MASTER);
        post.run(DOWN_AFTER);
        assertEquals(List.of(), post.stage.lines(), "not before down-after has passed");
        post.millis(2);
        assertEquals(List.of("+sdown " + IT), post.stage.lines(), "at most 2 ms late, and without any pulse");
        assertEquals(
                List.of(new MonitorFact.MasterDown(Outpost.NAME, Reason.NO_VALID_REPLY)),
                post.stage.told(MonitorFact.MasterDown.class));
    }

    @Test
    void peopleAreToldWhatTheServerSaidInsteadOfPong() {
        Outpost post = Outpost.manned();
        post.at(A).ping = new Reply.Refused("NOAUTH Authentication required.");
        post.seconds(DOWN_AFTER.toSeconds() + 1);
        assertEquals(
                Reason.NO_VALID_REPLY.sentence() + ": NOAUTH Authentication required.",
                post.stage.events().get(0).reason());
    }

    @Test
    void peopleAreToldWhyThereIsNoConnection() {
        Outpost post = Outpost.manned();
        post.crash(MASTER);
        post.seconds(DOWN_AFTER.toSeconds() + 1);
        String reason = String.valueOf(post.stage.events().get(0).reason());
        assertTrue(reason.startsWith(Reason.NO_VALID_REPLY.sentence() + ": "), reason);
    }

    @ParameterizedTest
    @ValueSource(longs = {50, 200, 500, 1000, 5000, 30000})
    void aHangIsCountedFromTheFirstUnansweredPing(long downAfter) {
        Outpost post = Outpost.manned(settings -> settings.downAfter(Duration.ofMillis(downAfter)));
        post.stage.withoutPulse();
        post.at(A).hangs = true;
        while (post.stage.said(MASTER, Errand.Ping.class).isEmpty()) {
            post.millis(1);
        }
        // The loop stops within the millisecond after the PING, and another one is allowed for the alarm.
        post.millis(downAfter - 1);
        assertFalse(post.masterIsDown());
        post.millis(3);
        assertTrue(post.masterIsDown());
    }

    @Test
    void oneValidReplyEndsItAtOnce() {
        Outpost post = Outpost.manned();
        post.at(A).hangs = true;
        post.seconds(6);
        assertTrue(post.masterIsDown());
        post.stage.forget();
        post.at(A).hangs = false;
        post.seconds(1);
        assertEquals("-sdown " + IT, post.stage.lines().get(0));
        assertEquals(1, post.stage.told(MonitorFact.MasterUp.class).size());
    }

    @Test
    void itIsSaidOnceHoweverLongItLasts() {
        Outpost post = Outpost.manned();
        post.crash(MASTER);
        post.seconds(100);
        assertEquals(List.of("+sdown " + IT), post.stage.lines());
        assertEquals(1, post.stage.told(MonitorFact.MasterDown.class).size());
    }

    @Test
    void replicasAndPeersAreJudgedToo() {
        Outpost post = Outpost.manned();
        post.crash(REPLICA);
        post.crash(PEER);
        post.seconds(4);
        assertEquals(
                List.of(
                        "+sdown slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379",
                        "+sdown sentinel " + Outpost.P1 + " 10.0.1.1 26379 @ mymaster 10.0.0.1 6379"),
                post.stage.lines().stream().sorted(Comparator.reverseOrder()).toList());
    }

    /** Which replies stop the clock (reference 3.3). */
    @ParameterizedTest
    @CsvSource({
        "done, PONG, true",
        "done, PONGO, true",
        "refused, LOADING Redis is loading the dataset in memory, true",
        "refused, MASTERDOWN Link with MASTER is down, true",
        "refused, NOAUTH Authentication required., false",
        "refused, NOPERM no permission, false",
        "refused, MISCONF no disk, false",
        "refused, BUSY Redis is busy running a script, false",
        "refused, ERR unknown command, false",
        "done, OK, false",
        "text, PONG, false",
    })
    void onlySomeRepliesStopTheClock(String kind, String text, boolean valid) {
        Outpost post = Outpost.manned();
        post.at(A).ping = switch (kind) {
            case "done" -> new Reply.Done(text);
            case "refused" -> new Reply.Refused(text);
            default -> new Reply.Text(text);
        };
        post.seconds(6);
        assertEquals(!valid, post.masterIsDown());
        assertTrue(post.report().health().lastPing().compareTo(Duration.ofSeconds(2)) < 0, "it did answer");
    }

    @Test
    void aMasterThatReportsReplicaIsDownAfterTwoInfoPeriodsMore() {
        Outpost post = Outpost.manned();
        post.at(A).info = replicaInfo('a', B);
        while (post.stage.told(MonitorFact.MasterDown.class).isEmpty()
                && post.report().node().roleReportedFor().compareTo(Duration.ofSeconds(24)) < 0) {
            post.millis(10);
        }
        Duration reported = post.report().node().roleReportedFor();
        assertTrue(reported.compareTo(DOWN_AFTER.plusSeconds(20)) > 0, () -> "too early: " + reported);
        assertTrue(reported.compareTo(DOWN_AFTER.plusSeconds(20).plusMillis(120)) < 0, () -> "too late: " + reported);
        assertEquals(
                Reason.REPORTS_REPLICA,
                post.stage.told(MonitorFact.MasterDown.class).get(0).reason());
    }

    @Test
    void aReplicaThatReportsMasterIsNotDown() {
        Outpost post = Outpost.manned();
        post.at(B).info = Outpost.masterInfo('b');
        post.secondsWithHellos(60);
        assertFalse(post.stage.names().contains("+sdown"));
    }

    /** Reference 3.7: LOADING is a valid reply, but a restarted master may not load for ever. */
    @ParameterizedTest
    @CsvSource({"4000, true", "0, false"})
    void aRestartedMasterMayLoadForSoLong(long patience, boolean goesDown) {
        Outpost post = Outpost.manned(settings -> settings.rebootDownAfter(Duration.ofMillis(patience)));
        restart(post);
        post.millis(10);
        assertEquals("+reboot " + IT, post.stage.lines().get(0));
        assertEquals(goesDown, post.report().rebooting());
        post.millis(3900);
        assertFalse(post.masterIsDown());
        post.millis(300);
        assertEquals(goesDown, post.masterIsDown());
    }

    @Test
    void theFirstPongAfterARestartEndsThePatience() {
        Outpost post = Outpost.manned(settings -> settings.rebootDownAfter(Duration.ofSeconds(4)));
        restart(post);
        post.seconds(2);
        assertTrue(post.report().rebooting());
        post.at(A).ping = new Reply.Done("PONG");
        post.seconds(2);
        assertFalse(post.report().rebooting());
        post.seconds(5);
        assertFalse(post.stage.names().contains("+sdown"));
    }

    private static void restart(Outpost post) {
        post.at(A).ping = new Reply.Refused("LOADING Redis is loading the dataset in memory");
        post.at(A).info = Outpost.masterInfo('z');
        post.broken(MASTER, Channel.COMMAND);
        post.broken(MASTER, Channel.PUBSUB);
    }

    @Test
    void aBusyScriptIsKilledOnceAndOnlyWhileDown() {
        Outpost post = Outpost.manned();
        post.at(A).ping = new Reply.Refused("BUSY Redis is busy running a script.");
        post.run(DOWN_AFTER.minusMillis(1));
        assertEquals(List.of(), post.stage.said(MASTER, Errand.ScriptKill.class), "not before it is down");
        post.seconds(20);
        assertEquals(1, post.stage.said(MASTER, Errand.ScriptKill.class).size());
        assertTrue(post.report().health().scriptKillSent());

        post.at(A).ping = new Reply.Done("PONG");
        post.seconds(2);
        assertFalse(post.report().health().scriptKillSent(), "the mark goes with the verdict");
        post.at(A).ping = new Reply.Refused("BUSY Redis is busy running a script.");
        post.seconds(20);
        assertEquals(2, post.stage.said(MASTER, Errand.ScriptKill.class).size(), "once in each down period");
    }

    @Test
    void aPeerIsNeverToldToKillAScript() {
        Outpost post = Outpost.manned();
        post.at(PEER).ping = new Reply.Refused("BUSY Redis is busy running a script.");
        post.seconds(20);
        assertEquals(List.of("+sdown"), post.stage.names());
        assertEquals(List.of(), post.stage.said(PEER, Errand.ScriptKill.class));
    }

    @Test
    void onePeerIsJudgedByEachMasterOnItsOwn() {
        MasterSettings impatient = MasterSettings.withQuorum(1).downAfter(Duration.ofSeconds(1));
        Outpost post = Outpost.manned();
        post.stage.ask(new Ask.Watch(new MasterName("other"), Outpost.C, 1), Outcome.class);
        MasterName other = new MasterName("other");
        post.stage.ask(
                new Ask.Change(
                        other,
                        List.of(new SettingChange(
                                "down-after-milliseconds 1000",
                                settings -> settings.downAfter(impatient.downAfter())))),
                Outcome.class);
        post.stage.take(new GossipFact.PeerKnown(
                other, new PeerRef(Outpost.P1, Outpost.peers(Outpost.P1).get(Outpost.P1))));
        post.seconds(2);
        post.stage.forget();
        post.at(PEER).hangs = true;
        post.millis(2400);
        assertEquals(List.of("other"), downFor(post));
        post.seconds(3);
        assertEquals(List.of("other", "mymaster"), downFor(post));
    }

    private static List<String> downFor(Outpost post) {
        LinkId peer = PEER;
        return post.stage.told(MonitorFact.InstanceDown.class).stream()
                .filter(fact -> fact.instance().equals(peer))
                .map(fact -> fact.master().value())
                .toList();
    }
}
