package dev.vedette.monitor;

import static dev.vedette.monitor.Outpost.A;
import static dev.vedette.monitor.Outpost.MASTER;
import static dev.vedette.monitor.Outpost.PEER;
import static dev.vedette.monitor.Outpost.REPLICA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.Reply;
import dev.vedette.model.Address;
import dev.vedette.model.LinkId;
import dev.vedette.model.Moment;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections, and what is periodically said on them: reference 2.2, 2.4, 3.3, 3.4. */
class TendingTest {

    @Test
    void whatIsMissingIsOpenedAtTheStart() {
        Outpost post = Outpost.unmanned(settings -> settings, Outpost.set(Outpost.B), Outpost.peers(Outpost.P1));
        post.stage.begin();
        assertEquals(List.of(Channel.COMMAND, Channel.PUBSUB), opened(post, MASTER));
        assertEquals(List.of(Channel.COMMAND, Channel.PUBSUB), opened(post, REPLICA));
        assertEquals(List.of(Channel.COMMAND), opened(post, PEER), "peers are not subscribed to");
        post.stage.forget();
        post.millis(2);
        assertEquals(List.of(), opened(post, MASTER), "one order is enough");
        assertEquals(1, post.stage.said(MASTER, Errand.Ping.class).size());
        assertEquals(1, post.stage.said(MASTER, Errand.Info.class).size());
        assertEquals(0, post.stage.said(PEER, Errand.Info.class).size(), "peers have no INFO for us");
    }

    private static List<Channel> opened(Outpost post, LinkId link) {
        return post.stage.ordered(link, LinkOrder.Open.class).stream()
                .map(LinkOrder.Open::channel)
                .toList();
    }

    @Test
    void portZeroIsKnownAndNeverConnectedTo() {
        TreeMap<dev.vedette.model.RunId, Address> peers = new TreeMap<>();
        peers.put(Outpost.P1, new Address("10.0.1.1", 0));
        Outpost post = Outpost.unmanned(settings -> settings, Outpost.set(), peers);
        post.stage.begin();
        post.seconds(60);
        assertEquals(List.of(), opened(post, PEER));
        assertTrue(post.report().peers().get(0).health().disconnected());
    }

    @Test
    void aConnectionThatWorkedIsRetriedAtOnceAndThenEverMoreSlowly() {
        Outpost post = Outpost.manned();
        post.at(MASTER).reachable = false;
        post.broken(MASTER, Channel.COMMAND);
        assertEquals(1, commandsOpened(post), "at once");
        post.millis(60);
        assertEquals(2, commandsOpened(post), "after 50 ms");
        post.millis(110);
        assertEquals(3, commandsOpened(post), "after 100 ms");
        post.seconds(10);
        int soFar = commandsOpened(post);
        post.seconds(10);
        assertEquals(10, commandsOpened(post) - soFar, 1, "once a second in the end");
    }

    private static int commandsOpened(Outpost post) {
        return (int) opened(post, MASTER).stream()
                .filter(channel -> channel == Channel.COMMAND)
                .count();
    }

    @ParameterizedTest
    @CsvSource({"100, 50", "1000, 100", "5000, 500", "10000, 1000", "30000, 1000"})
    void pingsAreATenthOfDownAfterApart(long downAfter, long period) {
        Outpost post = Outpost.manned(settings -> settings.downAfter(Duration.ofMillis(downAfter)));
        post.stage.withoutPulse();
        post.seconds(20);
        assertEquals(
                20_000 / (period + 1),
                post.stage.said(MASTER, Errand.Ping.class).size(),
                1);
    }

    @Test
    void whileUnansweredTheyFollowAtHalfTheStandardPeriodAndStayBounded() {
        Outpost post = Outpost.manned(settings -> settings.downAfter(Duration.ofMillis(500)));
        post.at(A).hangs = true;
        post.seconds(10);
        assertEquals(20, post.stage.said(MASTER, Errand.Ping.class).size(), 3);
        post.seconds(600);
        assertTrue(post.report().health().pendingCommands() <= 100, "reference 2.4");
    }

    @Test
    void whoseQueueIsFullIsStillCalledDownInTime() {
        Outpost post = Outpost.manned(settings -> settings.downAfter(Duration.ofMinutes(2)));
        post.stage.withoutPulse();
        post.at(A).hangs = true;
        post.seconds(55);
        assertEquals(100, post.report().health().pendingCommands(), "reference 2.4");
        post.seconds(64);
        assertFalse(post.masterIsDown());
        post.seconds(2);
        assertTrue(post.masterIsDown());
    }

    @Test
    void infoIsAskedEveryTenSecondsAndOfReplicasInTroubleEverySecond() {
        Outpost post = Outpost.manned();
        post.secondsWithHellos(30);
        assertEquals(3, post.stage.said(MASTER, Errand.Info.class).size(), 1);
        assertEquals(3, post.stage.said(REPLICA, Errand.Info.class).size(), 1);
        post.stage.take(new dev.vedette.bus.ElectionFact.ObjectivelyDown(Outpost.NAME));
        post.stage.forget();
        post.secondsWithHellos(30);
        assertEquals(3, post.stage.said(MASTER, Errand.Info.class).size(), 1);
        assertEquals(30, post.stage.said(REPLICA, Errand.Info.class).size(), 1);
    }

    @Test
    void aHungCommandChannelIsClosedAndOpenedAnew() {
        Outpost post = Outpost.manned(settings -> settings.downAfter(Duration.ofSeconds(20)));
        post.secondsWithHellos(15);
        post.stage.forget();
        post.at(A).hangs = true;
        post.secondsWithHellos(10);
        assertEquals(List.of(), post.stage.ordered(MASTER, LinkOrder.Close.class), "not before half of down-after");
        post.secondsWithHellos(3);
        assertEquals(
                List.of(new LinkOrder.Close(MASTER, Channel.COMMAND)),
                post.stage.ordered(MASTER, LinkOrder.Close.class));
        assertEquals(List.of(Channel.COMMAND), opened(post, MASTER));
        post.secondsWithHellos(8);
        assertTrue(post.masterIsDown(), "the new connection did not restart the clock");
    }

    @Test
    void aHungConnectionIsOpenedAnewBeforeDownAfterIsOver() {
        Outpost post = Outpost.manned(settings -> settings.downAfter(Duration.ofMillis(1_000)));
        post.secondsWithHellos(15);
        post.stage.withoutPulse();
        post.at(A).hangs = true;
        post.stage.forget();
        Moment asked = post.stage.now();
        while (post.stage.said(MASTER, Errand.Ping.class).isEmpty()) {
            post.millis(1);
            asked = post.stage.now();
        }
        while (post.stage.ordered(MASTER, LinkOrder.Close.class).isEmpty()) {
            post.millis(1);
            assertFalse(post.masterIsDown(), "it was left alone until it was called down");
        }
        assertEquals(502, post.stage.now().since(asked).toMillis(), 2, "half of down-after and a little");
    }

    @Test
    void aSubscriptionThatCarriesNothingIsClosedAndOpenedAnew() {
        Outpost post = Outpost.manned();
        post.seconds(9);
        assertEquals(List.of(), post.stage.ordered(MASTER, LinkOrder.Close.class), "not before 15 s");
        post.seconds(2);
        assertEquals(
                List.of(new LinkOrder.Close(MASTER, Channel.PUBSUB)),
                post.stage.ordered(MASTER, LinkOrder.Close.class));
        assertEquals(List.of(Channel.PUBSUB), opened(post, MASTER));
        post.stage.forget();
        post.secondsWithHellos(60);
        assertEquals(List.of(), post.stage.ordered(MASTER, LinkOrder.Close.class), "hellos keep it");
        assertEquals(List.of(), post.stage.names(), "and nothing of it is an event");
    }

    @Test
    void oneMissingChannelIsEnoughToCountAsDisconnected() {
        Outpost post = Outpost.manned();
        post.at(A).reachable = false;
        post.broken(MASTER, Channel.PUBSUB);
        assertTrue(post.report().health().disconnected());
        post.at(A).reachable = true;
        post.seconds(1);
        assertFalse(post.report().health().disconnected());
    }

    @Test
    void repliesAndFactsOfAForgottenLinkMeanNothing() {
        Outpost post = Outpost.manned();
        LinkId stranger = Outpost.node(new Address("10.9.9.9", 1));
        post.stage.take(new dev.vedette.bus.LinkFact.Up(stranger, Channel.COMMAND, "10.0.9.9"));
        post.broken(stranger, Channel.COMMAND);
        post.stage.take(new dev.vedette.bus.Replied(stranger, new Errand.Info(), Outpost.masterInfo('q')));
        post.stage.take(new dev.vedette.bus.Replied(stranger, new Errand.Ping(), new Reply.Done("PONG")));
        assertEquals(List.of(), post.stage.effects());
    }

    @ParameterizedTest
    @CsvSource({"BUSY", "NOPERM", "lost"})
    void infoThatGetsNoAnswerIsAskedForOnceASecond(String how) {
        Outpost post = Outpost.manned();
        post.at(A).info = how.equals("lost") ? new Reply.Lost("no room") : new Reply.Refused(how + " no INFO now");
        post.secondsWithHellos(10);
        post.stage.forget();
        post.secondsWithHellos(10);
        int asked = post.stage.said(MASTER, Errand.Info.class).size();
        assertTrue(asked >= 5 && asked <= 11, () -> asked + " INFO in 10 s");
    }

    @Test
    void aPingThatWasNeverSentIsNotWaitedFor() {
        Outpost post = Outpost.manned(settings -> settings.downAfter(Duration.ofSeconds(1)));
        post.at(A).ping = new Reply.Lost("100 commands wait for a reply already");
        post.millis(300);
        post.at(A).ping = new Reply.Done("PONG");
        post.seconds(2);
        post.stage.forget();
        post.seconds(10);
        assertEquals(100, post.stage.said(MASTER, Errand.Ping.class).size(), 5, "back to the pace of 100 ms");
    }

    /** A server with too many clients accepts and closes; it must not be asked again a thousand times a second. */
    @Test
    void aConnectionThatEndsAsSoonAsItBeganIsNoReasonToHurry() {
        Outpost post = Outpost.manned();
        post.at(PEER).slams = true;
        post.broken(PEER, Channel.COMMAND);
        post.seconds(10);
        assertTrue(opened(post, PEER).size() <= 20, () -> opened(post, PEER).size() + " connections in 10 s");
        assertTrue(opened(post, PEER).size() >= 10, "but it is not given up");
        post.at(PEER).slams = false;
        post.seconds(5);
        assertFalse(post.report().peers().get(0).health().disconnected());
    }
}
