package dev.vedette.command;

import dev.vedette.command.resp.Parsed;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RequestReader;
import dev.vedette.command.resp.RespValue;
import dev.vedette.command.resp.RespWriter;
import dev.vedette.model.DoorSettings;
import dev.vedette.model.Limits;
import dev.vedette.model.Moment;
import dev.vedette.model.OutputLimit;
import dev.vedette.platform.Clock;
import dev.vedette.platform.Hangup;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's socket: bytes in, commands run, bytes out.
 *
 * <p>Commands of one connection run one after the other, each after the answer to the one before, exactly as in the
 * single-threaded original: a pipeline of SET and MASTER sees what it wrote. Running them side by side and only sorting
 * the replies was rejected: it gains nothing, since the replies have to wait for each other anyway, and it lets a
 * question overtake the order before it. Other connections do not wait.
 *
 * <p>Two bounds keep a client from filling our memory. While an answer is awaited, at most a little is read ahead.
 * While a client does not take its replies, nothing more of it is read or run.
 */
final class Connection implements Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final NetSocket socket;
    private final Session session;
    private final Desk desk;
    private final Clock clock;
    private final DoorSettings doors;
    private final RequestReader reader = new RequestReader();
    private final RespWriter writer = new RespWriter();
    private final AtomicLong backlog = new AtomicLong();
    private @Nullable Moment behindSince;
    private boolean waiting;
    private boolean running;
    private boolean paused;
    private boolean closed;

    Connection(NetSocket socket, long id, Desk desk, Clock clock, DoorSettings doors) {
        this.doors = doors;
        this.socket = socket;
        this.desk = desk;
        this.clock = clock;
        this.session = new Session(
                id, text(socket, socket.remoteAddress()), text(socket, socket.localAddress()), clock.now(), this);
    }

    /** A client of this machine has no address of its own: it is shown as the door that it came by. */
    private static String text(NetSocket socket, SocketAddress address) {
        SocketAddress local = socket.localAddress();
        return local.isDomainSocket() ? local.path() + ":0" : String.valueOf(address);
    }

    Session session() {
        return session;
    }

    /** Somebody is at the door; not a word is read before it is open, nor that it has gone again. */
    void knock(Runnable whenClosed) {
        listen(false);
        // A reset by the peer is no news: the close handler follows.
        socket.exceptionHandler(e -> LOG.debug("client {}: {}", session.remote(), e.toString()));
        socket.closeHandler(end -> {
            closed = true;
            // What waits behind a slow answer may be long past then: of a peer that was cut off, a wish for a vote.
            if (waiting && session.asksOwner()) {
                session.drop();
            }
            whenClosed.run();
        });
    }

    void open() {
        desk.own.run(() -> {
            socket.handler(this::received);
            listen(true);
        });
    }

    /** Pausing the socket would not do: some of what comes is read all the same, and the end with it. */
    private void listen(boolean does) {
        channel().channel().config().setAutoRead(does);
    }

    private ChannelHandlerContext channel() {
        return ((NetSocketInternal) socket).channelHandlerContext();
    }

    void refuse(Buffer why) {
        desk.own.run(() -> {
            listen(true);
            socket.write(why).onComplete(told -> socket.close());
        });
    }

    private void received(Buffer bytes) {
        session.active(clock.now());
        desk.counts.read(session.lastActive(), bytes.length());
        reader.feed(bytes.getBytes());
        run();
    }

    /** Runs what was read, until something must be waited for; then sends all replies at once. */
    private void run() {
        if (running) {
            return;
        }
        running = true;
        while (mayGoOn() && step()) {
            if (writer.size() >= Limits.REPLIES_PER_WRITE_BYTES) {
                flush();
            }
        }
        running = false;
        flush();
        if (session.hangingUp() && !waiting) {
            socket.close();
            return;
        }
        keepPace();
    }

    /** What was read before the other side closed is still obeyed, as whoever says it and goes expects. */
    private boolean mayGoOn() {
        return !waiting && !session.isDropped() && !session.hangingUp() && (closed || !isChoked());
    }

    /** Counted in bytes, unlike {@code writeQueueFull()}, which counts writes, of whatever size. */
    private boolean isChoked() {
        return backlog.get() >= Limits.UNSENT_REPLIES_BYTES;
    }

    /** False when there is nothing whole to run. */
    private boolean step() {
        Parsed parsed = reader.next(desk.isStranger(session));
        if (parsed instanceof Parsed.Complete complete) {
            execute(complete.request());
            return true;
        }
        if (parsed instanceof Parsed.Refused refused) {
            say(RespValue.failure(refused.error()));
            session.hangUp();
        }
        return false;
    }

    private void execute(Request request) {
        Future<RespValue> answer = desk.run(session, request);
        if (answer.succeeded()) {
            say(answer.result());
            return;
        }
        waiting = true;
        answer.onComplete(done -> desk.own.run(() -> {
            waiting = false;
            say(done.succeeded() ? done.result() : inWords(done.cause()));
            run();
        }));
    }

    private RespValue inWords(Throwable cause) {
        if (cause instanceof Owners.Silent silent) {
            LOG.warn("{} of client {}: {}", session.lastCommand(), session.remote(), silent.getMessage());
            return RespValue.failure("ERR " + silent.getMessage());
        }
        LOG.error("{} of client {} failed", session.lastCommand(), session.remote(), cause);
        return RespValue.failure("ERR internal error, see the log");
    }

    /** In the dialect of now: HELLO answers in the one that it has just chosen. */
    private void say(RespValue reply) {
        if (reply instanceof RespValue.Failure) {
            desk.counts.failed();
        }
        writer.write(session.wantsReply() ? reply : unasked(reply), session.protocol());
        session.answered();
    }

    /** What somebody hears who wants no replies: that he is subscribed. */
    private static RespValue unasked(RespValue reply) {
        if (reply instanceof RespValue.Several several) {
            return new RespValue.Several(
                    several.replies().stream().map(Connection::unasked).toList());
        }
        return reply instanceof RespValue.Push ? reply : RespValue.NOTHING;
    }

    private void flush() {
        if (writer.size() > 0) {
            Buffer replies = Buffer.buffer(writer.take());
            if (!closed) {
                send(replies);
            }
        }
    }

    private void send(Buffer bytes) {
        int length = bytes.length();
        backlog.addAndGet(length);
        checkPace(clock.now());
        if (closed) {
            return;
        }
        desk.counts.wrote(session.lastActive(), length);
        socket.write(bytes).onComplete(sent -> {
            if (backlog.addAndGet(-length) == 0) {
                behindSince = null;
            }
            session.active(clock.now());
            if (paused) {
                run();
            }
        });
    }

    private void keepPace() {
        boolean full = isChoked() || (waiting && reader.buffered() >= Limits.READ_AHEAD_BYTES);
        if (full == paused || closed) {
            return;
        }
        paused = full;
        if (paused) {
            socket.pause();
        } else {
            socket.resume();
        }
    }

    @Override
    public void deliver(Buffer message) {
        desk.own.run(() -> {
            if (!closed) {
                send(message);
            }
        });
    }

    @Override
    public boolean mayBeSilent() {
        return session.isSubscriber();
    }

    @Override
    public void checkPace() {
        if (backlog.get() > 0) {
            desk.own.run(() -> checkPace(clock.now()));
        }
    }

    private void checkPace(Moment now) {
        OutputLimit limit = session.isSubscriber() ? doors.events() : doors.replies();
        long unsent = backlog.get();
        Moment since = unsent <= limit.soft() ? null : behindSince == null ? now : behindSince;
        behindSince = since;
        boolean tooLong = since != null && now.isPast(since, limit.lasting());
        if (!closed && (tooLong || unsent > limit.hard())) {
            LOG.warn("client {} is dropped: it does not read what it is told, {} bytes wait", session.remote(), unsent);
            drop();
        }
    }

    @Override
    public void drop() {
        session.drop();
        desk.own.run(() -> {
            closed = true;
            Hangup.now(channel());
        });
    }

    @Override
    public long backlog() {
        return backlog.get();
    }
}
