package dev.vedette.feed;

import dev.vedette.bus.Answer;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.FailoverReport;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.MonitorReport.DataNode;
import dev.vedette.bus.MonitorReport.Health;
import dev.vedette.bus.PeersReport;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.command.CommandSetup;
import dev.vedette.command.CommandVerticle;
import dev.vedette.model.AccessSettings;
import dev.vedette.model.Address;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.FeedSettings;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.NamePolicy;
import dev.vedette.model.PeerRef;
import dev.vedette.model.Role;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelSettings;
import dev.vedette.platform.LocalBus;
import dev.vedette.platform.Platform;
import dev.vedette.platform.ProcessFacts;
import dev.vedette.tls.Tls;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A feed and the room of the commands, with canned owners behind them: on a real Vert.x in a {@link House}, in virtual
 * time in a {@link SimHouse}.
 */
final class Rooms {
    static final RunId MY_ID = new RunId("a".repeat(40));
    static final MasterName NAME = new MasterName("mymaster");
    static final Address MASTER = new Address("10.0.0.1", 6379);
    static final Address REPLICA = new Address("10.0.0.2", 6379);

    /** What was asked for that changes something. */
    final Queue<BusMessage> ordered = new ConcurrentLinkedQueue<>();

    /** 0 is nowhere. */
    int redisPort;

    volatile MonitorReport monitor = report(null, Duration.ofMillis(100));

    /** To be deployed in this order. */
    List<VerticleBase> on(
            Vertx vertx, Platform doors, AccessSettings access, FeedSettings feed, Tls tls, String stateFile) {
        LocalBus.install(vertx);
        AddressBook book = new AddressBook(NamePolicy.DEFAULT);
        CommandVerticle commands = new CommandVerticle(
                vertx,
                new CommandSetup(
                        SentinelSettings.DEFAULTS.port(redisPort).bind("*").access(access),
                        MY_ID,
                        new RunId("d".repeat(40)),
                        List.of(picture()),
                        book,
                        doors.clock(),
                        ProcessFacts.simulated(4711),
                        doors.processes(null),
                        tls,
                        doors.disk(),
                        null,
                        true,
                        doors.clientsOfOneLoop(),
                        () -> {}));
        FeedVerticle verticle = new FeedVerticle(new FeedSetup(
                feed, MY_ID, "test", book.copy(), doors.clock(), doors.disk(), doors.aside(), tls, stateFile));
        return List.of(owners(), commands, verticle);
    }

    private VerticleBase owners() {
        return new VerticleBase() {
            @Override
            public Future<?> start() {
                for (String address : List.of(Bus.ASK_MONITOR, Bus.ASK_GOSSIP, Bus.ASK_ELECTION, Bus.ASK_FAILOVER)) {
                    LocalBus.of(vertx).consume(address, question -> LocalBus.reply(question, answer(question.body())));
                }
                return Future.succeededFuture();
            }
        };
    }

    static void happens(Vertx vertx, String name, String payload) {
        LocalBus.of(vertx).publish(Bus.EVENT, new SentinelEvent(name, Level.WARNING, payload, NAME, null));
    }

    private BusMessage answer(BusMessage question) {
        if (question instanceof Ask.Instances) {
            return monitor;
        }
        if (question instanceof Ask.Votes) {
            return new ElectionReport(MY_ID, new Epoch(7), new TreeMap<>());
        }
        if (question instanceof Ask.Failovers) {
            return new FailoverReport(new TreeMap<>());
        }
        if (question instanceof Ask.Peers) {
            return new PeersReport(new TreeMap<>());
        }
        ordered.add(question);
        return Answer.Outcome.DONE;
    }

    static MasterPicture picture() {
        return new MasterPicture(
                NAME, MASTER, null, new Epoch(5), MasterSettings.withQuorum(2), new TreeSet<>(List.of(REPLICA)));
    }

    /**
     * @param downFor of the master, or null
     * @param infoAge of everything, or null when nothing has answered yet
     */
    static MonitorReport report(Duration downFor, Duration infoAge) {
        Health up = new Health(false, 0, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO, null, false);
        Health master = new Health(false, 0, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO, downFor, false);
        String info = "redis_version:7.0.15\r\nmaster_repl_offset:1000\r\n"
                + "slave0:ip=10.0.0.2,port=6379,state=online,offset=900,lag=1\r\n";
        return new MonitorReport(
                null,
                0,
                List.of(new MonitorReport.Master(
                        picture(),
                        master,
                        new DataNode(null, infoAge, info, Role.MASTER, Duration.ZERO),
                        false,
                        List.of(new MonitorReport.Replica(
                                REPLICA,
                                up,
                                new DataNode(null, infoAge, null, Role.REPLICA, Duration.ZERO),
                                Duration.ZERO,
                                true,
                                "10.0.0.1",
                                6379,
                                100,
                                900,
                                true)),
                        List.of(
                                new MonitorReport.Peer(
                                        new PeerRef(new RunId("b".repeat(40)), new Address("10.0.0.8", 26379)), up),
                                new MonitorReport.Peer(
                                        new PeerRef(new RunId("c".repeat(40)), new Address("10.0.0.9", 26379)), up)))));
    }

    /** So many masters m1, m2, …, each with a replica and two further sentinels; these numbers are down. */
    static MonitorReport many(int count, Set<Integer> down) {
        MonitorReport.Master pattern =
                report(null, Duration.ofMillis(100)).masters().get(0);
        MonitorReport.Master broken =
                report(Duration.ofSeconds(5), Duration.ofSeconds(5)).masters().get(0);
        List<MonitorReport.Master> masters = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            MonitorReport.Master like = down.contains(number) ? broken : pattern;
            MasterPicture picture = new MasterPicture(
                    new MasterName("m" + number),
                    new Address("10.1." + number / 256 + "." + number % 256, 6379),
                    null,
                    new Epoch(5),
                    MasterSettings.withQuorum(2),
                    new TreeSet<>(List.of(REPLICA)));
            masters.add(new MonitorReport.Master(
                    picture, like.health(), like.node(), false, like.replicas(), like.peers()));
        }
        return new MonitorReport(null, 0, masters);
    }
}
