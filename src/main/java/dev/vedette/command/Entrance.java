package dev.vedette.command;

import dev.vedette.command.resp.Protocol;
import dev.vedette.command.resp.RespValue;
import dev.vedette.command.resp.RespWriter;
import dev.vedette.model.DoorSettings;
import dev.vedette.model.IpText;
import dev.vedette.model.Moment;
import dev.vedette.platform.Clock;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients in by whatever door, or tells them why not; and shows those out that are idle for too long or do not
 * read what they are told.
 */
final class Entrance {
    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "::1");

    private static final Buffer TOO_MANY = error("ERR max number of clients reached");
    /** Word for word Redis's, since people look it up. */
    private static final Buffer PROTECTED = error("DENIED Redis is running in protected mode because protected mode is"
            + " enabled and no password is set for the default user. In this mode connections are only accepted from the"
            + " loopback interface. If you want to connect from external computers to Redis you may adopt one of the"
            + " following solutions: 1) Just disable protected mode sending the command 'CONFIG SET protected-mode no'"
            + " from the loopback interface by connecting to Redis from the same host the server is running, however"
            + " MAKE SURE Redis is not publicly accessible from internet if you do so. Use CONFIG REWRITE to make this"
            + " change permanent. 2) Alternatively you can just disable the protected mode by editing the Redis"
            + " configuration file, and setting the protected mode option to 'no', and then restarting the server. 3)"
            + " If you started the server manually just for testing, restart it with the '--protected-mode no' option."
            + " 4) Setup a an authentication password for the default user. NOTE: You only need to do one of the above"
            + " things in order for the server to start accepting connections from the outside.");

    private final int maxClients;
    private final DoorSettings doors;
    private final Sessions sessions;
    private final Traffic traffic;
    private final Access access;
    private final Pause pause;
    private final Clock clock;
    private final Loop home;
    private int most = Integer.MAX_VALUE;
    private Runnable whenMore = () -> {};

    Entrance(CommandSetup setup, Sessions sessions, Traffic traffic, Access access, Pause pause, Loop home) {
        this.maxClients = setup.settings().maxClients();
        this.doors = setup.settings().doors();
        this.sessions = sessions;
        this.traffic = traffic;
        this.access = access;
        this.pause = pause;
        this.clock = setup.clock();
        this.home = home;
    }

    private static Buffer error(String text) {
        return Buffer.buffer(RespWriter.encode(RespValue.failure(text), Protocol.RESP2));
    }

    /** What to do, once, when more than so many are inside. */
    void whenMoreThan(int clients, Runnable then) {
        most = clients;
        whenMore = then;
    }

    /** Whoever comes in there has the commands run at that desk. */
    Handler<NetSocket> to(Desk desk) {
        return socket -> {
            Connection connection = new Connection(socket, sessions.nextId(), desk, clock, doors);
            connection.knock(() -> home.run(() -> left(connection.session())));
            home.run(() -> letIn(socket, connection));
        };
    }

    private void letIn(NetSocket socket, Connection connection) {
        traffic.connected();
        Buffer refusal = refusal(socket);
        if (refusal != null) {
            traffic.rejected();
            connection.refuse(refusal);
            return;
        }
        access.welcome(connection.session());
        sessions.add(connection.session());
        connection.open();
        if (sessions.count() > most) {
            most = Integer.MAX_VALUE;
            whenMore.run();
        }
    }

    private @Nullable Buffer refusal(NetSocket socket) {
        if (sessions.count() >= maxClients) {
            return TOO_MANY;
        }
        return doors.protectedMode() && access.users().byDefault().isOpen() && !isFromHere(socket) ? PROTECTED : null;
    }

    private void left(Session session) {
        sessions.remove(session);
        pause.forget(session);
    }

    private static boolean isFromHere(NetSocket socket) {
        if (socket.remoteAddress().isDomainSocket()) {
            return true;
        }
        String ip = IpText.canonical(String.valueOf(socket.remoteAddress().hostAddress()));
        return ip != null && THIS_MACHINE.contains(ip);
    }

    /** Begins to look after those who are inside, where there is something to look after. */
    void keepRounds(Vertx vertx) {
        boolean soft =
                doors.replies().soft() != Long.MAX_VALUE || doors.events().soft() != Long.MAX_VALUE;
        if (soft || !doors.idleTimeout().isZero()) {
            vertx.setPeriodic(ROUND.toMillis(), id -> round(clock.now()));
        }
    }

    private void round(Moment now) {
        for (Session session : sessions.all()) {
            if (isIdle(session, now)) {
                LOG.debug("Closing idle client {}", session.remote());
                session.outlet().drop();
            } else {
                session.outlet().checkPace();
            }
        }
    }

    /** Who listens is silent by nature, and who is held back is not to blame. */
    private boolean isIdle(Session session, Moment now) {
        return !doors.idleTimeout().isZero()
                && !session.outlet().mayBeSilent()
                && !session.isHeldBack()
                && now.isPast(session.lastActive(), doors.idleTimeout());
    }
}
