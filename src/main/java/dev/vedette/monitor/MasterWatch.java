package dev.vedette.monitor;

import dev.vedette.bus.Candidates;
import dev.vedette.bus.InfoReport;
import dev.vedette.bus.MonitorReport;
import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.HostText;
import dev.vedette.model.Kind;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.Moment;
import dev.vedette.model.Periods;
import dev.vedette.model.Role;
import dev.vedette.model.RunId;
import dev.vedette.model.Tunables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Everything that belongs to one master: its settings, its data nodes, its peers, and where the master is now. */
final class MasterWatch {
    final MasterName name;
    private MasterSettings settings;
    /** Of the settings; asked for at every PING, and division of durations is slow. */
    private Duration pingPeriod;

    private NodeWatch master;
    private @Nullable Address promoted;
    private Epoch configEpoch;
    private final NavigableMap<Address, NodeWatch> replicas = new TreeMap<>();
    private final NavigableMap<RunId, PeerWatch> peers = new TreeMap<>();
    /** Something is going on that makes us want fresh INFO: it is objectively down, or we fail it over. */
    private boolean objectivelyDown;

    private boolean failingOver;

    private Disputes.@Nullable Dispute dispute;
    private @Nullable Moment settledAt;
    private @Nullable Address configuredElsewhere;

    MasterWatch(MasterName name, Address address, MasterSettings settings, Epoch configEpoch, Moment now) {
        this.name = name;
        this.settings = settings;
        this.pingPeriod = pingPeriod(settings);
        this.configEpoch = configEpoch;
        this.master = new NodeWatch(Kind.MASTER, new LinkHealth(new LinkId.Node(name, address), address, now), now);
    }

    MasterSettings settings() {
        return settings;
    }

    void settings(MasterSettings changed) {
        settings = changed;
        pingPeriod = pingPeriod(changed);
    }

    NodeWatch master() {
        return master;
    }

    Address address() {
        return master.address;
    }

    Epoch configEpoch() {
        return configEpoch;
    }

    void configEpoch(Epoch epoch) {
        configEpoch = epoch;
    }

    @Nullable
    Address promoted() {
        return promoted;
    }

    void promoted(@Nullable Address replica) {
        promoted = replica;
    }

    /** The address that this sentinel stands for: that of the promoted replica as soon as there is one. */
    Address advertised() {
        return promoted != null ? promoted : address();
    }

    Disputes.@Nullable Dispute dispute() {
        return dispute;
    }

    void dispute(Disputes.@Nullable Dispute heard) {
        dispute = heard;
    }

    boolean maySettle(Duration pause, Moment now) {
        return settledAt == null || now.isPast(settledAt, pause);
    }

    void settling(Moment now) {
        settledAt = now;
    }

    /** @return true once for each address in a row */
    boolean noteConfigured(Address elsewhere) {
        boolean news = !elsewhere.equals(configuredElsewhere);
        configuredElsewhere = elsewhere;
        return news;
    }

    Collection<NodeWatch> replicas() {
        return replicas.values();
    }

    @Nullable
    NodeWatch replica(Address address) {
        return replicas.get(address);
    }

    /** The master or a replica. */
    @Nullable
    NodeWatch node(Address address) {
        return address.equals(master.address) ? master : replicas.get(address);
    }

    /** What we call the instance that others call so: by another name, or by its IP address. */
    Address meant(Address heard, AddressBook book) {
        if (book.same(master.address, heard) && !replicas.containsKey(heard)) {
            return master.address;
        }
        Address replica = book.among(replicas.keySet(), heard);
        return replica != null ? replica : heard;
    }

    /**
     * Replicas that were discovered by an IP address which, as it has turned out, belongs to an instance that we know
     * by its name: the same one twice. The name stays, because it outlives the address.
     *
     * @return what was forgotten
     */
    List<LinkHealth> forgetAliases(AddressBook book) {
        List<LinkHealth> forgotten = new ArrayList<>();
        if (failingOver || promoted != null) {
            return forgotten;
        }
        for (NodeWatch replica : List.copyOf(replicas.values())) {
            if (!replica.address.isNamed()
                    && nodes().stream()
                            .anyMatch(node -> node != replica
                                    && node.address.isNamed()
                                    && book.same(node.address, replica.address))) {
                replicas.remove(replica.address);
                forgotten.add(replica.health);
            }
        }
        return forgotten;
    }

    List<NodeWatch> nodes() {
        List<NodeWatch> all = new ArrayList<>(replicas.size() + 1);
        all.add(master);
        all.addAll(replicas.values());
        return all;
    }

    NodeWatch addReplica(Address address, Moment now) {
        NodeWatch replica =
                new NodeWatch(Kind.REPLICA, new LinkHealth(new LinkId.Node(name, address), address, now), now);
        replicas.put(address, replica);
        return replica;
    }

    NavigableMap<RunId, PeerWatch> peers() {
        return peers;
    }

    void objectivelyDown(boolean down) {
        objectivelyDown = down;
    }

    boolean isFailingOver() {
        return failingOver;
    }

    void failingOver(boolean on) {
        failingOver = on;
    }

    Duration pingPeriod(Tunables tunables) {
        Duration most = tunables.ping();
        return pingPeriod.compareTo(most) < 0 ? pingPeriod : most;
    }

    private static Duration pingPeriod(MasterSettings settings) {
        Duration tenth = settings.downAfter().dividedBy(10);
        return tenth.compareTo(Periods.PING_FLOOR) < 0 ? Periods.PING_FLOOR : tenth;
    }

    Duration infoPeriod(NodeWatch node, Tunables tunables) {
        boolean busy = node.kind == Kind.REPLICA
                && (objectivelyDown
                        || failingOver
                        || !node.info().masterLinkDown().isZero());
        return busy ? Periods.INFO_BUSY : tunables.info();
    }

    /** It is what we think it is, and we know it: a replica may be told to follow it (reference 3.6). */
    boolean looksSane(Tunables tunables, Moment now) {
        return !master.isDown()
                && !objectivelyDown
                && master.roleReported() == Role.MASTER
                && master.hasInfoWithin(tunables.info().multipliedBy(2), now);
    }

    /** Most sentinels, ourselves included, have been in touch for so long: no failover can have escaped us. */
    boolean hearsMajorityFor(Duration span, Moment now) {
        long heard = peers.values().stream()
                .filter(peer -> peer.hasBeenUpFor(span, now))
                .count();
        return heard + 1 > (peers.size() + 1) / 2;
    }

    /**
     * Makes {@code to} the master and everybody else, the old master included, a replica. Links are kept where the
     * instance stays the same: what is on its way to it still arrives, and the new master is known at once. The clocks
     * start anew, but not those of a master that our own failover made and that is down already: it would be taken for
     * alive for another down-after. Whoever hears of a new master from others may have come back from behind a
     * partition, and what it has missed there is its own silence.
     *
     * @return links of replicas that are the new master by another name, and are forgotten
     */
    List<LinkHealth> switchTo(Address to, Epoch epoch, boolean byUs, AddressBook book, Moment now) {
        List<LinkHealth> aliases = new ArrayList<>();
        List<NodeWatch> old = nodes();
        Address from = master.address;
        NodeWatch successor = replicas.get(to);
        replicas.clear();
        for (NodeWatch node : old) {
            if (!node.address.equals(to) && book.same(node.address, to)) {
                aliases.add(node.health);
            } else if (!node.address.equals(to)) {
                NodeWatch replica = renew(node.health, Kind.REPLICA, now);
                replicas.put(node.address, replica);
                if (byUs && node.address.equals(from)) {
                    replica.demoteOnSight();
                }
                if (byUs) {
                    replica.followOnSight(now);
                }
            }
        }
        LinkHealth health = successor != null ? successor.health : new LinkHealth(new LinkId.Node(name, to), to, now);
        boolean knownDead = byUs && successor != null && successor.isDown();
        master = knownDead ? fresh(Kind.MASTER, health, now) : renew(health, Kind.MASTER, now);
        promoted = null;
        configEpoch = epoch;
        objectivelyDown = false;
        failingOver = false;
        return aliases;
    }

    private static NodeWatch renew(LinkHealth health, Kind kind, Moment now) {
        health.restartClocks(now);
        return fresh(kind, health, now);
    }

    private static NodeWatch fresh(Kind kind, LinkHealth health, Moment now) {
        NodeWatch node = new NodeWatch(kind, health, now);
        node.wantInfo();
        return node;
    }

    /** How many replicas are loading the master's data, or were told to and have not begun. */
    int movingReplicas(Tunables tunables, Moment now) {
        return (int) replicas.values().stream()
                .filter(replica -> !replica.isDown())
                .filter(replica -> replica.info().follows(address())
                        ? !replica.info().masterLinkUp()
                        : replica.repairedWithin(tunables.reconfiguration(), now))
                .count();
    }

    /** Forgets replicas and peers, and everything about the master but where it is. */
    void reset(Moment now) {
        replicas.clear();
        peers.clear();
        master.startOver(now);
        master.health.restartClocks(now);
        objectivelyDown = false;
        failingOver = false;
    }

    MasterPicture picture() {
        return new MasterPicture(name, address(), promoted, configEpoch, settings, new TreeSet<>(replicas.keySet()));
    }

    /** Without those that are the master by another name: nobody takes over from itself. */
    Candidates candidates(AddressBook book, Moment now) {
        return new Candidates(
                name,
                address(),
                master.downFor(now),
                settings.downAfter(),
                master.info().handOver() != InfoReport.HandOver.UNKNOWN,
                replicas.values().stream()
                        .filter(replica -> !book.same(replica.address, address()))
                        .map(replica -> replica.candidate(listed(replica.address, book), now))
                        .toList());
    }

    /** While the master has not spoken of it, an IP address can be guessed, but not which of its names it goes by. */
    private @Nullable Address listed(Address replica, AddressBook book) {
        Address listed = book.among(master.info().replicas(), replica);
        return listed == null && !HostText.isName(replica.host()) ? replica : listed;
    }

    MonitorReport.Master report(Moment now, java.util.function.ToIntFunction<RunId> linkUsers) {
        return new MonitorReport.Master(
                picture(),
                master.health(now),
                master.report(now),
                master.isRebooting(),
                replicas.values().stream()
                        .map(replica -> replica.replicaReport(now))
                        .toList(),
                peers.values().stream()
                        .map(peer -> peer.report(linkUsers.applyAsInt(peer.ref.id()), now))
                        .toList());
    }
}
