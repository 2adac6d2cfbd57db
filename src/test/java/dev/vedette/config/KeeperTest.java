package dev.vedette.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Slice;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperTest {
    static final MasterName MM = new MasterName("mm");
    static final Address OLD = new Address("10.0.0.1", 6379);
    static final Address NEW = new Address("10.0.0.2", 6379);
    private static final Address OTHER = new Address("10.0.0.3", 6379);
    private static final RunId PEER = new RunId("peer");
    private static final Address PEER_AT = new Address("10.0.0.8", 26379);

    private @TempDir Path folder;
    private Keeper keeper;

    static MasterPicture picture(MasterName name, @Nullable Address promoted) {
        return new MasterPicture(
                name, OLD, promoted, new Epoch(3), MasterSettings.withQuorum(2), new TreeSet<>(List.of(NEW, OTHER)));
    }

    private static Slice.Peers peers(MasterName name) {
        return new Slice.Peers(name, new TreeMap<>(Map.of(PEER, PEER_AT)));
    }

    @BeforeEach
    void load() {
        keeper = new Keeper(Configs.loaded(folder.resolve("s.conf"), """
        sentinel monitor mm 10.0.0.1 6379 2
        sentinel myid 0123456789abcdef0123456789abcdef01234567
        sentinel leader-epoch mm 4
        sentinel known-sentinel mm 10.0.0.8 26379 peer
        sentinel current-epoch 5
        """));
    }

    private MasterState mm() {
        return keeper.state().masters().get(MM);
    }

    @Test
    void startsFromWhatWasLoadedAndKnowsThatItIsOnDisk() {
        assertTrue(keeper.isOnDisk(keeper.state()));
        keeper.take(new Slice.Epochs(new Epoch(6), new TreeMap<>(Map.of(MM, new Epoch(6)))));
        assertFalse(keeper.isOnDisk(keeper.state()));
        assertEquals(new Epoch(6), mm().leaderEpoch());
        assertEquals(Map.of(PEER, PEER_AT), mm().peers(), "the others' parts stay");
    }

    @Test
    void fromThePromotionOnARestartGoesOnWithTheNewMaster() {
        keeper.take(new Slice.Master(picture(MM, NEW)));
        assertEquals(NEW, mm().address());
        assertEquals(new TreeSet<>(List.of(OLD, OTHER)), mm().replicas());
        assertEquals(new Epoch(3), mm().configEpoch());
        assertEquals(new Epoch(4), mm().leaderEpoch());
        keeper.take(new Slice.Master(picture(MM, null)));
        assertEquals(OLD, mm().address(), "the failover was given up");
        assertEquals(new TreeSet<>(List.of(NEW, OTHER)), mm().replicas());
    }

    @Test
    void aMasterThatIsGoneTakesItsPeersAndEpochsAlong() {
        keeper.take(new Slice.Removed(MM));
        assertTrue(keeper.state().masters().isEmpty());
        keeper.take(new Slice.Master(picture(MM, null)));
        assertTrue(mm().peers().isEmpty());
        assertEquals(Epoch.ZERO, mm().leaderEpoch());
    }

    @Test
    void partsMayArriveInAnyOrder() {
        MasterName later = new MasterName("later");
        SentinelState before = keeper.state();
        keeper.take(peers(later));
        keeper.take(new Slice.Epochs(new Epoch(5), new TreeMap<>(Map.of(MM, new Epoch(4), later, new Epoch(2)))));
        assertEquals(before.masters().keySet(), keeper.state().masters().keySet());
        keeper.take(new Slice.Master(picture(later, null)));
        assertEquals(Map.of(PEER, PEER_AT), keeper.state().masters().get(later).peers());
        assertEquals(new Epoch(2), keeper.state().masters().get(later).leaderEpoch());
    }

    @Test
    void whatIsSaidOfOneMasterLeavesTheOthersAsTheyWere() {
        MasterName other = new MasterName("other");
        keeper.take(new Slice.Master(picture(other, null)));
        keeper.take(peers(other));
        MasterState before = mm();
        keeper.take(new Slice.Peers(other, new TreeMap<>()));
        keeper.take(new Slice.Master(picture(other, NEW)));
        keeper.take(new Slice.Removed(other));
        assertEquals(before, mm());
        assertEquals(1, keeper.state().masters().size());
    }

    @Test
    void peersOfAMasterThatIsGoneDoNotComeBackWithIt() {
        keeper.take(new Slice.Removed(MM));
        keeper.take(peers(MM));
        keeper.take(new Slice.Peers(MM, new TreeMap<>()));
        keeper.take(new Slice.Master(picture(MM, null)));
        assertTrue(mm().peers().isEmpty());
    }

    @Test
    void theEpochNeverGoesBack() {
        keeper.take(new Slice.Epochs(new Epoch(2), new TreeMap<>()));
        assertEquals(new Epoch(5), keeper.state().currentEpoch());
    }
}
