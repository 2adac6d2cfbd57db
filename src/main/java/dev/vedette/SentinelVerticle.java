package dev.vedette;

import dev.vedette.brain.Brain;
import dev.vedette.brain.BrainVerticle;
import dev.vedette.brain.PulseVerticle;
import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Begin;
import dev.vedette.bus.Bus;
import dev.vedette.bus.ConfigAsk;
import dev.vedette.cluster.ClusterSetup;
import dev.vedette.cluster.ClusterVerticle;
import dev.vedette.command.CommandSetup;
import dev.vedette.command.CommandVerticle;
import dev.vedette.config.ConfigLoader;
import dev.vedette.config.ConfigVerticle;
import dev.vedette.config.Loading;
import dev.vedette.config.Loading.Loaded;
import dev.vedette.election.Election;
import dev.vedette.failover.Failover;
import dev.vedette.feed.FeedSetup;
import dev.vedette.feed.FeedVerticle;
import dev.vedette.gossip.Gossip;
import dev.vedette.journal.JournalVerticle;
import dev.vedette.link.LinkVerticle;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.Moment;
import dev.vedette.model.SentinelState;
import dev.vedette.model.TlsSettings;
import dev.vedette.monitor.Monitor;
import dev.vedette.names.NamesVerticle;
import dev.vedette.platform.LocalBus;
import dev.vedette.platform.Platform;
import dev.vedette.platform.Processes;
import dev.vedette.platform.Routes;
import dev.vedette.platform.SystemPlatform;
import dev.vedette.platform.Together;
import dev.vedette.script.ScriptVerticle;
import dev.vedette.script.Scripts;
import dev.vedette.tls.Tls;
import dev.vedette.tls.TlsVerticle;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One whole sentinel: deploys every room, in an order in which nobody speaks before all can hear, and opens the door to
 * clients last.
 *
 * <p>{@code vertx run dev.vedette.SentinelVerticle -conf FILE} names it; then its configuration is the JSON that it is
 * deployed with. The command line and the simulation hand it what they have loaded already.
 */
public final class SentinelVerticle extends VerticleBase {
    /** Names the file that the JSON came from; the state is kept beside it. */
    static final String CONFIG_FILE = "vedette.config.file";

    /** Lines about the cluster that count after the JSON, from the launcher's own options. */
    static final String CLUSTER_OPTIONS = "vedette.cluster.options";

    private static final String DEFAULT_FILE = "sentinel.json";

    private @Nullable Loaded loaded;
    private @Nullable Platform platform;
    private final IntConsumer exit;

    /** For Vert.x: configuration from the deployment, doors of the real machine. */
    public SentinelVerticle() {
        this.exit = Vedette::exit;
    }

    /** @param exit ends the process with this status; called by SHUTDOWN and when going on would be unsafe */
    public SentinelVerticle(Loaded loaded, Platform platform, IntConsumer exit) {
        this.loaded = loaded;
        this.platform = platform;
        this.exit = exit;
    }

    @Override
    public Future<?> start() {
        Platform doors = platform != null ? platform : new SystemPlatform(vertx);
        if (loaded != null) {
            return start(loaded, doors);
        }
        Path file = Path.of(System.getProperty(CONFIG_FILE, DEFAULT_FILE));
        List<String> options = System.getProperty(CLUSTER_OPTIONS, "").lines().toList();
        Loading loading = ConfigLoader.loadJson(file, config().encode(), options, doors.chance("identity"));
        if (loading instanceof Loading.Refused refused) {
            return Future.failedFuture(new IllegalArgumentException(refused.report(Vedette.TITLE)));
        }
        return start((Loaded) loading, doors);
    }

    private Future<?> start(Loaded start, Platform doors) {
        LocalBus.install(vertx);
        SentinelState state = start.state();
        Processes processes = doors.processes(start.settings().folder());
        NamesVerticle names =
                new NamesVerticle(doors.names(), doors.clock(), start.settings().names(), hosts(state));
        Tls tls = new Tls(start.settings().tls());
        CommandVerticle commands = new CommandVerticle(vertx, commandSetup(start, names, tls, doors, processes));
        String problem = commands.problem();
        if (problem != null) {
            return Future.failedFuture(problem);
        }
        Moment now = doors.clock().now();
        StartLog log = new StartLog(LocalBus.of(vertx));
        return vertx.deployVerticle(new JournalVerticle())
                .compose(id -> vertx.deployVerticle(new ConfigVerticle(doors.disk(), start)))
                .compose(id -> saveFirst(start))
                .compose(id -> vertx.deployVerticle(names))
                .compose(id -> {
                    log.effective(start, doors.process().openFiles());
                    return readCertificates(start, tls, doors);
                })
                .compose(id -> vertx.deployVerticle(watchers(start, names, tls, doors, now)))
                .compose(id -> vertx.deployVerticle(new ScriptVerticle(processes)))
                .compose(id -> vertx.deployVerticle(
                        room(new Scripts(state, now), names, doors, SentinelVerticle::goOnWithoutScripts)))
                .compose(id -> vertx.deployVerticle(commands))
                .compose(id -> openFeed(start, names, tls, doors))
                .compose(id -> meetOthers(start, names, doors))
                .compose(id -> {
                    LocalBus.of(vertx).publish(Bus.BEGIN, new Begin());
                    return vertx.deployVerticle(new PulseVerticle(doors.chance("pulse")));
                });
    }

    /** Last, and only where it is wanted: nothing waits for it. */
    private Future<?> openFeed(Loaded start, NamesVerticle names, Tls tls, Platform doors) {
        return start.feed().isOn()
                ? vertx.deployVerticle(new FeedVerticle(new FeedSetup(
                        start.feed(),
                        start.state().myId(),
                        Vedette.VERSION,
                        names.book(),
                        doors.clock(),
                        doors.disk(),
                        doors.aside(),
                        tls,
                        start.store().path())))
                : Future.succeededFuture();
    }

    private Future<?> meetOthers(Loaded start, NamesVerticle names, Platform doors) {
        return start.cluster().enabled()
                ? vertx.deployVerticle(new ClusterVerticle(
                        new ClusterSetup(
                                start.cluster(),
                                start.state().myId(),
                                start.cluster().host() + ":" + start.settings().portToAnnounce(),
                                Vedette.VERSION,
                                start.store().path(),
                                names.book(),
                                doors.clock(),
                                doors.disk()),
                        doors.aside()))
                : Future.succeededFuture();
    }

    private Future<?> readCertificates(Loaded start, Tls tls, Platform doors) {
        TlsSettings settings = start.settings().tls();
        return settings.inUse()
                ? vertx.deployVerticle(new TlsVerticle(settings, tls, doors.disk(), doors.clock()))
                : Future.succeededFuture();
    }

    /** A new identity is on disk before anybody sees it; so is a file that says what options have changed. */
    private Future<?> saveFirst(Loaded start) {
        if (start.onDisk()) {
            return Future.succeededFuture();
        }
        return LocalBus.of(vertx)
                .ask(Bus.CONFIG, new ConfigAsk.Flush(), Outcome.class)
                .compose(outcome -> outcome == Outcome.DONE || !start.idIsNew()
                        ? Future.succeededFuture()
                        : Future.failedFuture("the new identity could not be saved to "
                                + start.store().path()));
    }

    private static Routes routes(Loaded start, Platform doors) {
        String source = start.service().sourceAddress();
        return source.isEmpty() ? doors.routes() : Routes.from(source);
    }

    /** Every host that the configuration and the state speak of. */
    private static Set<String> hosts(SentinelState state) {
        Set<String> hosts = new TreeSet<>();
        state.masters().values().forEach(master -> {
            hosts.add(master.address().host());
            master.replicas().forEach(replica -> hosts.add(replica.host()));
            master.peers().values().forEach(peer -> hosts.add(peer.host()));
        });
        return hosts;
    }

    /**
     * Who speaks to the instances, and those who decide about them. On one loop: each PING is a word from the monitor
     * to the links, and one back. Three verticles later come the clients, so on the other one of two loops: they do not
     * wait for whoever decides, nor these for them, as long as they are few.
     */
    private Together watchers(Loaded start, NamesVerticle names, Tls tls, Platform doors, Moment now) {
        SentinelState state = start.state();
        return new Together(List.of(
                new LinkVerticle(state.myId(), routes(start, doors), tls),
                room(new Monitor(state, start.settings().peerLogin(), now), names, doors, exit),
                room(new Gossip(state, start.settings(), now), names, doors, exit),
                room(new Election(state, doors.chance("election"), now), names, doors, exit),
                room(new Failover(state), names, doors, exit)));
    }

    private static BrainVerticle room(Brain brain, NamesVerticle names, Platform doors, IntConsumer end) {
        brain.opens(names.book());
        return new BrainVerticle(brain, doors.clock(), end);
    }

    /** Nothing that decides waits for scripts. That they stand still is in the log. */
    private static void goOnWithoutScripts(int status) {}

    private CommandSetup commandSetup(Loaded start, NamesVerticle names, Tls tls, Platform doors, Processes processes) {
        List<MasterPicture> masters = start.state().masters().entrySet().stream()
                .map(entry -> entry.getValue().picture(entry.getKey()))
                .toList();
        return new CommandSetup(
                start.settings(),
                start.state().myId(),
                doors.chance("run").runId(),
                masters,
                names.book(),
                doors.clock(),
                doors.process(),
                processes,
                tls,
                doors.disk(),
                start.store().path(),
                start.feed().isOn() || start.cluster().enabled(),
                doors.clientsOfOneLoop(),
                () -> exit.accept(0));
    }
}
