package dev.vedette.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.brain.Stage;
import dev.vedette.bus.Channel;
import dev.vedette.bus.ConfigFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.Moment;
import dev.vedette.model.PeerRef;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelSettings;
import dev.vedette.model.SentinelState;
import dev.vedette.model.Tunable;
import dev.vedette.model.Tunables;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A circle rests until its next hello is due; what makes one due earlier must wake it. */
class HelloPeriodTest {
    private static final RunId ME = new RunId("f".repeat(40));
    private static final PeerRef PEER = new PeerRef(new RunId("1".repeat(40)), new Address("10.0.1.1", 26379));
    private static final LinkId PEER_LINK = new LinkId.Peer(PEER.id());
    private static final Address MASTER_AT = new Address("10.0.0.1", 6379);
    private static final MasterName ONE = new MasterName("one");
    private static final MasterName TWO = new MasterName("two");
    private static final LinkId MASTER = new LinkId.Node(ONE, MASTER_AT);

    private final Company company = new Company();
    private final Stage stage = stage();

    /** Master one knows the peer, master two knows nobody yet. */
    private Stage stage() {
        SortedMap<MasterName, MasterState> masters = new TreeMap<>();
        masters.put(ONE, master(MASTER_AT, Map.of(PEER.id(), PEER.address())));
        masters.put(TWO, master(new Address("10.2.0.1", 6379), Map.of()));
        Moment now = Moment.ofMillis(50_000);
        Stage stage = new Stage(
                new Gossip(new SentinelState(ME, Epoch.ZERO, masters), SentinelSettings.DEFAULTS, now), now, company);
        stage.begin();
        return stage;
    }

    private static MasterState master(Address at, Map<RunId, Address> peers) {
        return new MasterState(
                at, MasterSettings.withQuorum(2), Epoch.ZERO, Epoch.ZERO, new TreeSet<>(), new TreeMap<>(peers));
    }

    @Test
    void aShorterPeriodDoesNotWaitForTheEndOfTheLongOne() {
        stage.take(new LinkFact.Up(MASTER, Channel.COMMAND, "10.0.9.9"));
        stage.run(Duration.ofMillis(500));
        stage.forget();
        stage.take(new ConfigFact.Changed(ProcessSettings.atStart(SentinelSettings.DEFAULTS, null)
                .tunables(Tunables.STANDARD.with(Tunable.PUBLISH_PERIOD, Duration.ofMillis(200)))));
        stage.run(Duration.ofSeconds(1));
        assertEquals(4, stage.said(MASTER, Errand.Hello.class).size(), 1);
    }

    @Test
    void oneThatIsOnItsWayIsNotSaidAgainWithinThePeriod() {
        company.answer = null;
        stage.take(new LinkFact.Up(MASTER, Channel.COMMAND, "10.0.9.9"));
        stage.run(Duration.ofMillis(1_900));
        assertEquals(1, stage.said(MASTER, Errand.Hello.class).size());
        stage.run(Duration.ofMillis(300));
        assertEquals(2, stage.said(MASTER, Errand.Hello.class).size(), "perhaps it was lost");
    }

    @Test
    void aPeerThatIsConnectedAlreadyIsGreetedForTheMasterThatItTellsOf() {
        stage.take(new LinkFact.Up(PEER_LINK, Channel.COMMAND, "10.0.9.9"));
        stage.run(Duration.ofMillis(500));
        stage.forget();
        String hello = "10.0.1.1,26379," + PEER.id() + ",0,two,10.2.0.1,6379,0";
        stage.take(new LinkFact.HelloHeard(PEER_LINK, hello));
        stage.run(Duration.ofMillis(200));
        assertEquals(
                1,
                stage.said(PEER_LINK, Errand.Hello.class).stream()
                        .filter(said -> said.master().equals(TWO))
                        .count());
    }
}
