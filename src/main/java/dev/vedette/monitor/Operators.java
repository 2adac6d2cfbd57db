package dev.vedette.monitor;

import dev.vedette.brain.Effect.IfDiskFails;
import dev.vedette.brain.Out;
import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Details;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.SettingChange;
import dev.vedette.bus.Slice;
import dev.vedette.model.Credentials;
import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Tunable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people change while we run: SENTINEL MONITOR, REMOVE, RESET and SET (reference 8.4). */
final class Operators {
    private final Watches watches;
    private final Tending tending;
    private final Succession succession;
    private final Out out;

    Operators(Watches watches, Tending tending, Succession succession, Out out) {
        this.watches = watches;
        this.tending = tending;
        this.succession = succession;
        this.out = out;
    }

    void watch(Ask.Watch ask) {
        if (watches.master(ask.name()) != null) {
            out.answer(Outcome.DUPLICATE_MASTER);
            return;
        }
        if (watches.size() >= Limits.MASTERS) {
            out.answer(Outcome.TOO_MANY_MASTERS);
            return;
        }
        MasterSettings settings = MasterSettings.withQuorum(ask.quorum())
                .downAfter(out.tunables().of(Tunable.DEFAULT_DOWN_AFTER))
                .failoverTimeout(out.tunables().of(Tunable.DEFAULT_FAILOVER_TIMEOUT));
        MasterWatch watch = new MasterWatch(ask.name(), ask.master(), settings, Epoch.ZERO, out.now());
        watches.add(watch);
        out.tell(new MonitorFact.Topology(watch.picture()));
        save(watch);
        out.answer(Outcome.DONE);
        announceMonitor(watch);
        tending.tend(watch.master().health);
    }

    void announceMonitor(MasterWatch watch) {
        out.announce(
                "+monitor",
                Level.WARNING,
                Details.master(out.book(), watch.name, watch.address()) + " quorum "
                        + watch.settings().quorum(),
                watch.name);
    }

    void remove(Ask.Remove ask) {
        MasterWatch watch = watches.master(ask.name());
        if (watch == null) {
            out.answer(Outcome.NO_SUCH_MASTER);
            return;
        }
        out.announce("-monitor", Level.WARNING, Details.master(out.book(), watch.name, watch.address()), watch.name);
        watch.nodes().forEach(node -> tending.drop(node.health));
        dropPeers(watch);
        watches.remove(watch.name);
        out.tell(new MonitorFact.MasterRemoved(watch.name));
        out.persist(new Slice.Removed(watch.name), IfDiskFails.PROCEED);
        out.answer(Outcome.DONE);
    }

    void reset(Ask.Reset ask) {
        for (MasterName name : ask.names()) {
            MasterWatch watch = watches.master(name);
            if (watch != null) {
                reset(watch);
            }
        }
        out.answer(Outcome.DONE);
    }

    private void reset(MasterWatch watch) {
        // A promotion that was announced cannot be taken back: its epoch already names the new address.
        if (watch.promoted() != null) {
            succession.switchTo(watch, watch.promoted(), watch.configEpoch(), true);
        }
        watch.replicas().forEach(replica -> tending.drop(replica.health));
        dropPeers(watch);
        watch.reset(out.now());
        out.announce(
                "+reset-master", Level.WARNING, Details.master(out.book(), watch.name, watch.address()), watch.name);
        out.tell(new MonitorFact.Topology(watch.picture()));
        out.tell(new MonitorFact.MasterReset(watch.name));
        // Else a restart would bring back what was to be forgotten.
        out.save(new Slice.Master(watch.picture()));
        tending.renew(watch.master().health);
    }

    private void dropPeers(MasterWatch watch) {
        for (PeerWatch peer : List.copyOf(watch.peers().values())) {
            dropPeer(watch.name, peer.ref);
        }
    }

    private void dropPeer(MasterName master, PeerRef peer) {
        LinkHealth unused = watches.removePeer(master, peer.id());
        if (unused != null) {
            tending.drop(unused);
        }
    }

    void change(Ask.Change ask) {
        MasterWatch watch = watches.master(ask.name());
        if (watch == null) {
            out.answer(Outcome.NO_SUCH_MASTER);
            return;
        }
        MasterSettings before = watch.settings();
        for (SettingChange change : ask.changes()) {
            watch.settings(change.change().apply(watch.settings()));
            out.tell(new MonitorFact.Topology(watch.picture()));
            out.announce(
                    "+set",
                    Level.WARNING,
                    Details.master(out.book(), watch.name, watch.address()) + " " + change.shown(),
                    watch.name);
        }
        renewWhatChanged(watch, before);
        save(watch);
        out.answer(Outcome.DONE);
    }

    /** A connection keeps the password and the names of commands that it was opened with. */
    private void renewWhatChanged(MasterWatch watch, MasterSettings before) {
        boolean renamed = !before.renames().equals(watch.settings().renames());
        if (renamed || !before.credentials().equals(watch.settings().credentials())) {
            watch.nodes().forEach(node -> tending.renew(node.health));
        }
        if (renamed) {
            watch.peers().values().forEach(peer -> tending.renew(peer.health));
        }
    }

    /** How to log in to peers; a connection keeps the password that it was opened with. */
    void peerCredentials(Credentials credentials) {
        if (watches.peerCredentials(credentials)) {
            watches.peerLinks().forEach(tending::renew);
        }
    }

    /** A peer is known under this master, perhaps at a new address. */
    void peerKnown(MasterName master, PeerRef peer) {
        MasterWatch watch = watches.master(master);
        if (watch == null) {
            return;
        }
        boolean moved = watches.addPeer(watch, peer, out.now());
        LinkHealth link = watches.health(new LinkId.Peer(peer.id()));
        if (link != null && moved) {
            tending.renew(link);
        } else if (link != null) {
            tending.tend(link);
        }
    }

    void peerForgotten(MasterName master, dev.vedette.model.RunId id) {
        @Nullable LinkHealth unused = watches.removePeer(master, id);
        if (unused != null) {
            tending.drop(unused);
        }
    }

    private void save(MasterWatch watch) {
        out.persist(new Slice.Master(watch.picture()), IfDiskFails.PROCEED);
    }
}
