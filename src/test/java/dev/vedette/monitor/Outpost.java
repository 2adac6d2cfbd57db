package dev.vedette.monitor;

import dev.vedette.brain.Stage;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.Reply;
import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Credentials;
import dev.vedette.model.Epoch;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.Moment;
import dev.vedette.model.NamePolicy;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelState;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A monitor on a stage, and the instances that it watches, which do what the test tells them. */
final class Outpost implements Stage.Prompter {
    static final MasterName NAME = new MasterName("mymaster");
    static final Address A = new Address("10.0.0.1", 6379);
    static final Address B = new Address("10.0.0.2", 6379);
    static final Address C = new Address("10.0.0.3", 6379);
    static final RunId ME = new RunId("f".repeat(40));
    static final RunId P1 = new RunId("1".repeat(40));
    static final RunId P2 = new RunId("2".repeat(40));
    static final LinkId MASTER = node(A);
    static final LinkId REPLICA = node(B);
    static final LinkId REPLICA_2 = node(C);
    static final LinkId PEER = new LinkId.Peer(P1);
    static final Duration DOWN_AFTER = Duration.ofSeconds(3);
    static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(60);

    /** One instance: what it answers, or that it does not. */
    static final class Instance {
        boolean reachable = true;
        boolean hangs;
        /** It accepts connections and ends them, as a server does that has too many clients. */
        boolean slams;

        Reply ping = new Reply.Done("PONG");
        Reply info = new Reply.Refused("ERR no INFO here");
        Reply scriptKill = new Reply.Done("OK");
    }

    final Stage stage;
    final SortedMap<LinkId, Instance> instances = new TreeMap<>();

    private Outpost(SentinelState state, AddressBook book) {
        Moment now = Moment.ofMillis(100_000);
        Monitor monitor = new Monitor(state, Credentials.NONE, now);
        monitor.opens(book);
        stage = new Stage(monitor, now, this);
    }

    /** A master with this address, these replicas and no peer, before anything has happened. */
    static Outpost named(AddressBook book, Address address, Address... replicas) {
        MasterSettings settings =
                MasterSettings.withQuorum(2).downAfter(DOWN_AFTER).failoverTimeout(FAILOVER_TIMEOUT);
        MasterState master =
                new MasterState(address, settings, new Epoch(5), Epoch.ZERO, set(replicas), new TreeMap<>());
        return new Outpost(new SentinelState(ME, new Epoch(7), new TreeMap<>(Map.of(NAME, master))), book);
    }

    /** Master A with replicas B and C and one peer, everybody well and connected. */
    static Outpost manned() {
        return manned(settings -> settings);
    }

    static Outpost manned(UnaryOperator<MasterSettings> settings) {
        Outpost post = unmanned(settings, set(B, C), peers(P1));
        post.stage.begin();
        post.stage.run(Duration.ofSeconds(5));
        post.stage.forget();
        return post;
    }

    /** The same before anything has happened. */
    static Outpost unmanned(
            UnaryOperator<MasterSettings> settings, SortedSet<Address> replicas, SortedMap<RunId, Address> peers) {
        MasterSettings basic =
                MasterSettings.withQuorum(2).downAfter(DOWN_AFTER).failoverTimeout(FAILOVER_TIMEOUT);
        MasterState master = new MasterState(A, settings.apply(basic), new Epoch(5), Epoch.ZERO, replicas, peers);
        SortedMap<MasterName, MasterState> masters = new TreeMap<>(Map.of(NAME, master));
        Outpost post = new Outpost(new SentinelState(ME, new Epoch(7), masters), new AddressBook(NamePolicy.DEFAULT));
        post.at(A).info = masterInfo('a');
        replicas.forEach(replica -> post.at(replica).info = replicaInfo('b', A));
        return post;
    }

    static SortedSet<Address> set(Address... addresses) {
        return new TreeSet<>(java.util.List.of(addresses));
    }

    static SortedMap<RunId, Address> peers(RunId... ids) {
        SortedMap<RunId, Address> peers = new TreeMap<>();
        for (RunId id : ids) {
            peers.put(id, new Address("10.0.1." + (peers.size() + 1), 26379));
        }
        return peers;
    }

    static LinkId node(Address address) {
        return new LinkId.Node(NAME, address);
    }

    Instance at(Address address) {
        return at(node(address));
    }

    Instance at(LinkId link) {
        return instances.computeIfAbsent(link, id -> new Instance());
    }

    static Reply masterInfo(char run, Address... replicas) {
        StringBuilder text = new StringBuilder("# Server\r\nrun_id:" + id(run) + "\r\nrole:master\r\n");
        for (int i = 0; i < replicas.length; i++) {
            text.append("slave" + i + ":ip=" + replicas[i].host() + ",port=" + replicas[i].port()
                    + ",state=online,offset=1,lag=0\r\n");
        }
        return new Reply.Text(text.toString());
    }

    static Reply replicaInfo(char run, Address master) {
        return new Reply.Text("run_id:" + id(run) + "\r\nrole:slave\r\nmaster_host:" + master.host()
                + "\r\nmaster_port:" + master.port() + "\r\nmaster_link_status:up\r\nslave_priority:100\r\n");
    }

    private static String id(char run) {
        return String.valueOf(run).repeat(RunId.LENGTH);
    }

    @Override
    public @Nullable Reply reply(LinkId link, Errand errand) {
        Instance instance = at(link);
        if (instance.hangs || !instance.reachable) {
            return null;
        }
        if (errand instanceof Errand.Ping) {
            return instance.ping;
        }
        if (errand instanceof Errand.Info) {
            return instance.info;
        }
        return errand instanceof Errand.ScriptKill ? instance.scriptKill : new Reply.Done("OK");
    }

    @Override
    public @Nullable LinkFact opened(LinkOrder.Open order) {
        Instance instance = at(order.link());
        if (instance.slams) {
            LinkFact.Down slam = new LinkFact.Down(order.link(), order.channel(), "max number of clients reached");
            stage.cue(stage.now().plus(Stage.ROUND_TRIP.multipliedBy(2)), slam);
        }
        return instance.reachable
                ? new LinkFact.Up(order.link(), order.channel(), "10.0.9.9")
                : new LinkFact.Down(order.link(), order.channel(), "connection refused", true);
    }

    /** The process there ends: its connections break, and nobody listens. */
    void crash(LinkId link) {
        at(link).reachable = false;
        broken(link, Channel.COMMAND);
        if (link instanceof LinkId.Node) {
            broken(link, Channel.PUBSUB);
        }
    }

    void broken(LinkId link, Channel channel) {
        stage.take(new LinkFact.Down(link, channel, "connection reset"));
    }

    Outpost run(Duration span) {
        stage.run(span);
        return this;
    }

    Outpost millis(long millis) {
        return run(Duration.ofMillis(millis));
    }

    Outpost seconds(long seconds) {
        return run(Duration.ofSeconds(seconds));
    }

    /** Time passes while everybody's hellos keep the subscriptions fresh. */
    Outpost secondsWithHellos(long seconds) {
        for (long i = 0; i < seconds; i++) {
            seconds(1);
            instances.keySet().stream()
                    .filter(LinkId.Node.class::isInstance)
                    .forEach(link -> stage.take(new LinkFact.HelloHeard(link, "hello")));
        }
        return this;
    }

    MonitorReport.Master report() {
        return stage.ask(new Ask.Instances(), MonitorReport.class).masters().get(0);
    }

    MonitorReport.Replica replica(Address address) {
        return report().replicas().stream()
                .filter(replica -> replica.address().equals(address))
                .findFirst()
                .orElseThrow();
    }

    boolean masterIsDown() {
        return report().health().downFor() != null;
    }
}
