package dev.vedette.monitor;

import static dev.vedette.monitor.Outpost.A;
import static dev.vedette.monitor.Outpost.B;
import static dev.vedette.monitor.Outpost.C;
import static dev.vedette.monitor.Outpost.MASTER;
import static dev.vedette.monitor.Outpost.NAME;
import static dev.vedette.monitor.Outpost.P1;
import static dev.vedette.monitor.Outpost.PEER;
import static dev.vedette.monitor.Outpost.REPLICA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.brain.Effect;
import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.SettingChange;
import dev.vedette.bus.Slice;
import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Role;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** SENTINEL MONITOR, REMOVE, RESET and SET, and what gossip says of peers: reference 8.4, 8.5, 4.3. */
class OperatorsTest {
    private static final MasterName OTHER = new MasterName("other");
    private static final PeerRef MOVED = new PeerRef(P1, new Address("10.0.7.7", 26379));
    private static final List<Channel> BOTH = List.of(Channel.COMMAND, Channel.PUBSUB);

    private static Outcome set(Outpost post, MasterName name, String shown, UnaryOperator<MasterSettings> change) {
        return post.stage.ask(new Ask.Change(name, List.of(new SettingChange(shown, change))), Outcome.class);
    }

    private static List<Channel> opened(Outpost post, LinkId link) {
        return post.stage.ordered(link, LinkOrder.Open.class).stream()
                .map(LinkOrder.Open::channel)
                .toList();
    }

    private static List<Channel> closed(Outpost post, LinkId link) {
        return post.stage.ordered(link, LinkOrder.Close.class).stream()
                .map(LinkOrder.Close::channel)
                .toList();
    }

    private static Slice persisted(Outpost post) {
        return post.stage.all(Effect.Persist.class).get(0).slice();
    }

    @Test
    void monitorWatchesAFurtherMaster() {
        Outpost post = Outpost.manned();
        Address address = new Address("10.5.0.1", 6379);
        assertEquals(Outcome.DONE, post.stage.ask(new Ask.Watch(OTHER, address, 2), Outcome.class));
        assertEquals(List.of("+monitor master other 10.5.0.1 6379 quorum 2"), post.stage.lines());
        assertEquals(OTHER, ((Slice.Master) persisted(post)).picture().name());
        assertEquals(BOTH, opened(post, new LinkId.Node(OTHER, address)));
        assertEquals(Outcome.DUPLICATE_MASTER, post.stage.ask(new Ask.Watch(OTHER, A, 2), Outcome.class));
        assertEquals(
                2,
                post.stage
                        .ask(new Ask.Instances(), MonitorReport.class)
                        .masters()
                        .size());
    }

    @Test
    void removeForgetsItWithEverythingThatBelongsToIt() {
        Outpost post = Outpost.manned();
        assertEquals(Outcome.NO_SUCH_MASTER, post.stage.ask(new Ask.Remove(OTHER), Outcome.class));
        assertEquals(Outcome.DONE, post.stage.ask(new Ask.Remove(NAME), Outcome.class));
        assertEquals(List.of("-monitor master mymaster 10.0.0.1 6379"), post.stage.lines());
        assertEquals(new Slice.Removed(NAME), persisted(post));
        for (LinkId link : List.of(MASTER, REPLICA, Outpost.REPLICA_2)) {
            assertEquals(BOTH, closed(post, link));
        }
        assertEquals(List.of(Channel.COMMAND), closed(post, PEER));
        post.stage.forget();
        post.seconds(30);
        assertEquals(
                List.of(),
                post.stage.effects().stream()
                        .filter(effect -> effect instanceof Effect.Order || effect instanceof Effect.Command)
                        .toList(),
                "nothing is left that wants something");
    }

    @Test
    void aSharedPeerStaysWhileOneMasterNeedsIt() {
        Outpost post = Outpost.manned();
        post.stage.ask(new Ask.Watch(OTHER, C, 2), Outcome.class);
        post.stage.take(new GossipFact.PeerKnown(
                OTHER, new PeerRef(P1, Outpost.peers(P1).get(P1))));
        assertEquals(2, post.report().peers().get(0).health().linkUsers());
        post.stage.ask(new Ask.Remove(NAME), Outcome.class);
        assertEquals(List.of(), closed(post, PEER));
        post.stage.take(new GossipFact.PeerForgotten(OTHER, P1));
        assertEquals(List.of(Channel.COMMAND), closed(post, PEER));
    }

    @Test
    void resetForgetsReplicasPeersAndVerdicts() {
        Outpost post = Outpost.manned();
        post.at(A).hangs = true;
        post.seconds(5);
        assertTrue(post.masterIsDown());
        post.stage.forget();
        assertEquals(Outcome.DONE, post.stage.ask(new Ask.Reset(List.of(NAME, OTHER)), Outcome.class));
        assertEquals(List.of("+reset-master master mymaster 10.0.0.1 6379"), post.stage.lines());
        assertEquals(List.of(new MonitorFact.MasterReset(NAME)), post.stage.told(MonitorFact.MasterReset.class));
        assertEquals(BOTH, closed(post, REPLICA));
        assertEquals(BOTH, closed(post, MASTER));
        assertEquals(BOTH, opened(post, MASTER), "the master itself is connected to anew");
        MonitorReport.Master report = post.report();
        assertEquals(List.of(), report.replicas());
        assertEquals(List.of(), report.peers());
        List<Effect.Save> saves = post.stage.all(Effect.Save.class);
        assertEquals(1, saves.size(), "a restart does not bring them back");
        Slice.Master saved = (Slice.Master) saves.get(0).slice();
        assertTrue(saved.picture().replicas().isEmpty());
        assertNull(report.health().downFor());
        assertNull(report.node().runId());
        post.millis(2900);
        assertFalse(post.masterIsDown(), "the clock began anew");
        post.millis(300);
        assertTrue(post.masterIsDown());
    }

    @Test
    void aResetFinishesAPromotionThatIsAnnounced() {
        Outpost post = Outpost.manned();
        SuccessionTest.promote(post, B, 8);
        post.stage.forget();
        post.stage.ask(new Ask.Reset(List.of(NAME)), Outcome.class);
        assertEquals(
                "+switch-master mymaster 10.0.0.1 6379 10.0.0.2 6379",
                post.stage.lines().get(0));
        assertTrue(post.stage.lines().contains("+reset-master master mymaster 10.0.0.2 6379"));
        assertEquals(B, post.report().picture().address());
    }

    @Test
    void setChangesAnnouncesAndSaves() {
        Outpost post = Outpost.manned();
        assertEquals(Outcome.NO_SUCH_MASTER, set(post, OTHER, "quorum 3", settings -> settings.quorum(3)));
        assertEquals(Outcome.DONE, set(post, NAME, "quorum 3", settings -> settings.quorum(3)));
        assertEquals(List.of("+set master mymaster 10.0.0.1 6379 quorum 3"), post.stage.lines());
        assertEquals(3, ((Slice.Master) persisted(post)).picture().settings().quorum());
        assertEquals(
                3,
                post.stage
                        .told(MonitorFact.Topology.class)
                        .get(0)
                        .master()
                        .settings()
                        .quorum());
        assertEquals(List.of(), closed(post, MASTER), "no connection hangs on it");
    }

    @Test
    void aShorterDownAfterHoldsAtOnce() {
        Outpost post = Outpost.manned();
        post.at(A).hangs = true;
        post.seconds(2);
        set(post, NAME, "down-after-milliseconds 500", settings -> settings.downAfter(Duration.ofMillis(500)));
        post.millis(200);
        assertTrue(post.masterIsDown());
    }

    @Test
    void anotherPasswordOpensTheDataNodesAnew() {
        Outpost post = Outpost.manned();
        set(post, NAME, "auth-pass ******", settings -> settings.credentials(new Credentials("", "secret")));
        assertEquals(BOTH, closed(post, MASTER));
        assertEquals(BOTH, closed(post, REPLICA));
        assertEquals(List.of(), closed(post, PEER));
        assertEquals(
                new Credentials("", "secret"),
                post.stage.ordered(MASTER, LinkOrder.Open.class).get(0).credentials());
    }

    @Test
    void aPeerThatMovesIsConnectedToWhereItIsNow() {
        Outpost post = Outpost.manned();
        post.stage.take(new GossipFact.PeerKnown(NAME, MOVED));
        assertEquals(List.of(Channel.COMMAND), closed(post, PEER));
        assertEquals(
                MOVED.address(),
                post.stage.ordered(PEER, LinkOrder.Open.class).get(0).address());
        assertEquals(MOVED, post.report().peers().get(0).ref());
        post.stage.forget();
        post.stage.take(new GossipFact.PeerKnown(NAME, MOVED));
        assertEquals(List.of(), closed(post, PEER), "nothing new");
    }

    @Test
    void aRenamedCommandHoldsOnConnectionsThatAreOpenNow() {
        Outpost post = Outpost.manned();
        TreeMap<String, String> renames = new TreeMap<>();
        renames.put("CONFIG", "hidden");
        set(post, NAME, "rename-command CONFIG hidden", settings -> settings.renames(renames));
        for (LinkId link : List.of(MASTER, REPLICA, PEER)) {
            assertEquals(
                    renames,
                    post.stage.ordered(link, LinkOrder.Open.class).get(0).renames());
        }
    }

    @Test
    void afterAResetTheMasterIsAssumedToBeOne() {
        Outpost post = Outpost.manned();
        post.at(A).info = Outpost.replicaInfo('a', B);
        post.secondsWithHellos(40);
        assertTrue(post.masterIsDown());
        post.stage.ask(new Ask.Reset(List.of(NAME)), Outcome.class);
        assertEquals(Role.MASTER, post.report().node().roleReported());
        post.secondsWithHellos(15);
        assertFalse(post.masterIsDown(), "its patience begins anew, too");
    }

    /** Whoever resets wants the list without those that are gone, and looks at it (reference 8.4). */
    @Test
    void afterAResetReplicasComeBackWithTheNextRegularInfo() {
        Outpost post = Outpost.manned();
        post.at(A).info = Outpost.masterInfo('a', B, C);
        post.secondsWithHellos(11);
        while (!post.stage.said(MASTER, Errand.Info.class).isEmpty()) {
            post.stage.forget();
            post.secondsWithHellos(1);
        }
        post.stage.ask(new Ask.Reset(List.of(NAME)), Outcome.class);
        post.secondsWithHellos(3);
        assertFalse(post.report().health().disconnected());
        assertEquals(List.of(), post.report().replicas());
        post.secondsWithHellos(8);
        assertEquals(2, post.report().replicas().size());
    }

    @Test
    void aPeerThatMovesIsNoLongerDownAndThatIsSaid() {
        Outpost post = Outpost.manned();
        post.crash(PEER);
        post.seconds(5);
        assertEquals(List.of("+sdown"), post.stage.names());
        post.stage.forget();
        post.at(PEER).reachable = true;
        post.stage.take(new GossipFact.PeerKnown(NAME, MOVED));
        post.seconds(1);
        assertEquals(List.of("-sdown sentinel " + P1 + " 10.0.7.7 26379 @ mymaster 10.0.0.1 6379"), post.stage.lines());
        assertEquals(List.of(new MonitorFact.InstanceUp(NAME, PEER)), post.stage.told(MonitorFact.InstanceUp.class));
    }

    @Test
    void whereItWasSilentIsNotHeldAgainstWhereItIsNow() {
        Outpost post = Outpost.manned();
        post.crash(PEER);
        post.seconds(2);
        post.stage.take(new GossipFact.PeerKnown(NAME, MOVED));
        post.millis(2900);
        assertEquals(List.of(), post.stage.names());
        post.millis(300);
        assertEquals(List.of("+sdown"), post.stage.names());
    }
}
