package dev.vedette.monitor;

import static dev.vedette.monitor.Outpost.A;
import static dev.vedette.monitor.Outpost.B;
import static dev.vedette.monitor.Outpost.C;
import static dev.vedette.monitor.Outpost.MASTER;
import static dev.vedette.monitor.Outpost.NAME;
import static dev.vedette.monitor.Outpost.P1;
import static dev.vedette.monitor.Outpost.REPLICA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.bus.Answer;
import dev.vedette.bus.Ask;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Slice;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one door through which the master's address changes: reference 4.3 and 7.9. */
class SuccessionTest {
    private static final PeerRef FROM = new PeerRef(P1, new Address("10.0.1.1", 26379));

    static void hear(Outpost post, Address master, long epoch) {
        post.stage.take(new GossipFact.ConfigurationHeard(NAME, master, new Epoch(epoch), FROM));
    }

    static void promote(Outpost post, Address replica, long epoch) {
        post.stage.take(new ElectionFact.CampaignStarted(NAME, new Epoch(epoch), false));
        post.stage.take(new FailoverFact.PromotionSeen(NAME, replica, new Epoch(epoch)));
    }

    static void lead(Outpost post, Address replica, long epoch) {
        promote(post, replica, epoch);
        post.stage.take(new FailoverFact.ReadyToSwitch(NAME, replica, new Epoch(epoch)));
    }

    /** The order of what others can see, and of what makes it last. */
    private static List<String> order(Outpost post) {
        List<String> order = new ArrayList<>();
        for (Effect effect : post.stage.effects()) {
            if (effect instanceof Effect.Persist persist) {
                order.add("saved " + ((Slice.Master) persist.slice()).picture().advertised());
            } else if (effect instanceof Effect.Tell tell) {
                order.add(tell.fact().getClass().getSimpleName());
            } else if (effect instanceof Effect.Announce announce) {
                order.add(announce.event().name() + " " + announce.event().payload());
            }
        }
        return order;
    }

    @Test
    void anObserverSwitchesInThisOrder() {
        Outpost post = Outpost.manned();
        hear(post, B, 8);
        assertEquals(
                List.of(
                        "+config-update-from sentinel " + P1 + " 10.0.1.1 26379 @ mymaster 10.0.0.1 6379",
                        "saved 10.0.0.2:6379",
                        "Topology",
                        "+switch-master mymaster 10.0.0.1 6379 10.0.0.2 6379",
                        "Switched",
                        "+slave slave 10.0.0.1:6379 10.0.0.1 6379 @ mymaster 10.0.0.2 6379",
                        "+slave slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.2 6379"),
                order(post));
        MasterPicture picture = post.report().picture();
        assertEquals(B, picture.address());
        assertEquals(new Epoch(8), picture.configEpoch());
        assertEquals(Outpost.set(A, C), picture.replicas());
        assertEquals(
                List.of(new MonitorFact.Switched(NAME, A, B, new Epoch(8))),
                post.stage.told(MonitorFact.Switched.class));
        assertEquals(1, post.stage.said(REPLICA, Errand.Info.class).size(), "the new master is asked at once");
        assertEquals(1, post.report().peers().size(), "peers stay");
    }

    @Test
    void aLeaderShowsThePromotionFirstAndSwitchesAtTheEnd() {
        Outpost post = Outpost.manned();
        promote(post, B, 8);
        assertEquals(
                List.of(
                        "saved 10.0.0.2:6379",
                        "Topology",
                        "+promoted-slave slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379",
                        "PromotionRecorded"),
                order(post));
        assertEquals(B, post.report().picture().advertised());
        assertEquals(A, post.report().picture().address(), "the configured one is still the old one");
        post.stage.forget();
        post.stage.take(new FailoverFact.ReadyToSwitch(NAME, B, new Epoch(8)));
        assertEquals(
                List.of(
                        "saved 10.0.0.2:6379",
                        "Topology",
                        "+switch-master mymaster 10.0.0.1 6379 10.0.0.2 6379",
                        "Switched",
                        "+slave slave 10.0.0.1:6379 10.0.0.1 6379 @ mymaster 10.0.0.2 6379",
                        "+slave slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.2 6379"),
                order(post));
        assertNull(post.report().picture().promoted());
    }

    @ParameterizedTest
    @CsvSource({"5, 10.0.0.2", "4, 10.0.0.2", "0, 10.0.0.2", "5, 10.0.0.1"})
    void equalOrOlderEpochsChangeNothing(long epoch, String host) {
        Outpost post = Outpost.manned();
        MasterPicture before = post.report().picture();
        post.stage.forget();
        hear(post, new Address(host, 6379), epoch);
        assertEquals(List.of(), post.stage.effects());
        assertEquals(before, post.report().picture());
    }

    @Test
    void aNewerEpochOfTheSameAddressIsTakenWithoutAnEvent() {
        Outpost post = Outpost.manned();
        hear(post, A, 9);
        assertEquals(List.of("Topology"), order(post));
        assertEquals(new Epoch(9), post.report().picture().configEpoch());
        assertEquals(1, post.stage.all(Effect.Save.class).size());
    }

    @Test
    void aMasterThatNobodyKnewIsSwitchedToAsWell() {
        Outpost post = Outpost.manned();
        Address stranger = new Address("10.7.7.7", 7777);
        hear(post, stranger, 8);
        assertEquals(stranger, post.report().picture().address());
        assertEquals(Outpost.set(A, B, C), post.report().picture().replicas());
        post.seconds(1);
        assertFalse(post.report().health().disconnected(), "and it is connected to");
    }

    @ParameterizedTest
    @CsvSource({"5", "4"})
    void aPromotionThatIsOutdatedIsRefused(long epoch) {
        Outpost post = Outpost.manned();
        promote(post, B, epoch);
        assertEquals(
                List.of(new MonitorFact.PromotionOutdated(NAME, B, new Epoch(5))),
                post.stage.told(MonitorFact.PromotionOutdated.class));
        assertEquals(List.of("PromotionOutdated"), order(post));
        assertNull(post.report().picture().promoted());
    }

    @Test
    void anAbortBeforeThePromotionLeavesEverythingAsItWas() {
        Outpost post = Outpost.manned();
        post.stage.take(new ElectionFact.CampaignStarted(NAME, new Epoch(8), false));
        post.stage.take(new FailoverFact.Aborted(NAME, new Epoch(8), Reason.NO_GOOD_REPLICA));
        assertEquals(List.of(), order(post));
        assertEquals(A, post.report().picture().advertised());
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.3, 8", "10.0.0.2, 7", "10.0.0.2, 9"})
    void onlyTheRecordedPromotionIsSwitchedTo(String host, long epoch) {
        Outpost post = Outpost.manned();
        promote(post, B, 8);
        post.stage.forget();
        post.stage.take(new FailoverFact.ReadyToSwitch(NAME, new Address(host, 6379), new Epoch(epoch)));
        assertEquals(List.of(), order(post));
        assertEquals(A, post.report().picture().address());
    }

    @Test
    void aNewerConfigurationTakesBackWhatWeAreAboutToFinish() {
        Outpost post = Outpost.manned();
        promote(post, B, 8);
        hear(post, A, 9);
        assertEquals(A, post.report().picture().advertised());
        post.stage.forget();
        post.stage.take(new FailoverFact.ReadyToSwitch(NAME, B, new Epoch(8)));
        assertEquals(List.of(), order(post));
    }

    @Test
    void aSwitchRestartsTheClocksOfEverybody() {
        Outpost post = Outpost.manned();
        post.crash(MASTER);
        post.crash(Outpost.REPLICA_2);
        post.seconds(4);
        assertTrue(post.masterIsDown());
        post.stage.forget();
        hear(post, B, 8);
        assertNull(post.replica(A).health().downFor());
        assertNull(post.replica(C).health().downFor());
        post.seconds(2);
        assertFalse(post.stage.names().contains("+sdown"), "two seconds of silence are not yet three");
        post.seconds(2);
        assertEquals(2, post.stage.names().stream().filter("+sdown"::equals).count());
    }

    /** The leader's own failover ends with it; another down-after of patience would help nobody. */
    @Test
    void aNewMasterThatIsDeadAlreadyIsSeenDownAtOnce() {
        Outpost post = Outpost.manned();
        promote(post, B, 8);
        post.crash(REPLICA);
        post.seconds(4);
        post.stage.forget();
        post.stage.take(new FailoverFact.ReadyToSwitch(NAME, B, new Epoch(8)));
        post.millis(200);
        assertTrue(
                post.stage.lines().contains("+sdown master mymaster 10.0.0.2 6379"),
                () -> post.stage.lines().toString());
    }

    /** It comes back from behind a partition: the others speak of a master that only this sentinel has missed. */
    @Test
    void aNewMasterThatOthersNameIsGivenItsTime() {
        Outpost post = Outpost.manned();
        post.crash(REPLICA);
        post.seconds(4);
        assertTrue(post.stage.lines().stream().anyMatch(line -> line.startsWith("+sdown slave 10.0.0.2:6379")));
        post.stage.forget();
        hear(post, B, 8);
        post.millis(200);
        assertFalse(
                post.stage.lines().contains("+sdown master mymaster 10.0.0.2 6379"),
                () -> post.stage.lines().toString());
    }

    @Test
    void aLateReplyOfTheOldMasterFindsAReplica() {
        Outpost post = Outpost.manned();
        hear(post, B, 8);
        post.stage.forget();
        post.stage.take(new dev.vedette.bus.Replied(
                MASTER, new Errand.Info(), Outpost.masterInfo('a', new Address("10.8.8.8", 1))));
        assertEquals(List.of("-role-change"), post.stage.names(), "it discovers nobody, and is no detected failover");
        assertEquals(Outpost.set(A, C), post.report().picture().replicas());
    }

    /**
     * It was on its way when the switch, or the reset, ended the failover that it belongs to: nobody would finish it.
     */
    @Test
    void aPromotionOfAFailoverThatIsOverIsRefused() {
        Outpost post = Outpost.manned();
        post.stage.take(new ElectionFact.CampaignStarted(NAME, new Epoch(9), false));
        hear(post, C, 8);
        post.stage.forget();
        post.stage.take(new FailoverFact.PromotionSeen(NAME, B, new Epoch(9)));
        assertEquals(List.of("PromotionOutdated"), order(post));
        assertEquals(C, post.report().picture().advertised());

        post.stage.take(new ElectionFact.CampaignStarted(NAME, new Epoch(10), false));
        post.stage.ask(new Ask.Reset(List.of(NAME)), Answer.Outcome.class);
        post.stage.forget();
        post.stage.take(new FailoverFact.PromotionSeen(NAME, B, new Epoch(10)));
        assertEquals(List.of("PromotionOutdated"), order(post));
        assertEquals(C, post.report().picture().advertised());
    }

    /** The failover gave up in the very moment in which the promotion was recorded: it is announced, so it stands. */
    @Test
    void aRecordedPromotionStandsWhenTheFailoverGivesUp() {
        Outpost post = Outpost.manned();
        promote(post, B, 8);
        post.stage.forget();
        post.stage.take(new FailoverFact.Aborted(NAME, new Epoch(8), Reason.PROMOTION_NOT_SEEN));
        assertTrue(post.stage.names().contains("+switch-master"));
        assertEquals(B, post.report().picture().address());
        assertNull(post.report().picture().promoted());
    }
}
