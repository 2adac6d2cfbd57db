package dev.vedette.monitor;

import static dev.vedette.monitor.Outpost.A;
import static dev.vedette.monitor.Outpost.B;
import static dev.vedette.monitor.Outpost.MASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Ask;
import dev.vedette.bus.Errand;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.MonitorReport;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reference 12: whoever slept accuses nobody. */
class TiltTest {

    private static @Nullable Duration tilt(Outpost post) {
        return post.stage.ask(new Ask.Instances(), MonitorReport.class).tiltFor();
    }

    private static Outpost asleepFor(long millis) {
        Outpost post = Outpost.manned();
        post.stage.sleep(Duration.ofMillis(millis));
        return post;
    }

    @Test
    void twoSecondsWithoutAStepAreTooMany() {
        Outpost post = asleepFor(1900);
        post.millis(1);
        assertNull(tilt(post));
        post = asleepFor(2081);
        post.millis(1);
        assertNotNull(tilt(post));
        assertEquals(List.of("+tilt #tilt mode entered"), post.stage.lines());
        assertEquals(List.of(new MonitorFact.Tilt(true)), post.stage.told(MonitorFact.Tilt.class));
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600_000, -500, 2500, 3600_000})
    void theClockOnTheWallMayNotJump(long by) {
        Outpost post = Outpost.manned();
        post.stage.wallJumps(Duration.ofMillis(by));
        post.seconds(1);
        assertEquals(List.of("+tilt"), post.stage.names());
    }

    /** As of a host that was suspended with all its clocks but the one on the wall. */
    @Test
    void whoeverIsHeardFirstMakesItNoticeTheJump() {
        Outpost post = Outpost.manned();
        post.stage.wallJumps(Duration.ofSeconds(16));
        post.stage.take(new dev.vedette.bus.LinkFact.HelloHeard(MASTER, "hello"));
        assertEquals(List.of("+tilt"), post.stage.names());
        assertEquals(
                "the time of day jumped by 16000 ms", post.stage.events().get(0).reason());
    }

    @ParameterizedTest
    @ValueSource(longs = {-99, 2000})
    void aLittleIsNoJump(long by) {
        Outpost post = Outpost.manned();
        post.stage.wallJumps(Duration.ofMillis(by));
        post.seconds(1);
        assertEquals(List.of(), post.stage.names());
    }

    @Test
    void itEndsAfterThirtySecondsAndAFurtherSleepExtendsIt() {
        Outpost post = asleepFor(3000);
        post.seconds(20);
        post.stage.sleep(Duration.ofSeconds(3));
        post.millis(29_900);
        assertEquals(List.of("+tilt", "+tilt"), post.stage.names());
        assertEquals(1, post.stage.told(MonitorFact.Tilt.class).size(), "for the others it just goes on");
        post.millis(300);
        assertEquals(List.of("+tilt", "+tilt", "-tilt"), post.stage.names());
        assertEquals("-tilt #tilt mode exited", post.stage.lines().get(2));
        assertNull(tilt(post));
    }

    @Test
    void nobodyIsJudgedInIt() {
        Outpost post = asleepFor(3000);
        post.crash(MASTER);
        post.seconds(29);
        assertEquals(List.of("+tilt"), post.stage.names());
        post.seconds(2);
        assertEquals(List.of("+tilt", "-tilt", "+sdown"), post.stage.names());
    }

    @Test
    void whoeverWasDownBeforeStaysSo() {
        Outpost post = Outpost.manned();
        post.at(A).hangs = true;
        post.seconds(5);
        post.stage.sleep(Duration.ofSeconds(3));
        post.at(A).hangs = false;
        post.seconds(29);
        assertTrue(post.masterIsDown(), "verdicts freeze");
        post.seconds(2);
        assertEquals(List.of("+sdown", "+tilt", "-tilt", "-sdown"), post.stage.names());
    }

    @Test
    void watchingGoesOn() {
        Outpost post = asleepFor(3000);
        post.at(A).info = Outpost.masterInfo('a', B, new dev.vedette.model.Address("10.4.4.4", 4));
        post.millis(1);
        post.stage.forget();
        post.secondsWithHellos(20);
        assertTrue(post.stage.names().contains("+slave"));
        assertTrue(post.stage.said(MASTER, Errand.Ping.class).size() > 15);
    }

    @Test
    void nobodyIsRepairedInIt() {
        Outpost post = Outpost.manned();
        post.at(B).info = Outpost.masterInfo('b');
        post.secondsWithHellos(6);
        post.stage.sleep(Duration.ofSeconds(3));
        post.secondsWithHellos(28);
        assertEquals(List.of(), post.stage.said(Outpost.REPLICA, Errand.Reconfigure.class));
    }

    @Test
    void oneSleepIsSaidOnceWhoeverNoticesItFirst() {
        Outpost post = Outpost.manned();
        post.stage.sleep(Duration.ofSeconds(5));
        post.stage.take(new dev.vedette.bus.LinkFact.HelloHeard(MASTER, "hello"));
        post.stage.sleep(Duration.ofMillis(3));
        post.stage.pulse();
        post.seconds(1);
        assertEquals(List.of("+tilt"), post.stage.names());
    }

    /** With a down-after longer than TILT, the silence that we slept through must not complete it. */
    @Test
    void whatItSleptThroughIsHeldAgainstNobody() {
        Outpost post = Outpost.manned(settings -> settings.downAfter(Duration.ofSeconds(60)));
        post.at(A).hangs = true;
        post.secondsWithHellos(4);
        post.stage.sleep(Duration.ofSeconds(100));
        post.secondsWithHellos(55);
        assertEquals(List.of("+tilt", "-tilt"), post.stage.names());
        post.secondsWithHellos(4);
        assertEquals(List.of("+tilt", "-tilt", "+sdown"), post.stage.names());
    }
}
