package dev.vedette.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.brain.Effect;
import dev.vedette.brain.Stage;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Slice;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.Moment;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelSettings;
import dev.vedette.model.SentinelState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the disk is told of peers: of one master at a time, and of each that has changed. */
class PeersOnDiskTest {
    private static final MasterName ONE = new MasterName("one");
    private static final MasterName TWO = new MasterName("two");
    private static final RunId KNOWN = new RunId("1".repeat(40));
    private static final RunId OTHER = new RunId("2".repeat(40));
    private static final Address AT = new Address("10.0.1.1", 26379);

    private final Stage stage = stage();

    private static MasterState master(String host, TreeMap<RunId, Address> peers) {
        return new MasterState(
                new Address(host, 6379), MasterSettings.withQuorum(2), Epoch.ZERO, Epoch.ZERO, new TreeSet<>(), peers);
    }

    private static Stage stage() {
        TreeMap<RunId, Address> peers = new TreeMap<>(Map.of(KNOWN, AT));
        SentinelState state = new SentinelState(
                new RunId("f".repeat(40)),
                Epoch.ZERO,
                new TreeMap<>(Map.of(ONE, master("10.0.0.1", peers), TWO, master("10.0.0.2", peers))));
        Moment now = Moment.ofMillis(50_000);
        Stage stage = new Stage(new Gossip(state, SentinelSettings.DEFAULTS, now), now, new Company());
        stage.begin();
        return stage;
    }

    private void hear(RunId id, Address at) {
        String hello = at.host() + "," + at.port() + "," + id + ",0,one,10.0.0.1,6379,0";
        stage.forget();
        stage.take(new LinkFact.HelloHeard(new LinkId.Node(ONE, new Address("10.0.0.1", 6379)), hello));
    }

    private List<Slice> saved() {
        return stage.all(Effect.Save.class).stream().map(Effect.Save::slice).toList();
    }

    private static Slice none(MasterName master) {
        return new Slice.Peers(master, new TreeMap<>());
    }

    private static Slice peer(MasterName master, RunId id, Address at) {
        return new Slice.Peers(master, new TreeMap<>(Map.of(id, at)));
    }

    @Test
    void whoIsForgottenDoesNotComeBackAtTheNextStart() {
        stage.forget();
        stage.take(new MonitorFact.MasterReset(ONE));
        assertEquals(List.of(none(ONE)), saved());
    }

    @Test
    void whoWasFoundLastDoesNotOutliveTheMaster() {
        stage.forget();
        stage.take(new MonitorFact.MasterRemoved(ONE));
        assertEquals(List.of(none(ONE)), saved());
        stage.forget();
        stage.take(new MonitorFact.MasterRemoved(ONE));
        assertEquals(List.of(), stage.effects());
    }

    @Test
    void whoMovesDoesSoUnderEveryMaster() {
        Address moved = new Address("10.0.7.7", 26379);
        hear(KNOWN, moved);
        assertEquals(List.of(peer(TWO, KNOWN, moved), peer(ONE, KNOWN, moved)), saved());
    }

    @Test
    void whoseAddressIsTakenIsGoneUnderEveryMaster() {
        hear(OTHER, AT);
        assertEquals(List.of(none(ONE), none(TWO), peer(ONE, OTHER, AT)), saved());
    }
}
