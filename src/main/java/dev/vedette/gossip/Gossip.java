package dev.vedette.gossip;

import dev.vedette.brain.Brain;
import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Bus;
import dev.vedette.bus.Channel;
import dev.vedette.bus.Details;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.Level;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.NameFact;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.bus.Pulse;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Moment;
import dev.vedette.model.PeerRef;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelSettings;
import dev.vedette.model.SentinelState;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Says hello, and listens to who else does.
 *
 * <p>Sentinels find one another at the well where all their horses drink: each leaves a note at the data nodes that it
 * watches, every two seconds, and reads the notes of the others; and it carries a copy straight to every peer that it
 * knows, because the well may be what is broken. A note says who and where its writer is, how far its clock of epochs
 * has come, and which address it takes for the master since which failover.
 *
 * <p>This brain owns the table of peers and nothing else. An epoch or a configuration that it hears of is passed on as
 * a fact; whether it is news is decided by those who own epochs and topology. Nothing authenticates a note: whoever may
 * publish on a data node can write one, as with stock sentinels.
 *
 * <p>A note that claims our own id is not ours if it comes by PUBLISH, and is ignored all the same: stock sentinels
 * become their own peer by it, which would let one process count twice.
 */
public final class Gossip extends Brain {
    private final RunId myId;
    private SentinelSettings settings;
    private final Circles circles = new Circles();
    private final NavigableMap<LinkId, String> localHosts = new TreeMap<>();
    private final Oddities oddities = new Oddities(out);
    private Epoch currentEpoch;
    private final Unread unread = new Unread(out);

    public Gossip(SentinelState state, SentinelSettings settings, Moment now) {
        this.myId = state.myId();
        this.settings = settings;
        this.currentEpoch = state.currentEpoch();
        state.masters().forEach((name, master) -> {
            Circle circle = new Circle(master.picture(name));
            master.peers().forEach((id, address) -> circle.peers.put(id, new Circle.Peer(address, now)));
            if (!circle.peers.isEmpty()) {
                circle.hears();
            }
            circles.add(circle);
        });
        listen();
    }

    private void listen() {
        on(Pulse.class, pulse -> circles.all().forEach(this::sayHello));
        on(Replied.class, this::replied);

        on(LinkFact.Up.class, this::up);
        on(LinkFact.Down.class, this::down);
        on(LinkFact.HelloHeard.class, heard -> {
            heard(heard.payload(), true);
        });
        hears(LinkFact.class);

        on(MonitorFact.Topology.class, fact -> topology(fact.master()));
        on(MonitorFact.MasterRemoved.class, fact -> removed(fact.master()));
        on(MonitorFact.MasterReset.class, fact -> reset(fact.master()));
        ignore(MonitorFact.Switched.class, "a new topology went before");
        ignore(MonitorFact.PromotionRecorded.class, "a new topology went before");
        ignore(MonitorFact.PromotionOutdated.class, "nothing changed that hellos say");
        ignore(MonitorFact.EpochWanted.class, "the election keeps the epochs");
        ignore(MonitorFact.MasterDown.class, "hellos are sent to whoever is connected");
        ignore(MonitorFact.MasterUp.class, "hellos are sent to whoever is connected");
        ignore(MonitorFact.InstanceDown.class, "hellos are sent to whoever is connected");
        ignore(MonitorFact.InstanceUp.class, "hellos are sent to whoever is connected");
        ignore(MonitorFact.ReplicaReported.class, "hellos do not speak of replicas");
        on(MonitorFact.HandingOver.class, this::handingOver);
        ignore(MonitorFact.Tilt.class, "hellos go on in TILT");
        hears(MonitorFact.class);

        on(ElectionFact.EpochChanged.class, fact -> currentEpoch = fact.epoch());
        ignore(ElectionFact.ObjectivelyDown.class, "hellos do not speak of health");
        ignore(ElectionFact.ObjectivelyUp.class, "hellos do not speak of health");
        ignore(ElectionFact.CampaignStarted.class, "votes are asked for directly");
        ignore(ElectionFact.CampaignEnded.class, "votes are asked for directly");
        ignore(ElectionFact.Elected.class, "votes are asked for directly");
        ignore(ElectionFact.EpochClaimed.class, "the current epoch is told as well");
        ignore(ElectionFact.MandateLost.class, "votes are asked for directly");
        hears(ElectionFact.class);

        on(NameFact.Answered.class, answer -> unread.taken(answer.host()).forEach(payload -> heard(payload, false)));

        on(Ask.Peers.class, ask -> out.answer(circles.report(out.now())));
        on(Ask.TakeHello.class, ask -> {
            heard(ask.payload(), false);
            out.answer(Outcome.DONE);
        });
    }

    @Override
    public String name() {
        return "gossip";
    }

    @Override
    public String address() {
        return Bus.ASK_GOSSIP;
    }

    @Override
    protected void changed(ProcessSettings now) {
        settings = now.settings();
        circles.all().forEach(Circle::wake);
    }

    // Out

    private void sayHello(Circle circle) {
        if (!circle.rests(out.now())) {
            circle.due(out.tunables().publish(), out.now()).forEach(link -> sayHello(circle, link));
            circle.rest(out.tunables().publish(), out.now());
        }
    }

    private void sayHello(Circle circle, LinkId link) {
        String localHost = localHosts.get(link);
        if (localHost == null || circle.isQuiet(link)) {
            return;
        }
        MasterPicture master = circle.picture();
        circle.sending(link, out.now());
        out.command(
                link,
                new Errand.Hello(
                        master.name(),
                        HelloMessage.text(
                                settings.announceIp() != null ? settings.announceIp() : localHost,
                                settings.portToAnnounce(),
                                myId,
                                currentEpoch,
                                master.name(),
                                out.book().shown(master.advertised()),
                                master.configEpoch())));
    }

    private void handingOver(MonitorFact.HandingOver fact) {
        Circle circle = circles.of(fact.master());
        if (circle != null) {
            circle.quiet(new LinkId.Node(fact.master(), fact.instance()), fact.on());
            sayHello(circle);
        }
    }

    private void replied(Replied replied) {
        if (replied.errand() instanceof Errand.Hello hello) {
            Circle circle = circles.of(hello.master());
            if (circle != null) {
                boolean taken = !(replied.reply() instanceof Reply.Refused) && !(replied.reply() instanceof Reply.Lost);
                circle.ended(replied.link(), taken, out.now());
            }
        }
    }

    private void up(LinkFact.Up up) {
        if (up.channel() != Channel.COMMAND) {
            return;
        }
        localHosts.put(up.link(), up.localHost());
        for (Circle circle : circles.of(up.link())) {
            circle.forget(up.link());
            if (circle.knows(up.link())) {
                sayHello(circle, up.link());
            }
        }
    }

    private void down(LinkFact.Down down) {
        if (down.channel() == Channel.COMMAND) {
            localHosts.remove(down.link());
            circles.of(down.link()).forEach(circle -> circle.forget(down.link()));
        }
    }

    private void topology(MasterPicture picture) {
        Circle known = circles.of(picture.name());
        Circle circle = known == null ? new Circle(picture) : known;
        if (known == null) {
            circles.add(circle);
            sayHello(circle);
            return;
        }
        List<LinkId> before = circle.targets();
        boolean news = circle.picture(picture);
        before.stream().filter(link -> !circle.knows(link)).forEach(localHosts::remove);
        if (news) {
            // News of a switch does not wait for the period: peers and clients act on it.
            for (LinkId link : circle.targets()) {
                sayHello(circle, link);
            }
        }
    }

    private void reset(MasterName master) {
        Circle circle = circles.of(master);
        if (circle != null) {
            circle.forgetPeers();
            forgetConnections();
            // Else the next start brings back those who were to be forgotten.
            out.save(circle.slice());
        }
    }

    private void removed(MasterName master) {
        Circle circle = circles.of(master);
        if (circle != null) {
            circle.forgetPeers();
            circles.remove(master);
            forgetConnections();
            // Should the disk hear of the removal before it hears who was found last.
            out.save(circle.slice());
        }
    }

    /** Of links that nobody needs any more: they are closed by order, and nothing is told of that. */
    private void forgetConnections() {
        localHosts.keySet().removeIf(link -> !circles.needs(link));
    }

    // In

    /** @param onChannel whether it came where everybody says hello; our own one shows there that we hear the others */
    private void heard(String payload, boolean onChannel) {
        HelloMessage.Reading reading = HelloMessage.read(payload, out.book());
        HelloMessage hello = reading.hello();
        if (hello == null) {
            oddities.ignored(Objects.requireNonNull(reading.oddity()), null, payload);
            return;
        }
        Circle circle = circles.of(hello.master());
        if (circle == null) {
            oddities.ignored(Oddity.UNKNOWN_MASTER, null, payload);
            return;
        }
        if (onChannel && circle.hears()) {
            out.tell(new GossipFact.Listening(hello.master()));
        }
        if (payload.contains(myId.value())) {
            if (!onChannel) {
                oddities.ignored(Oddity.SELF, hello.master(), payload);
            }
            return;
        }
        if (unread.waits(hello, payload)) {
            return;
        }
        PeerRef sender = hello.sender();
        if (sender == null || hello.masterAddress() == null) {
            oddities.ignored(Oddity.HOST, hello.master(), payload);
        }
        boolean known = sender != null && know(circle, sender, payload);
        // A peer that others have led astray is a peer all the same: it counts in every majority.
        if (hello.leapsFrom(currentEpoch)) {
            oddities.ignored(Oddity.LEAP, hello.master(), payload);
            return;
        }
        if (hello.currentEpoch().isAfter(currentEpoch)) {
            out.tell(new GossipFact.EpochHeard(hello.master(), hello.currentEpoch()));
        }
        if (sender == null || !known) {
            return;
        }
        Address address = hello.masterAddress();
        if (address != null && hello.configEpoch().isAfter(circle.picture().configEpoch())) {
            out.tell(new GossipFact.ConfigurationHeard(hello.master(), address, hello.configEpoch(), sender));
        }
        if (address != null
                && hello.configEpoch().equals(circle.picture().configEpoch())
                && !out.book().same(address, circle.picture().advertised())) {
            out.tell(new GossipFact.ConfigurationDisputed(hello.master(), address, hello.configEpoch(), sender));
        }
        Circle.Peer peer = circle.peers.get(sender.id());
        if (peer != null) {
            peer.lastHello = out.now();
        }
    }

    /** @return whether the sender is in the table now */
    private boolean know(Circle circle, PeerRef sender, String payload) {
        Circle.Peer known = circle.peers.get(sender.id());
        if (known != null && out.book().same(known.address, sender.address())) {
            return true;
        }
        MasterName master = circle.picture().name();
        if (known == null) {
            if (circle.isFull()) {
                oddities.ignored(Oddity.FULL, master, payload);
                return false;
            }
            RunId usurped = circle.peerAt(out.book(), sender.address(), sender.id());
            if (usurped != null) {
                forgetUsurped(circle, usurped, sender);
            }
        }
        circle.peers.put(sender.id(), new Circle.Peer(sender.address(), out.now()));
        circle.forget(new LinkId.Peer(sender.id()));
        out.tell(new GossipFact.PeerKnown(master, sender));
        if (known == null) {
            out.announce("+sentinel", Level.NOTICE, details(circle, sender), master);
        } else {
            moved(circle, sender);
        }
        out.save(circle.slice());
        return true;
    }

    /** Its address is now somebody else's, so it is gone, under every master. */
    private void forgetUsurped(Circle circle, RunId usurped, PeerRef by) {
        out.announce(
                "+sentinel-invalid-addr",
                Level.NOTICE,
                details(circle, new PeerRef(usurped, by.address())),
                circle.picture().name());
        announceDuplicate(circle, by);
        for (Circle other : circles.all()) {
            if (other.peers.remove(usurped) != null) {
                other.forget(new LinkId.Peer(usurped));
                out.tell(new GossipFact.PeerForgotten(other.picture().name(), usurped));
                out.save(other.slice());
            }
        }
        forgetConnections();
    }

    private void moved(Circle circle, PeerRef peer) {
        MasterName master = circle.picture().name();
        out.announce(
                "+sentinel-address-switch",
                Level.NOTICE,
                Details.master(out.book(), master, circle.picture().address()) + " ip "
                        + out.book().shown(peer.address()).host() + " port "
                        + peer.address().port() + " for " + peer.id(),
                master);
        announceDuplicate(circle, peer);
        int others = 0;
        for (Circle other : circles.all()) {
            Circle.Peer elsewhere = other == circle ? null : other.peers.get(peer.id());
            if (elsewhere != null && !out.book().same(elsewhere.address, peer.address())) {
                other.peers.put(peer.id(), new Circle.Peer(peer.address(), elsewhere.lastHello));
                out.tell(new GossipFact.PeerKnown(other.picture().name(), peer));
                out.save(other.slice());
                others++;
            }
        }
        if (others > 0) {
            out.announce(
                    "+sentinel-address-update",
                    Level.NOTICE,
                    details(circle, peer) + " " + others + " additional matching instances",
                    master);
        }
    }

    private String details(Circle circle, PeerRef peer) {
        MasterPicture master = circle.picture();
        return Details.sentinel(out.book(), peer, master.name(), master.address());
    }

    private void announceDuplicate(Circle circle, PeerRef peer) {
        MasterName master = circle.picture().name();
        out.announce(
                "-dup-sentinel",
                Level.NOTICE,
                Details.master(out.book(), master, circle.picture().address()) + " #duplicate of "
                        + out.book().shown(peer.address()).host() + ":"
                        + peer.address().port() + " or " + peer.id(),
                master);
    }
}
