package dev.vedette.monitor;

import static dev.vedette.monitor.Outpost.A;
import static dev.vedette.monitor.Outpost.B;
import static dev.vedette.monitor.Outpost.C;
import static dev.vedette.monitor.Outpost.MASTER;
import static dev.vedette.monitor.Outpost.NAME;
import static dev.vedette.monitor.Outpost.PEER;
import static dev.vedette.monitor.Outpost.REPLICA;
import static dev.vedette.monitor.Outpost.masterInfo;
import static dev.vedette.monitor.Outpost.replicaInfo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverFact;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Strays are turned back, not too soon: reference 3.6. */
class RepairsTest {
    private static final String B_OF_A = "slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379";

    private static List<Errand.Reconfigure> repairs(Outpost post, Address node) {
        return post.stage.said(Outpost.node(node), Errand.Reconfigure.class);
    }

    @Test
    void aReplicaThatCallsItselfAMasterIsConvertedAfterEightSeconds() {
        Outpost post = Outpost.manned();
        post.at(B).info = masterInfo('b');
        post.stage.take(new ElectionFact.CampaignStarted(NAME, new Epoch(8), true));
        post.stage.take(new ElectionFact.CampaignEnded(NAME));
        while (post.replica(B).node().roleReported() != dev.vedette.model.Role.MASTER) {
            post.secondsWithHellos(1);
        }
        post.stage.forget();
        post.secondsWithHellos(6);
        assertEquals(List.of(), repairs(post, B));
        post.secondsWithHellos(8);
        assertEquals(List.of("+convert-to-slave " + B_OF_A), post.stage.lines().subList(0, 1));
        assertEquals(new Errand.Reconfigure(A), repairs(post, B).get(0));
        int tries = repairs(post, B).size();
        assertTrue(tries <= 5, () -> tries + " tries: every one of them disconnects clients");
        post.at(B).info = replicaInfo('b', A);
        post.secondsWithHellos(11);
        post.stage.forget();
        post.secondsWithHellos(30);
        assertEquals(List.of(), repairs(post, B), "it follows");
    }

    @Test
    void nobodyIsToldToFollowAMasterThatIsNotSane() {
        Outpost post = Outpost.manned();
        post.at(B).info = masterInfo('b');
        post.at(A).info = replicaInfo('a', B);
        post.secondsWithHellos(60);
        assertEquals(List.of(), repairs(post, B));
    }

    @Test
    void aReplicaThatFollowsSomebodyElseIsFixedAfterFailoverTimeout() {
        Outpost post = Outpost.manned();
        post.at(B).info = replicaInfo('b', new Address("10.9.9.9", 6379));
        post.secondsWithHellos(58);
        assertEquals(List.of(), repairs(post, B));
        post.secondsWithHellos(25);
        assertEquals("+fix-slave-config " + B_OF_A, post.stage.lines().get(0));
        assertEquals(new Errand.Reconfigure(A), repairs(post, B).get(0));
    }

    @Test
    void ourOwnPromotionIsNotUndone() {
        Outpost post = Outpost.manned();
        post.stage.take(new ElectionFact.CampaignStarted(NAME, new Epoch(8), true));
        post.stage.take(new FailoverFact.Reconfiguring(NAME, B));
        post.at(B).info = masterInfo('b');
        post.secondsWithHellos(30);
        assertEquals(List.of(), repairs(post, B));
        post.stage.take(new FailoverFact.Settled(NAME, B));
        post.stage.take(new FailoverFact.Aborted(NAME, new Epoch(8), dev.vedette.model.Reason.PROMOTION_NOT_SEEN));
        post.secondsWithHellos(15);
        assertEquals(new Errand.Reconfigure(A), repairs(post, B).get(0), "but one that was given up is");
    }

    /** A is dead, we led the failover to B, and now A comes back. */
    private static Outpost afterOurFailover() {
        Outpost post = Outpost.manned();
        post.crash(MASTER);
        post.at(B).info = masterInfo('b');
        post.at(C).info = replicaInfo('c', B);
        SuccessionTest.lead(post, B, 8);
        post.secondsWithHellos(20);
        post.stage.forget();
        return post;
    }

    private static void returns(Outpost post) {
        post.at(A).reachable = true;
        post.at(A).info = masterInfo('a');
    }

    @Test
    void whoeverLedTheSwitchDemotesTheOldMasterOnSight() {
        Outpost post = afterOurFailover();
        returns(post);
        post.secondsWithHellos(2);
        assertEquals(1, repairs(post, A).stream().distinct().count());
        assertEquals(new Errand.Reconfigure(B), repairs(post, A).get(0));
        assertTrue(post.stage
                .lines()
                .contains("+convert-to-slave slave 10.0.0.1:6379 10.0.0.1 6379 @ mymaster 10.0.0.2 6379"));
    }

    @Test
    void observersWaitEightSeconds() {
        Outpost post = Outpost.manned();
        post.crash(MASTER);
        post.at(B).info = masterInfo('b');
        SuccessionTest.hear(post, B, 8);
        post.secondsWithHellos(20);
        post.stage.forget();
        returns(post);
        post.secondsWithHellos(7);
        assertEquals(List.of(), repairs(post, A));
        post.secondsWithHellos(15);
        assertEquals(new Errand.Reconfigure(B), repairs(post, A).get(0));
        assertEquals(List.of(), repairs(post, B));
        assertEquals(REPLICA, Outpost.node(B));
    }

    /** Perhaps the others have made it the master again while we could not hear them. */
    @Test
    void butNotWithoutHavingHeardTheOthersForAWhile() {
        Outpost post = afterOurFailover();
        post.crash(PEER);
        post.secondsWithHellos(10);
        returns(post);
        post.at(PEER).reachable = true;
        post.secondsWithHellos(6);
        assertEquals(List.of(), repairs(post, A));
        post.secondsWithHellos(20);
        assertEquals(new Errand.Reconfigure(B), repairs(post, A).get(0));
    }

    /** The new master was down for a moment, so that our failover ended before everybody was told whom to follow. */
    private static Outpost leftBehind(int parallelSyncs) {
        Address d = new Address("10.0.0.4", 6379);
        Outpost post = Outpost.unmanned(
                settings -> settings.parallelSyncs(parallelSyncs), Outpost.set(B, C, d), Outpost.peers(Outpost.P1));
        post.stage.begin();
        post.secondsWithHellos(10);
        post.crash(MASTER);
        post.at(B).info = masterInfo('b');
        SuccessionTest.lead(post, B, 8);
        post.stage.forget();
        return post;
    }

    @Test
    void replicasThatOurFailoverLeftBehindAreToldAtOnceAFewAtATime() {
        Address d = new Address("10.0.0.4", 6379);
        Outpost post = leftBehind(1);
        post.seconds(2);
        assertEquals(List.of(new Errand.Reconfigure(B)), repairs(post, C));
        assertEquals(List.of(), repairs(post, d), "one at a time");
        post.at(C).info = replicaInfo('c', B);
        post.secondsWithHellos(11);
        assertEquals(List.of(new Errand.Reconfigure(B)), repairs(post, d));
        assertEquals(1, repairs(post, C).size());
    }

    /** The leader that lost a dispute had its order on the way while we settled it. */
    @Test
    void whoIsTurnedAwayInTheLastMomentIsTurnedBackAtOnce() {
        Outpost post = Outpost.manned();
        post.secondsWithHellos(10);
        post.crash(MASTER);
        post.at(B).info = masterInfo('b');
        post.at(C).info = replicaInfo('c', B);
        SuccessionTest.lead(post, B, 8);
        post.secondsWithHellos(2);
        assertEquals(List.of(), repairs(post, C));
        post.at(C).info = replicaInfo('c', A);
        post.secondsWithHellos(12);
        assertEquals(
                List.of(new Errand.Reconfigure(B)),
                repairs(post, C).stream().distinct().toList());
    }

    @Test
    void whoDoesNotListenIsToldAgainOnlyAfterTheUsualWait() {
        Outpost post = leftBehind(2);
        post.secondsWithHellos(50);
        assertEquals(1, repairs(post, C).size());
        post.secondsWithHellos(30);
        assertTrue(repairs(post, C).size() > 1);
    }
}
