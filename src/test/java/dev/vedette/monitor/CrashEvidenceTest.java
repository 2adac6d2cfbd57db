package dev.vedette.monitor;

import static dev.vedette.monitor.Outpost.A;
import static dev.vedette.monitor.Outpost.B;
import static dev.vedette.monitor.Outpost.C;
import static dev.vedette.monitor.Outpost.DOWN_AFTER;
import static dev.vedette.monitor.Outpost.MASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Channel;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Reply;
import dev.vedette.bus.SettingChange;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is evidently gone is not waited out; whatever is less than evident is. */
class CrashEvidenceTest {
    /** A refusal, a question, an answer. */
    private static final Duration AT_ONCE = Duration.ofMillis(30);

    private static final String DOWN = "+sdown master mymaster 10.0.0.1 6379";

    private final Outpost post = Outpost.manned(settings -> settings.crashDetection(true));

    private static Reply lost(long seconds) {
        Reply.Text healthy = (Reply.Text) Outpost.replicaInfo('b', A);
        return new Reply.Text(healthy.text()
                .replace(
                        "master_link_status:up",
                        "master_link_status:down\r\nmaster_link_down_since_seconds:" + seconds));
    }

    private void masterCrashes() {
        post.at(B).info = lost(0);
        post.at(C).info = lost(0);
        post.crash(MASTER);
    }

    private List<String> soon() {
        return post.run(AT_ONCE).stage.lines();
    }

    /** By the clock, as without crash detection. */
    private void assertWaitedOut() {
        assertEquals(List.of(), soon());
        post.run(DOWN_AFTER.minus(AT_ONCE));
        assertEquals(List.of(), post.stage.told(MonitorFact.MasterDown.class));
        post.millis(10);
        assertEquals(
                List.of(new MonitorFact.MasterDown(Outpost.NAME, Reason.NO_VALID_REPLY)),
                post.stage.told(MonitorFact.MasterDown.class));
    }

    @Test
    void aRefusedPortAndReplicasThatLostItAreACrash() {
        post.stage.withoutPulse();
        masterCrashes();
        assertEquals(List.of(DOWN), soon());
        assertEquals(
                List.of(new MonitorFact.MasterDown(Outpost.NAME, Reason.CRASHED)),
                post.stage.told(MonitorFact.MasterDown.class));
    }

    @Test
    void itIsOffUnlessAskedFor() {
        Outpost other = Outpost.manned();
        other.at(B).info = lost(0);
        other.at(C).info = lost(0);
        other.crash(MASTER);
        assertEquals(List.of(), other.run(DOWN_AFTER).stage.lines());
    }

    @Test
    void oneLiveReplicationLinkRefutesIt() {
        post.at(B).info = lost(0);
        post.crash(MASTER);
        assertWaitedOut();
    }

    @Test
    void aReplicaThatCannotBeAskedHoldsItUp() {
        post.at(B).info = lost(0);
        post.at(C).hangs = true;
        post.crash(MASTER);
        assertWaitedOut();
    }

    @Test
    void whatWasSaidBeforeTheRefusalDoesNotCount() {
        post.at(B).info = lost(0);
        post.at(C).info = lost(0);
        post.seconds(11);
        post.stage.forget();
        post.at(B).hangs = true;
        post.at(C).hangs = true;
        post.crash(MASTER);
        assertEquals(List.of(), soon());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 5, 600})
    void aReplicaThatWasWithoutItsMasterBeforeIsNoWitness(long seconds) {
        post.at(B).info = lost(0);
        post.at(C).info = lost(seconds);
        post.crash(MASTER);
        assertEquals(List.of(), soon());
    }

    @Test
    void aReplicaOfAnotherOneSaysNothingAboutIt() {
        post.at(C).info = Outpost.replicaInfo('c', B);
        post.seconds(11);
        post.stage.forget();
        post.at(B).info = lost(0);
        post.crash(MASTER);
        assertEquals(List.of(DOWN), soon());
    }

    @Test
    void aBrokenConnectionIsNoRefusal() {
        post.at(B).info = lost(0);
        post.at(C).info = lost(0);
        post.broken(MASTER, Channel.COMMAND);
        assertEquals(List.of(), post.seconds(1).stage.told(MonitorFact.MasterDown.class));
    }

    @Test
    void whereThereIsNobodyToAskNothingIsEvident() {
        Outpost lonely =
                Outpost.unmanned(settings -> settings.crashDetection(true), Outpost.set(), Outpost.peers(Outpost.P1));
        lonely.stage.begin();
        lonely.seconds(5);
        lonely.stage.forget();
        lonely.crash(MASTER);
        assertEquals(List.of(), lonely.run(DOWN_AFTER).stage.lines());
    }

    @Test
    void aMasterThatNeverSaidThatItIsOneIsWaitedOut() {
        Outpost late = Outpost.unmanned(settings -> settings.crashDetection(true), Outpost.set(B, C), Outpost.peers());
        late.at(A).reachable = false;
        late.at(B).info = lost(0);
        late.at(C).info = lost(0);
        late.stage.begin();
        assertEquals(List.of(), late.run(DOWN_AFTER).stage.told(MonitorFact.MasterDown.class));
    }

    @Test
    void theFirstAnswerEndsIt() {
        masterCrashes();
        assertEquals(List.of(DOWN), soon());
        post.at(A).reachable = true;
        post.seconds(1);
        assertEquals(List.of(DOWN, "-sdown master mymaster 10.0.0.1 6379"), post.stage.lines());
    }

    @Test
    void whenTheWitnessesDieTheVerdictStands() {
        masterCrashes();
        assertEquals(List.of(DOWN), soon());
        post.crash(Outpost.REPLICA);
        post.crash(Outpost.REPLICA_2);
        post.seconds(1);
        assertEquals(List.of(DOWN), post.stage.lines());
    }

    @Test
    void whenAWitnessFindsItAgainTheClockDecides() {
        masterCrashes();
        assertEquals(List.of(DOWN), soon());
        post.at(B).info = Outpost.replicaInfo('b', A);
        post.seconds(2);
        assertEquals(List.of(DOWN, "-sdown master mymaster 10.0.0.1 6379"), post.stage.lines());
    }

    @Test
    void inTiltNothingIsEvident() {
        post.stage.sleep(Duration.ofSeconds(3));
        post.millis(200);
        post.stage.forget();
        masterCrashes();
        assertEquals(List.of(), post.seconds(1).stage.told(MonitorFact.MasterDown.class));
    }

    @Test
    void itCanBeSwitchedOffAfterwards() {
        masterCrashes();
        assertEquals(List.of(DOWN), soon());
        post.stage.ask(
                new Ask.Change(
                        Outpost.NAME,
                        List.of(new SettingChange(
                                "crash-detection no", (MasterSettings s) -> s.crashDetection(false)))),
                Outcome.class);
        post.millis(200);
        assertEquals(
                "-sdown master mymaster 10.0.0.1 6379",
                post.stage.lines().get(post.stage.lines().size() - 1));
    }
}
