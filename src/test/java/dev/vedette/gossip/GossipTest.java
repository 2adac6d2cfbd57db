package dev.vedette.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Stage;
import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Channel;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.PeersReport;
import dev.vedette.bus.Reply;
import dev.vedette.bus.Slice;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.Moment;
import dev.vedette.model.PeerRef;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelSettings;
import dev.vedette.model.SentinelState;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Hellos out and in, and the table of peers: reference 4. */
class GossipTest {
    private static final RunId ME = new RunId("f".repeat(40));
    private static final RunId P1 = new RunId("1".repeat(40));
    private static final RunId P2 = new RunId("2".repeat(40));
    private static final MasterName ONE = new MasterName("one");
    private static final MasterName TWO = new MasterName("two");
    private static final Address A = new Address("10.0.0.1", 6379);
    private static final Address B = new Address("10.0.0.2", 6379);
    private static final Address P1_AT = new Address("10.0.1.1", 26379);
    private static final Address P2_AT = new Address("10.0.1.2", 26379);
    private static final LinkId MASTER = new LinkId.Node(ONE, A);
    private static final LinkId REPLICA = new LinkId.Node(ONE, B);
    private static final LinkId PEER = new LinkId.Peer(P1);
    private static final SentinelSettings PLAIN = SentinelSettings.DEFAULTS;

    private final Company company = new Company();
    private final Stage stage = stage(PLAIN);

    /** Masters one (with a replica and a peer) and two (with the same peer). */
    private Stage stage(SentinelSettings settings) {
        TreeMap<RunId, Address> peers = new TreeMap<>();
        peers.put(P1, P1_AT);
        SortedMap<MasterName, MasterState> masters = new TreeMap<>();
        MasterSettings quorum = MasterSettings.withQuorum(2);
        masters.put(ONE, new MasterState(A, quorum, new Epoch(5), Epoch.ZERO, new TreeSet<>(List.of(B)), peers));
        masters.put(
                TWO,
                new MasterState(new Address("10.2.0.1", 6379), quorum, Epoch.ZERO, Epoch.ZERO, new TreeSet<>(), peers));
        Moment now = Moment.ofMillis(50_000);
        Gossip gossip = new Gossip(new SentinelState(ME, new Epoch(7), masters), settings, now);
        Stage stage = new Stage(gossip, now, company);
        stage.begin();
        return stage;
    }

    private static void up(Stage stage, LinkId link) {
        stage.take(new LinkFact.Up(link, Channel.COMMAND, "10.0.9.9"));
    }

    private static List<String> payloads(Stage stage, LinkId link) {
        return stage.said(link, Errand.Hello.class).stream()
                .map(Errand.Hello::payload)
                .toList();
    }

    private static MasterPicture picture(Address address, @Nullable Address promoted, long epoch, Address... replicas) {
        return new MasterPicture(
                ONE,
                address,
                promoted,
                new Epoch(epoch),
                MasterSettings.withQuorum(2),
                new TreeSet<>(List.of(replicas)));
    }

    private static String hello(RunId id, Address at, long epoch, MasterName master, Address address, long config) {
        return at.host() + "," + at.port() + "," + id + "," + epoch + "," + master + "," + address.host() + ","
                + address.port() + "," + config;
    }

    private void hear(String payload) {
        stage.take(new LinkFact.HelloHeard(MASTER, payload));
    }

    private List<String> peersOf(MasterName master) {
        return stage.ask(new Ask.Peers(), PeersReport.class).peers().get(master).stream()
                .map(entry ->
                        entry.peer().id().value().charAt(0) + "@" + entry.peer().address())
                .toList();
    }

    // Out

    @Test
    void theFirstHelloGoesOutWhenTheLinkIsUp() {
        up(stage, MASTER);
        assertEquals(List.of("10.0.9.9,26379," + ME + ",7,one,10.0.0.1,6379,5"), payloads(stage, MASTER));
        up(stage, PEER);
        assertEquals(
                List.of(
                        "10.0.9.9,26379," + ME + ",7,one,10.0.0.1,6379,5",
                        "10.0.9.9,26379," + ME + ",7,two,10.2.0.1,6379,0"),
                payloads(stage, PEER),
                "a peer gets one for each master");
    }

    @Test
    void aSubscriptionIsNoReasonForAHello() {
        stage.take(new LinkFact.Up(MASTER, Channel.PUBSUB, "10.0.9.9"));
        stage.run(Duration.ofSeconds(10));
        assertEquals(List.of(), stage.all(Effect.Command.class));
    }

    @Test
    void whatIsAnnouncedTakesThePlaceOfWhatIs() {
        Stage nat = stage(SentinelSettings.DEFAULTS.announce("203.0.113.7", 7777));
        up(nat, MASTER);
        assertEquals(List.of("203.0.113.7,7777," + ME + ",7,one,10.0.0.1,6379,5"), payloads(nat, MASTER));
        Stage empty = stage(SentinelSettings.DEFAULTS.announce("", 0));
        up(empty, MASTER);
        assertEquals(
                List.of(",26379," + ME + ",7,one,10.0.0.1,6379,5"),
                payloads(empty, MASTER),
                "an empty announce-ip is really sent");
    }

    @Test
    void everyTwoSecondsAfterTheLastOneThatWasTaken() {
        up(stage, MASTER);
        stage.run(Duration.ofMillis(1990));
        assertEquals(1, payloads(stage, MASTER).size());
        stage.run(Duration.ofMillis(100));
        assertEquals(2, payloads(stage, MASTER).size());
        stage.run(Duration.ofSeconds(20));
        assertEquals(12, payloads(stage, MASTER).size(), 1);
    }

    @Test
    void oneThatIsRefusedIsRepeatedWithThePulse() {
        company.answer = new Reply.Refused("NOPERM no");
        up(stage, MASTER);
        stage.run(Duration.ofSeconds(1));
        assertEquals(12, payloads(stage, MASTER).size(), 2);
        company.answer = new Reply.Done("3");
        stage.run(Duration.ofMillis(100));
        stage.forget();
        stage.run(Duration.ofMillis(1900));
        assertEquals(0, payloads(stage, MASTER).size(), "taken at last");
    }

    @Test
    void nobodyIsGreetedWhoIsNotConnected() {
        up(stage, MASTER);
        stage.take(new LinkFact.Down(MASTER, Channel.COMMAND, "gone"));
        stage.forget();
        stage.run(Duration.ofSeconds(10));
        assertEquals(List.of(), stage.all(Effect.Command.class));
    }

    @Test
    void newsDoesNotWaitForThePeriod() {
        List.of(MASTER, REPLICA, PEER).forEach(link -> up(stage, link));
        stage.run(Duration.ofMillis(500));
        stage.forget();
        stage.take(new MonitorFact.Topology(picture(A, B, 8, B)));
        String promoted = "10.0.9.9,26379," + ME + ",7,one,10.0.0.2,6379,8";
        for (LinkId link : List.of(MASTER, REPLICA, PEER)) {
            assertEquals(List.of(promoted), payloads(stage, link), "to everybody, the promoted replica is the master");
        }
        stage.run(Duration.ofMillis(100));
        stage.forget();
        stage.take(new MonitorFact.Topology(picture(B, null, 8, A)));
        assertEquals(List.of(), stage.all(Effect.Command.class), "the switch says nothing that was not said");
    }

    @Test
    void theCurrentEpochIsTheElections() {
        stage.take(new ElectionFact.EpochChanged(new Epoch(-1)));
        up(stage, MASTER);
        assertTrue(payloads(stage, MASTER).get(0).contains("," + ME + ",18446744073709551615,one,"), "unsigned");
    }

    @Test
    void aPeerOfTwoMastersStaysConnectedWhenOneIsReset() {
        up(stage, PEER);
        stage.run(Duration.ofMillis(100));
        stage.take(new MonitorFact.MasterReset(ONE));
        hear(hello(P1, P1_AT, 0, ONE, A, 0));
        stage.forget();
        stage.run(Duration.ofMillis(200));
        assertEquals(1, payloads(stage, PEER).size(), "the link was never closed, so no Up will come");
    }

    @Test
    void aRemovedMasterIsSpokenOfNoMore() {
        up(stage, MASTER);
        stage.take(new MonitorFact.MasterRemoved(ONE));
        stage.forget();
        stage.run(Duration.ofSeconds(5));
        hear(hello(P2, P2_AT, 9, ONE, B, 9));
        assertEquals(stage.all(Effect.Remark.class), stage.effects(), "nothing but a line in the log");
    }

    // In

    @Test
    void aNewPeerIsKnownAnnouncedAndSaved() {
        hear(hello(P2, P2_AT, 0, ONE, A, 0));
        assertEquals(List.of("+sentinel sentinel " + P2 + " 10.0.1.2 26379 @ one 10.0.0.1 6379"), stage.lines());
        assertEquals(List.of(new GossipFact.PeerKnown(ONE, new PeerRef(P2, P2_AT))), stage.told(GossipFact.class));
        Slice.Peers saved = (Slice.Peers) stage.all(Effect.Save.class).get(0).slice();
        assertEquals(P2_AT, saved.peers().get(P2));
        stage.forget();
        hear(hello(P2, P2_AT, 0, ONE, A, 0));
        assertEquals(List.of(), stage.effects(), "known now");
    }

    @Test
    void ourOwnIdIsIgnoredOnBothPaths() {
        String own = hello(ME, new Address("10.0.9.9", 26379), 99, ONE, B, 99);
        hear(own);
        assertEquals(Outcome.DONE, stage.ask(new Ask.TakeHello(own), Outcome.class));
        hear(hello(P2, P2_AT, 99, new MasterName(ME.value()), B, 99));
        assertEquals(stage.effects().size(), 1 + stage.remarks().size(), "the answer and lines in the log");
        assertEquals(List.of("1@10.0.1.1:26379"), peersOf(ONE));
    }

    @Test
    void bothPathsLeadToTheTable() {
        stage.ask(new Ask.TakeHello(hello(P2, P2_AT, 0, ONE, A, 0)), Outcome.class);
        assertEquals(List.of("1@10.0.1.1:26379", "2@10.0.1.2:26379"), peersOf(ONE));
        assertEquals(List.of("1@10.0.1.1:26379"), peersOf(TWO), "only under the master that it spoke of");
    }

    @Test
    void epochsArePassedOnOnlyWhenNewer() {
        hear(hello(P1, P1_AT, 7, ONE, A, 5));
        hear(hello(P1, P1_AT, 6, ONE, B, 4));
        assertEquals(List.of(), stage.told(GossipFact.class));
        hear(hello(P1, P1_AT, 8, ONE, B, 6));
        assertEquals(
                List.of(
                        new GossipFact.EpochHeard(ONE, new Epoch(8)),
                        new GossipFact.ConfigurationHeard(ONE, B, new Epoch(6), new PeerRef(P1, P1_AT))),
                stage.told(GossipFact.class));
    }

    @Test
    void oneConfigEpochForTwoAddressesIsADispute() {
        hear(hello(P1, P1_AT, 7, ONE, B, 5));
        assertEquals(
                List.of(new GossipFact.ConfigurationDisputed(ONE, B, new Epoch(5), new PeerRef(P1, P1_AT))),
                stage.told(GossipFact.class));
    }

    @Test
    void leapsAreNotFollowed() {
        hear(hello(P1, P1_AT, Long.MAX_VALUE, ONE, B, Long.MAX_VALUE));
        assertEquals(List.of(), stage.told(GossipFact.class));
    }

    @Test
    void aStrangerIsKnownBeforeItIsBelieved() {
        hear(hello(P2, P2_AT, 8, ONE, B, 6));
        assertEquals(
                List.of("PeerKnown", "EpochHeard", "ConfigurationHeard"),
                stage.told(GossipFact.class).stream()
                        .map(fact -> fact.getClass().getSimpleName())
                        .toList());
    }

    @Test
    void whoeverCanBeNoPeerMovesTheEpochAndNothingElse() {
        hear("sentinel.example.org,26379," + P2 + ",8,one,10.0.0.2,6379,9");
        assertEquals(List.of(new GossipFact.EpochHeard(ONE, new Epoch(8))), stage.told(GossipFact.class));
        assertEquals(List.of("1@10.0.1.1:26379"), peersOf(ONE));
    }

    @Test
    void whatIsNoHelloOrSpeaksOfAnotherMasterIsIgnored() {
        hear("hello");
        hear(hello(P2, P2_AT, 8, new MasterName("unknown"), B, 9));
        hear(hello(P2, P2_AT, 8, new MasterName("ONE"), B, 9));
        hear("10.0.1.1,26379," + P1 + ",7,one,db.example.org,6379,9");
        assertEquals(stage.all(Effect.Remark.class), stage.effects(), "nothing but lines in the log");
        assertEquals(3, stage.remarks().size());
    }

    @Test
    void aPeerThatMovesDoesSoUnderEveryMaster() {
        Address moved = new Address("10.0.7.7", 26379);
        hear(hello(P1, moved, 0, ONE, A, 0));
        assertEquals(
                List.of(
                        "+sentinel-address-switch master one 10.0.0.1 6379 ip 10.0.7.7 port 26379 for " + P1,
                        "-dup-sentinel master one 10.0.0.1 6379 #duplicate of 10.0.7.7:26379 or " + P1,
                        "+sentinel-address-update sentinel " + P1
                                + " 10.0.7.7 26379 @ one 10.0.0.1 6379 1 additional matching instances"),
                stage.lines());
        assertEquals(
                List.of(
                        new GossipFact.PeerKnown(ONE, new PeerRef(P1, moved)),
                        new GossipFact.PeerKnown(TWO, new PeerRef(P1, moved))),
                stage.told(GossipFact.class));
        assertEquals(List.of("1@10.0.7.7:26379"), peersOf(TWO));
    }

    @Test
    void aPeerWhoseAddressIsTakenIsGoneUnderEveryMaster() {
        hear(hello(P2, P1_AT, 0, ONE, A, 0));
        assertEquals(
                List.of(
                        "+sentinel-invalid-addr sentinel " + P1 + " 10.0.1.1 26379 @ one 10.0.0.1 6379",
                        "-dup-sentinel master one 10.0.0.1 6379 #duplicate of 10.0.1.1:26379 or " + P2,
                        "+sentinel sentinel " + P2 + " 10.0.1.1 26379 @ one 10.0.0.1 6379"),
                stage.lines());
        assertEquals(
                List.of(
                        new GossipFact.PeerForgotten(ONE, P1),
                        new GossipFact.PeerForgotten(TWO, P1),
                        new GossipFact.PeerKnown(ONE, new PeerRef(P2, P1_AT))),
                stage.told(GossipFact.class));
        assertEquals(List.of("2@10.0.1.1:26379"), peersOf(ONE));
        assertEquals(List.of(), peersOf(TWO));
    }

    @Test
    void peersAreBounded() {
        for (int i = 1; i < Limits.PEERS_PER_MASTER + 10; i++) {
            hear(hello(
                    new RunId("%040d".formatted(i)), new Address("10.3." + i / 250 + "." + i % 250, 1), 0, ONE, A, 0));
        }
        assertEquals(Limits.PEERS_PER_MASTER, peersOf(ONE).size());
        assertEquals(1, stage.remarks().size(), "said once, however many strangers come");
        assertTrue(stage.remarks().get(0).contains("SENTINEL RESET"));
    }

    @Test
    void whenItWasLastHeardIsRemembered() {
        stage.run(Duration.ofSeconds(5));
        hear(hello(P1, P1_AT, 0, ONE, A, 0));
        stage.run(Duration.ofSeconds(2));
        SortedMap<MasterName, List<PeersReport.Entry>> peers =
                stage.ask(new Ask.Peers(), PeersReport.class).peers();
        assertEquals(Duration.ofSeconds(2), peers.get(ONE).get(0).sinceHello());
        assertEquals(Duration.ofSeconds(7), peers.get(TWO).get(0).sinceHello());
    }

    /** LinkOrder.Close is followed by no Down fact: only topology and the table of peers say who is gone. */
    @Test
    void whoeverIsForgottenIsGreetedNoMore() {
        List.of(MASTER, REPLICA, PEER).forEach(link -> up(stage, link));
        stage.take(new MonitorFact.Topology(picture(A, null, 5)));
        stage.take(new MonitorFact.MasterReset(ONE));
        stage.take(new MonitorFact.MasterReset(TWO));
        stage.run(Duration.ofMillis(100));
        stage.forget();
        stage.take(new MonitorFact.Topology(picture(A, null, 5, B)));
        hear(hello(P1, P1_AT, 0, ONE, A, 0));
        stage.run(Duration.ofSeconds(5));
        assertEquals(List.of(), payloads(stage, REPLICA), "its new connection is not up yet");
        assertEquals(List.of(), payloads(stage, PEER));
        assertFalse(payloads(stage, MASTER).isEmpty());
        up(stage, PEER);
        assertEquals(1, payloads(stage, PEER).size());
    }
}
