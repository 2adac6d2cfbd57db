package dev.vedette.gossip;

import dev.vedette.bus.PeersReport;
import dev.vedette.bus.Slice;
import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Limits;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Moment;
import dev.vedette.model.PeerRef;
import dev.vedette.model.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The sentinels around one master, and when each instance last took a hello of ours. */
final class Circle {
    private boolean listening;
    private MasterPicture picture;
    final NavigableMap<RunId, Peer> peers = new TreeMap<>();
    private final NavigableMap<LinkId, Moment> taken = new TreeMap<>();
    private final NavigableMap<LinkId, Moment> sent = new TreeMap<>();
    private final NavigableSet<LinkId> quiet = new TreeSet<>();
    /** Until then no hello becomes due by the passing of time; null when somebody has to look. */
    private @Nullable Moment restUntil;

    static final class Peer {
        final Address address;
        Moment lastHello;

        Peer(Address address, Moment now) {
            this.address = address;
            this.lastHello = now;
        }
    }

    Circle(MasterPicture picture) {
        this.picture = picture;
    }

    MasterPicture picture() {
        return picture;
    }

    /** @return whether what our hellos say has changed */
    boolean picture(MasterPicture next) {
        boolean news = !next.advertised().equals(picture.advertised())
                || !next.configEpoch().equals(picture.configEpoch());
        picture = next;
        restUntil = null;
        taken.keySet().removeIf(link -> link instanceof LinkId.Node && !knows(link));
        sent.keySet().removeIf(link -> link instanceof LinkId.Node && !knows(link));
        quiet.removeIf(link -> !knows(link));
        return news;
    }

    /** Whether it answers no PUBLISH, and nothing that waits behind one, because it hands over. */
    boolean isQuiet(LinkId link) {
        return quiet.contains(link);
    }

    void quiet(LinkId link, boolean on) {
        restUntil = null;
        if (on) {
            quiet.add(link);
        } else {
            quiet.remove(link);
        }
    }

    /** Whether it is the master, a replica or a peer here. */
    boolean knows(LinkId link) {
        if (link instanceof LinkId.Node node) {
            return node.master().equals(picture.name())
                    && (node.address().equals(picture.address())
                            || picture.replicas().contains(node.address()));
        }
        return peers.containsKey(((LinkId.Peer) link).id());
    }

    /** The master, every replica, every peer. */
    List<LinkId> targets() {
        List<LinkId> all = new ArrayList<>();
        all.add(new LinkId.Node(picture.name(), picture.address()));
        picture.replicas().forEach(replica -> all.add(new LinkId.Node(picture.name(), replica)));
        peers.keySet().forEach(peer -> all.add(new LinkId.Peer(peer)));
        return all;
    }

    /** Those who wait for a hello. */
    List<LinkId> due(Duration period, Moment now) {
        return targets().stream().filter(link -> isDue(link, period, now)).toList();
    }

    /** Whether the last hello, taken or on its way, is older than {@code period}. */
    private boolean isDue(LinkId link, Duration period, Moment now) {
        Moment last = lastSaid(link);
        return last == null || now.isPast(last, period);
    }

    /** What is on its way is younger than what was taken. Null when it has heard nothing of us. */
    private @Nullable Moment lastSaid(LinkId link) {
        Moment underWay = sent.get(link);
        return underWay != null ? underWay : taken.get(link);
    }

    /** Whether nothing is due now: of thousands of circles each pulse looks closer at a few. */
    boolean rests(Moment now) {
        return restUntil != null && !now.isAfter(restUntil);
    }

    /** All that is due was said. */
    void rest(Duration period, Moment now) {
        Moment until = now.plus(period);
        for (LinkId link : targets()) {
            Moment last = lastSaid(link);
            // Without one it is not connected, or quiet: that it no longer is will be told.
            if (last != null && until.isAfter(last.plus(period))) {
                until = last.plus(period);
            }
        }
        restUntil = until;
    }

    /** The period is another one. */
    void wake() {
        restUntil = null;
    }

    void sending(LinkId link, Moment now) {
        sent.put(link, now);
    }

    void ended(LinkId link, boolean wasTaken, Moment now) {
        sent.remove(link);
        if (wasTaken) {
            taken.put(link, now);
        } else {
            restUntil = null;
        }
    }

    /** It or its connection is new: whoever is there has heard nothing of us. */
    void forget(LinkId link) {
        restUntil = null;
        sent.remove(link);
        taken.remove(link);
    }

    boolean isFull() {
        return peers.size() >= Limits.PEERS_PER_MASTER;
    }

    /** @return whether this is the first hello since nothing was known of the others */
    boolean hears() {
        boolean first = !listening;
        listening = true;
        return first;
    }

    void forgetPeers() {
        listening = false;
        peers.keySet().forEach(peer -> forget(new LinkId.Peer(peer)));
        peers.clear();
    }

    @Nullable
    RunId peerAt(AddressBook book, Address address, RunId butNot) {
        return peers.entrySet().stream()
                .filter(entry -> book.same(entry.getValue().address, address)
                        && !entry.getKey().equals(butNot))
                .map(java.util.Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** Who is known, and where; for the disk. */
    Slice.Peers slice() {
        SortedMap<RunId, Address> all = new TreeMap<>();
        peers.forEach((id, peer) -> all.put(id, peer.address));
        return new Slice.Peers(picture.name(), all);
    }

    List<PeersReport.Entry> report(Moment now) {
        return peers.entrySet().stream()
                .map(entry -> new PeersReport.Entry(
                        new PeerRef(entry.getKey(), entry.getValue().address), now.since(entry.getValue().lastHello)))
                .toList();
    }
}
