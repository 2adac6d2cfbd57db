package dev.vedette.monitor;

import dev.vedette.model.Credentials;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import dev.vedette.model.PeerRef;
import dev.vedette.model.RunId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Everything under watch, and who shares which link. */
final class Watches {
    private final NavigableMap<MasterName, MasterWatch> masters = new TreeMap<>();
    private final NavigableMap<RunId, PeerLink> peerLinks = new TreeMap<>();
    private Credentials peerCredentials;

    /** One physical peer, and the masters that both of us watch. */
    private record PeerLink(LinkHealth health, TreeSet<MasterName> users) {}

    Watches(Credentials peerCredentials) {
        this.peerCredentials = peerCredentials;
    }

    Collection<MasterWatch> masters() {
        return masters.values();
    }

    int size() {
        return masters.size();
    }

    @Nullable
    MasterWatch master(MasterName name) {
        return masters.get(name);
    }

    void add(MasterWatch watch) {
        masters.put(watch.name, watch);
    }

    void remove(MasterName name) {
        masters.remove(name);
    }

    @Nullable
    NodeWatch node(LinkId.Node link) {
        MasterWatch watch = masters.get(link.master());
        return watch == null ? null : watch.node(link.address());
    }

    @Nullable
    LinkHealth health(LinkId link) {
        if (link instanceof LinkId.Node node) {
            NodeWatch watch = node(node);
            return watch == null ? null : watch.health;
        }
        PeerLink peer = peerLinks.get(((LinkId.Peer) link).id());
        return peer == null ? null : peer.health();
    }

    List<LinkHealth> links() {
        List<LinkHealth> all = new ArrayList<>();
        masters.values().forEach(watch -> watch.nodes().forEach(node -> all.add(node.health)));
        peerLinks.values().forEach(peer -> all.add(peer.health()));
        return all;
    }

    /** The masters whose verdicts and settings this link concerns. */
    List<MasterWatch> users(LinkId link) {
        if (link instanceof LinkId.Node node) {
            MasterWatch watch = masters.get(node.master());
            return watch == null ? List.of() : List.of(watch);
        }
        PeerLink peer = peerLinks.get(((LinkId.Peer) link).id());
        return peer == null
                ? List.of()
                : peer.users().stream().map(this::masterOf).toList();
    }

    private MasterWatch masterOf(MasterName name) {
        MasterWatch watch = masters.get(name);
        if (watch == null) {
            throw new IllegalStateException("a peer link outlived the master " + name);
        }
        return watch;
    }

    Credentials credentials(LinkId link) {
        if (link instanceof LinkId.Node node) {
            MasterWatch watch = masters.get(node.master());
            return watch == null ? Credentials.NONE : watch.settings().credentials();
        }
        return peerCredentials;
    }

    /** @return whether they are other ones than before */
    boolean peerCredentials(Credentials next) {
        boolean differ = !next.equals(peerCredentials);
        peerCredentials = next;
        return differ;
    }

    List<LinkHealth> peerLinks() {
        return peerLinks.values().stream().map(PeerLink::health).toList();
    }

    /** @return whether the link must be opened anew, because the peer moved */
    boolean addPeer(MasterWatch watch, PeerRef ref, Moment now) {
        PeerLink link = peerLinks.computeIfAbsent(
                ref.id(), id -> new PeerLink(new LinkHealth(new LinkId.Peer(id), ref.address(), now), new TreeSet<>()));
        link.users().add(watch.name);
        boolean moved = !link.health().address().equals(ref.address());
        if (moved) {
            link.health().moveTo(ref.address());
            link.health().restartClocks(now);
        }
        PeerWatch before = watch.peers().get(ref.id());
        watch.peers().put(ref.id(), before == null ? new PeerWatch(ref, link.health(), now) : before.at(ref));
        return moved;
    }

    /** @return the link when nobody uses it any more */
    @Nullable
    LinkHealth removePeer(MasterName master, RunId id) {
        MasterWatch watch = masters.get(master);
        if (watch != null) {
            watch.peers().remove(id);
        }
        PeerLink link = peerLinks.get(id);
        if (link == null || !link.users().remove(master) || !link.users().isEmpty()) {
            return null;
        }
        peerLinks.remove(id);
        return link.health();
    }

    int linkUsers(RunId id) {
        PeerLink link = peerLinks.get(id);
        return link == null ? 0 : link.users().size();
    }
}
