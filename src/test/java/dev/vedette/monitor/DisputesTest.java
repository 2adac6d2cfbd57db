package dev.vedette.monitor;

import static dev.vedette.monitor.Outpost.A;
import static dev.vedette.monitor.Outpost.B;
import static dev.vedette.monitor.Outpost.C;
import static dev.vedette.monitor.Outpost.NAME;
import static dev.vedette.monitor.Outpost.P1;
import static dev.vedette.monitor.Outpost.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One config epoch and two addresses: everybody settles it in the same way, and once. */
class DisputesTest {
    private static final PeerRef FROM = new PeerRef(P1, new Address("10.0.1.1", 26379));

    private static void hear(Outpost post, Address address, long epoch) {
        post.stage.take(new GossipFact.ConfigurationDisputed(NAME, address, new Epoch(epoch), FROM));
    }

    private static int wanted(Outpost post) {
        return post.stage.told(MonitorFact.EpochWanted.class).size();
    }

    private static void granted(Outpost post, long disputed, long epoch) {
        post.stage.take(new ElectionFact.EpochClaimed(NAME, new Epoch(disputed), new Epoch(epoch)));
    }

    /** This sentinel follows {@code address} since epoch 8. */
    private static Outpost holding(Address address) {
        Outpost post = Outpost.manned();
        SuccessionTest.hear(post, address, 8);
        post.seconds(3);
        post.stage.forget();
        return post;
    }

    private static void assertHolds(Outpost post, Address address, long epoch) {
        MasterPicture picture = post.report().picture();
        assertEquals(address, picture.advertised());
        assertEquals(address, picture.address());
        assertEquals(new Epoch(epoch), picture.configEpoch());
    }

    @Test
    void theSmallerAddressStaysInANewerEpoch() {
        Outpost post = holding(B);
        hear(post, C, 8);
        assertEquals(
                List.of(new MonitorFact.EpochWanted(NAME, new Epoch(8))),
                post.stage.told(MonitorFact.EpochWanted.class));
        assertHolds(post, B, 8);
        granted(post, 8, 12);
        assertHolds(post, B, 12);
        List<Effect> effects = post.stage.effects();
        int saved = effects.indexOf(post.stage.all(Effect.Persist.class).get(0));
        int told = effects.indexOf(effects.stream()
                .filter(effect -> effect instanceof Effect.Tell tell && tell.fact() instanceof MonitorFact.Topology)
                .findFirst()
                .orElseThrow());
        assertTrue(saved < told, "it is on disk before anybody is told");
        assertTrue(post.stage.remarks().get(0).contains(Reason.EQUAL_EPOCHS.sentence()), "" + post.stage.remarks());
        assertEquals(List.of(), post.stage.names(), "nothing changes for clients");
    }

    @Test
    void theGreaterAddressGivesWayInANewerEpoch() {
        Outpost post = holding(C);
        hear(post, B, 8);
        assertEquals(1, wanted(post));
        granted(post, 8, 12);
        assertHolds(post, B, 12);
        assertEquals(
                List.of("+config-update-from", "+switch-master"),
                post.stage.names().subList(0, 2));
    }

    @Test
    void aLeaderWhosePromotionStaysEndsItsFailover() {
        Outpost post = Outpost.manned();
        SuccessionTest.promote(post, B, 8);
        hear(post, C, 8);
        granted(post, 8, 9);
        assertHolds(post, B, 9);
        assertEquals(1, post.stage.told(MonitorFact.Switched.class).size());
    }

    @Test
    void aLeaderWhosePromotionGivesWayFollowsTheOther() {
        Outpost post = Outpost.manned();
        SuccessionTest.promote(post, C, 8);
        hear(post, B, 8);
        granted(post, 8, 9);
        assertHolds(post, B, 9);
        post.stage.take(new FailoverFact.ReadyToSwitch(NAME, C, new Epoch(8)));
        assertHolds(post, B, 9);
    }

    /** A stock leader that was reset between promotion and switch goes on announcing the old master. */
    @Test
    void aPromotionGivesWayToTheMasterThatItWouldReplace() {
        Outpost post = Outpost.manned();
        SuccessionTest.promote(post, B, 8);
        hear(post, A, 8);
        granted(post, 8, 9);
        assertHolds(post, A, 9);
        assertNull(post.report().picture().promoted());
    }

    // Health

    private static void dies(Outpost post, Address address) {
        post.crash(node(address));
        post.secondsWithHellos(5);
        post.stage.forget();
    }

    @Test
    void whoHoldsADeadSmallerAddressAnnouncesTheOther() {
        Outpost post = holding(B);
        dies(post, B);
        hear(post, C, 8);
        granted(post, 8, 9);
        assertHolds(post, C, 9);
    }

    @Test
    void whoHoldsTheOtherWaitsForThoseWhoSeeTheSmallerAlive() {
        Outpost post = holding(C);
        dies(post, B);
        for (int i = 0; i < 5; i++) {
            hear(post, B, 8);
            assertEquals(0, wanted(post));
            post.secondsWithHellos(2);
        }
        post.secondsWithHellos(1);
        hear(post, B, 8);
        assertEquals(1, wanted(post));
        granted(post, 8, 9);
        assertHolds(post, C, 9);
    }

    @Test
    void twoDeadAddressesAreLeftToAnElection() {
        Outpost post = holding(B);
        dies(post, B);
        dies(post, C);
        hear(post, C, 8);
        assertEquals(0, wanted(post));
        Outpost other = holding(C);
        dies(other, B);
        dies(other, C);
        for (int i = 0; i < 20; i++) {
            hear(other, B, 8);
            other.secondsWithHellos(1);
        }
        assertEquals(0, wanted(other));
    }

    // Bounds

    @Test
    void repeatedHellosAskForOneEpoch() {
        Outpost post = holding(B);
        for (int i = 0; i < 90; i++) {
            hear(post, C, 8);
            post.millis(100);
        }
        assertEquals(1, wanted(post));
        post.secondsWithHellos(2);
        hear(post, C, 8);
        assertEquals(2, wanted(post), "the first may have been refused: an election was under way");
    }

    @Test
    void whoeverGoesOnDisputingGetsOneEpochInTenSeconds() {
        Outpost post = holding(B);
        long epoch = 8;
        for (int i = 0; i < 600; i++) {
            int before = wanted(post);
            hear(post, C, epoch);
            if (wanted(post) > before) {
                granted(post, epoch, ++epoch);
            }
            post.millis(100);
        }
        assertTrue(epoch <= 8 + 7, epoch - 8 + " epochs in a minute");
    }

    @Test
    void whatIsNoLongerSoIsLeftAlone() {
        Outpost post = holding(B);
        hear(post, C, 8);
        SuccessionTest.hear(post, C, 9);
        granted(post, 8, 9);
        granted(post, 8, 12);
        assertHolds(post, C, 9);
        hear(post, B, 8);
        hear(post, C, 9);
        assertEquals(1, wanted(post), "only the first was a dispute");
    }

    @Test
    void aFailoverOfOursThatHasNotPromotedSettlesItItself() {
        Outpost post = holding(B);
        post.stage.take(new ElectionFact.CampaignStarted(NAME, new Epoch(9), false));
        hear(post, C, 8);
        assertEquals(0, wanted(post));
    }

    @Test
    void inTiltNothingIsSettled() {
        Outpost post = holding(B);
        post.stage.sleep(java.time.Duration.ofSeconds(5));
        post.millis(200);
        post.stage.forget();
        hear(post, C, 8);
        assertEquals(0, wanted(post));
    }

    /** No failover has made these: people have configured them, perhaps one server under two names. */
    @Test
    void whatPeopleConfiguredIsTheirs() {
        Outpost post = Outpost.manned();
        post.stage.ask(new dev.vedette.bus.Ask.Remove(NAME), dev.vedette.bus.Answer.Outcome.class);
        post.stage.ask(new dev.vedette.bus.Ask.Watch(NAME, C, 2), dev.vedette.bus.Answer.Outcome.class);
        post.stage.forget();
        hear(post, B, 0);
        hear(post, B, 0);
        assertEquals(0, wanted(post));
        assertEquals(1, post.stage.remarks().size(), "said once: " + post.stage.remarks());
    }
}
