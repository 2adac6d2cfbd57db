package dev.vedette.command;

import dev.vedette.bus.Bus;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.bus.VisitorAnswer;
import dev.vedette.bus.VisitorAsk;
import dev.vedette.command.CommandTable.BadRename;
import dev.vedette.command.acl.AclFault;
import dev.vedette.platform.LocalBus;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server side of the Redis protocol. It listens, hands each connection to a {@link Connection}, carries the
 * monitor's facts to the picture and the events to the subscribers. It knows nothing that it was not told, and decides
 * nothing.
 */
public final class CommandVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(CommandVerticle.class);

    private final CommandSetup setup;
    private final Sessions sessions = new Sessions();
    private final Traffic traffic = new Traffic();
    private final Broadcaster broadcaster = new Broadcaster(sessions);
    private final Masters masters;
    private final Access access;
    private final LocalBus bus;
    private final Pause pause;
    private final AclCommands acl;
    private @Nullable CommandTable table;
    private @Nullable String problem;
    private @Nullable Listener plain;
    private @Nullable Listener encrypted;
    private @Nullable LocalDoor localDoor;

    /**
     * Only makes the table of commands, by which it is known what the rules of users and renamed commands mean.
     *
     * @param vertx where it will be deployed
     */
    public CommandVerticle(Vertx vertx, CommandSetup setup) {
        this.setup = setup;
        this.masters = new Masters(setup.masters(), setup.book());
        this.access = new Access(setup.settings().access(), setup.clock());
        this.bus = LocalBus.of(vertx);
        this.pause = new Pause(vertx, setup.clock());
        Owners owners = new Owners(bus);
        this.acl = new AclCommands(access, sessions, setup.settings().access(), setup.disk(), setup.clock(), owners);
        try {
            table = table(owners);
            access.know(table);
        } catch (AclFault | BadRename fault) {
            problem = fault.getMessage();
        }
    }

    /** What is wrong with the users or the renamed commands of the settings, or null; nothing may start then. */
    public @Nullable String problem() {
        return problem;
    }

    /** Done when every address is listened on. */
    @Override
    public Future<?> start() {
        CommandTable commands = table;
        if (commands == null || problem != null) {
            return Future.failedFuture(problem);
        }
        bus.consume(Bus.FACT_MONITOR, message -> masters.hear(message.body()));
        bus.consume(Bus.FACT_NAMES, message -> masters.hear(message.body()));
        bus.consume(Bus.FACT_CONFIG, message -> masters.hear(message.body()));
        bus.consume(Bus.EVENT, message -> {
            if (message.body() instanceof SentinelEvent event) {
                broadcaster.publish(event);
            }
        });
        Dispatcher dispatcher = new Dispatcher(commands, traffic, access, pause);
        if (setup.hasVisitors()) {
            Visitors visitors = new Visitors(sessions, dispatcher, access, traffic, pause, setup.clock());
            bus.consume(Bus.COMMAND, message -> visitors.answer((VisitorAsk) message.body())
                    .onComplete(answered -> LocalBus.reply(
                            message,
                            answered.succeeded()
                                    ? answered.result()
                                    : new VisitorAnswer.Said(
                                            true, "ERR " + answered.cause().getMessage()))));
        }
        Loop home = Loop.current(vertx);
        Entrance entrance = new Entrance(setup, sessions, traffic, access, pause, home);
        Handler<NetSocket> inside = entrance.to(Desk.at(home, dispatcher, traffic));
        if (setup.settings().servesPlain()) {
            plain = new Listener(vertx, setup.settings(), setup.settings().port(), inside);
        }
        if (setup.settings().tls().port() != 0) {
            encrypted =
                    new Listener(vertx, setup.settings(), setup.settings().tls().port(), behindTls(inside));
        }
        LocalDoor local = new LocalDoor(vertx, setup.settings().doors(), inside);
        localDoor = local;
        entrance.keepRounds(vertx);
        return acl.loadFirst()
                .compose(loaded -> Future.all(listeners().map(Listener::open).toList()))
                .compose(open -> local.open())
                .compose(open -> {
                    Supplier<LoopVerticle> more =
                            () -> new LoopVerticle(home, own -> openHere(entrance.to(away(own, home, dispatcher))));
                    if (setup.clientsOfOneLoop() == 0) {
                        return onEveryLoop(more);
                    }
                    // Whoever lets the last one in need not be this verticle, whose part the others are.
                    entrance.whenMoreThan(
                            setup.clientsOfOneLoop(),
                            () -> home.later(() -> onEveryLoop(more)
                                    .onFailure(e -> LOG.warn("clients are served by one loop alone", e))));
                    return Future.succeededFuture();
                });
    }

    private Future<?> onEveryLoop(Supplier<LoopVerticle> more) {
        return vertx.deployVerticle(more, new DeploymentOptions().setInstances(Loop.count(vertx)));
    }

    private Desk away(Loop own, Loop home, Dispatcher dispatcher) {
        return Desk.away(own, home, dispatcher, new Tally(vertx, setup.clock(), home, traffic));
    }

    private Handler<NetSocket> behindTls(Handler<NetSocket> inside) {
        return new TlsDoor(setup.tls(), setup.clock(), inside);
    }

    private Stream<Listener> listeners() {
        return Stream.of(plain, encrypted).filter(Objects::nonNull);
    }

    private Future<?> openHere(Handler<NetSocket> inside) {
        return Future.all(listeners()
                .map(listener -> listener.openHere(listener == encrypted ? behindTls(inside) : inside))
                .toList());
    }

    /** The port that is served, also when the system chose it; the encrypted one where there is no other. */
    public int port() {
        return listeners()
                .findFirst()
                .map(Listener::port)
                .orElse(setup.settings().port());
    }

    @Override
    public Future<?> stop() {
        sessions.all().forEach(session -> session.outlet().drop());
        List<Future<Void>> closed = new ArrayList<>();
        listeners().forEach(listener -> closed.add(listener.close()));
        if (localDoor != null) {
            closed.add(localDoor.close());
        }
        return Future.join(closed);
    }

    private CommandTable table(Owners owners) {
        InfoText info = new InfoText(setup, sessions, pause, traffic, this::port);
        List<CommandSpec> rows = new ArrayList<>();
        rows.addAll(new Handshake(access).rows());
        rows.add(new ClientCommands(sessions, setup.clock(), access, pause).row());
        rows.addAll(new PubSubCommands(sessions).rows());
        rows.addAll(new ServerCommands(masters, owners, info, setup.shutdown()).rows());
        rows.add(SentinelCommands.row(
                new SentinelViews(setup.myId(), masters, owners),
                new SentinelOrders(
                        masters, owners, new ScriptOptions(setup.settings().denyScriptsReconfig(), setup.processes())),
                new ProcessCommands(owners),
                new ClusterCommands(bus, access)));
        rows.add(acl.row());
        return new CommandTable(rows, setup.settings().doors().renames());
    }
}
