package dev.vedette.config;

import dev.vedette.bus.NameFact;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.bus.Slice;
import dev.vedette.config.Loading.Loaded;
import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.MasterState;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The durable state in memory: what the three owners said last, over what was loaded. Pure; knows what is on disk only
 * from being told.
 *
 * <p>Each owner's part is kept by itself and the whole is put together when it is written, because the parts arrive in
 * any order: peers of a master may be reported before the master. A part about a master that is not watched is not
 * written; it is dropped when its master goes.
 */
final class Keeper {
    private final RunId myId;
    private ProcessSettings inForce;
    private final AddressBook book;
    private final Store store;
    private final SortedMap<MasterName, MasterState> masters = new TreeMap<>();
    private final SortedMap<MasterName, SortedMap<RunId, Address>> peers = new TreeMap<>();
    private final SortedMap<MasterName, Epoch> leaders = new TreeMap<>();
    private Epoch current;
    private @Nullable SentinelState onDisk;

    Keeper(Loaded loaded) {
        SentinelState state = loaded.state();
        this.myId = state.myId();
        this.inForce = loaded.inForce();
        this.book = new AddressBook(inForce.settings().names());
        this.store = loaded.store();
        this.current = state.currentEpoch();
        state.masters().forEach((name, master) -> {
            masters.put(name, master);
            peers.put(name, master.peers());
            leaders.put(name, master.leaderEpoch());
        });
        this.onDisk = loaded.onDisk() ? state : null;
    }

    ProcessSettings inForce() {
        return inForce;
    }

    void change(UnaryOperator<ProcessSettings> change) {
        inForce = change.apply(inForce);
    }

    void take(Slice slice) {
        if (slice instanceof Slice.Master part) {
            masters.put(part.picture().name(), durable(part.picture()));
        } else if (slice instanceof Slice.Removed part) {
            masters.remove(part.master());
            peers.remove(part.master());
            leaders.remove(part.master());
        } else if (slice instanceof Slice.Peers part) {
            if (part.peers().isEmpty()) {
                peers.remove(part.master());
            } else {
                peers.put(part.master(), part.peers());
            }
        } else if (slice instanceof Slice.Epochs part) {
            current = current.max(part.current());
            leaders.clear();
            leaders.putAll(part.leaders());
        }
    }

    void hear(NameFact fact) {
        if (fact instanceof NameFact.Answered answered) {
            book.learn(answered.host(), answered.ip());
        }
    }

    /**
     * From the promotion on, a restart goes on with the new master: it takes the old one's place, and the old one its
     * place among the replicas.
     */
    private static MasterState durable(MasterPicture picture) {
        SortedSet<Address> replicas = new TreeSet<>(picture.replicas());
        if (!picture.advertised().equals(picture.address())) {
            replicas.remove(picture.advertised());
            replicas.add(picture.address());
        }
        return new MasterState(
                picture.advertised(), picture.settings(), picture.configEpoch(), Epoch.ZERO, replicas, new TreeMap<>());
    }

    /** Everything as it should be on disk. */
    SentinelState state() {
        SortedMap<MasterName, MasterState> whole = new TreeMap<>();
        masters.forEach((name, master) -> whole.put(
                name,
                new MasterState(
                        master.address(),
                        master.settings(),
                        master.configEpoch(),
                        leaders.getOrDefault(name, Epoch.ZERO),
                        master.replicas(),
                        peers.getOrDefault(name, new TreeMap<>()))));
        return new SentinelState(myId, current, whole);
    }

    boolean isOnDisk(SentinelState state) {
        return state.equals(onDisk);
    }

    /** What is on disk now; null when a failed write leaves that open. */
    void onDisk(@Nullable SentinelState state) {
        onDisk = state;
    }

    Store store() {
        return store;
    }

    /** @param old the present text, which only matters for a file that is not ours alone */
    String text(String old, SentinelState state) {
        return store.inPlace()
                ? ConfRewriter.rewrite(old, readable(state), inForce)
                : ConfRewriter.stateFile(readable(state), store, inForce);
    }

    /** Names stand only in a file whose reader looks names up; what they stood for last takes their place else. */
    private SentinelState readable(SentinelState state) {
        if (book.policy().resolve()) {
            return state;
        }
        SortedMap<MasterName, MasterState> written = new TreeMap<>();
        state.masters().forEach((name, master) -> {
            SortedSet<Address> replicas = new TreeSet<>();
            master.replicas().forEach(replica -> replicas.add(book.written(replica)));
            SortedMap<RunId, Address> known = new TreeMap<>();
            master.peers().forEach((id, peer) -> known.put(id, book.written(peer)));
            written.put(
                    name,
                    new MasterState(
                            book.written(master.address()),
                            master.settings(),
                            master.configEpoch(),
                            master.leaderEpoch(),
                            replicas,
                            known));
        });
        return new SentinelState(state.myId(), state.currentEpoch(), written);
    }
}
