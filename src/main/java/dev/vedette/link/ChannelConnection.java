package dev.vedette.link;

import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.Reply;
import dev.vedette.model.Limits;
import dev.vedette.model.RunId;
import dev.vedette.tls.Tls;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection, from the order to open it until it is gone. It is never opened again: a further order makes a further
 * object, so that whatever arrives late arrives at an object that has finished, and is dropped.
 *
 * <p>Like Redis Sentinel it says AUTH, CLIENT SETNAME and, for hellos, SUBSCRIBE in one go, and cares little for the
 * replies: a server that refuses a password that it never asked for, or does not know CLIENT, is watched all the same.
 * It is up with the first sign that somebody speaks Redis there and lets us in; a SUBSCRIBE must be granted.
 *
 * <p>All of it happens on one event loop.
 */
final class ChannelConnection {

    /** Who hears of the connection. After {@link #discard} and after {@link #down} nothing is heard. */
    interface Watcher {
        void up();

        void down(String why, boolean refused);

        void helloHeard(String payload);

        /** Something that people should know. */
        void remark(String text);
    }

    /** What all connections share. */
    record Workshop(
            ContextInternal context,
            NetClientInternal net,
            Tls tls,
            RunId myId,
            Duration connect,
            Duration handshake) {}

    private static final String ANYWHERE = "redis://localhost";
    private static final long A_SECOND = 1000;

    private final Workshop workshop;
    private final LinkOrder.Open order;
    private final Watcher watcher;
    private final Wording wording;
    private final int periodicLimit;
    private final Redis redis;
    private final Promise<Void> admitted;
    private final Set<Outstanding> outstanding = new LinkedHashSet<>();

    private @Nullable RedisConnection connection;
    private @Nullable String refusedPassword;
    private @Nullable String lastError;
    private boolean up;
    private boolean gone;
    private int waiting;
    private int heard;

    private ChannelConnection(Workshop workshop, LinkOrder.Open order, int periodicLimit, Watcher watcher) {
        this.workshop = workshop;
        this.order = order;
        this.watcher = watcher;
        this.periodicLimit = periodicLimit;
        this.admitted = workshop.context().promise();
        this.wording = new Wording(order.renames());
        ReplyBounds bounds =
                new ReplyBounds(order.channel() == Channel.COMMAND ? Limits.REPLY_BYTES : Limits.HELLO_BYTES);
        ReplyGuard guard = new ReplyGuard(bounds, why -> workshop.context().emit(why, this::ended));
        ConnectOptions target = new ConnectOptions()
                .setRemoteAddress(SocketAddress.inetSocketAddress(
                        order.address().port(), order.address().host()))
                .setTimeout((int) workshop.connect().toMillis());
        VertxInternal vertx = workshop.context().owner();
        this.redis = Redis.createClient(
                new GuardedNet(vertx, workshop.net(), target, workshop.tls(), guard),
                new RedisOptions()
                        .setConnectionString(ANYWHERE)
                        .setProtocolNegotiation(false)
                        .setMaxPoolSize(1)
                        .setMaxPoolWaiting(1)
                        .setPoolCleanerInterval(-1)
                        .setPoolRecycleTimeout(-1)
                        .setMaxNestedArrays(Limits.REPLY_DEPTH)
                        .setMaxWaitingHandlers(periodicLimit + Limits.PENDING_ORDERS_PER_LINK));
    }

    /**
     * @param periodicLimit at how many commands without a reply only orders are still sent
     * @return a connection that is being opened, and that the watcher will hear of
     */
    static ChannelConnection open(Workshop workshop, LinkOrder.Open order, int periodicLimit, Watcher watcher) {
        ChannelConnection connection = new ChannelConnection(workshop, order, periodicLimit, watcher);
        connection.open();
        return connection;
    }

    private void open() {
        if (order.address().port() == 0) {
            lose("it has no port to connect to");
            return;
        }
        redis.connect()
                .compose(this::handshake)
                .onComplete(done -> nowUp(), failure -> lose(why(failure), isRefused(failure)));
    }

    private Future<Void> handshake(RedisConnection fresh) {
        connection = fresh;
        fresh.handler(this::pushed);
        fresh.exceptionHandler(failure -> lose(why(failure)));
        if (order.credentials().isSet()) {
            say(fresh, wording.auth(order.credentials())).onSuccess(this::noteAuth);
        }
        Future<@Nullable Response> named = say(fresh, wording.introduce(workshop.myId(), order.channel()));
        if (order.channel() == Channel.PUBSUB) {
            say(fresh, wording.subscribe()).onSuccess(this::subscribeAnswered);
        } else {
            named.onSuccess(this::nameAnswered);
        }
        return admitted.future().timeout(workshop.handshake().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void noteAuth(@Nullable Response reply) {
        refusedPassword = reply != null && Readings.isError(reply) ? reply.toString() : null;
    }

    private void nameAnswered(@Nullable Response reply) {
        if (refusedPassword != null && isNoAuth(reply)) {
            admitted.tryFail(refusedPassword);
        } else {
            admitted.tryComplete();
        }
    }

    /** The client delivers the reply to a SUBSCRIBE among the messages, unless it goes by another name. */
    private void subscribeAnswered(@Nullable Response reply) {
        if (reply != null) {
            pushed(reply);
        }
    }

    private void pushed(Response message) {
        if (gone) {
            return;
        }
        if (order.channel() == Channel.COMMAND) {
            lose("it sent a reply that nobody asked for");
        } else if (Readings.isError(message)) {
            lose(refusedPassword != null && isNoAuth(message) ? refusedPassword : message.toString());
        } else if (heard++ == 0) {
            workshop.context().owner().setTimer(A_SECOND, id -> heard = 0);
            published(message);
        } else if (heard > Limits.HELLOS_PER_SECOND) {
            lose("it sent more than " + Limits.HELLOS_PER_SECOND + " messages within a second");
        } else {
            published(message);
        }
    }

    private void published(Response message) {
        if (message.type() != ResponseType.MULTI || message.size() != 3 || message.get(0) == null) {
            return;
        }
        String kind = message.get(0).toString();
        if (kind.equals("subscribe")) {
            lastError = null;
            admitted.tryComplete();
        } else if (kind.equals("message") && message.get(2) != null) {
            watcher.helloHeard(message.get(2).toString());
        }
    }

    private void nowUp() {
        if (!gone) {
            up = true;
            watcher.up();
        }
    }

    /** Says what the errand says, and calls {@code done} exactly once, possibly before this returns. */
    void carry(Errand errand, Consumer<Reply> done) {
        RedisConnection open = connection;
        if (!up || gone || open == null) {
            done.accept(new Reply.Lost("the connection is not up"));
            return;
        }
        carry(open, wording.of(errand), errand, done);
    }

    private void carry(RedisConnection open, List<List<String>> commands, Errand errand, Consumer<Reply> done) {
        boolean periodic = !errand.isOrder();
        int room = periodicLimit - waiting + (periodic ? 0 : Limits.PENDING_ORDERS_PER_LINK);
        if (commands.size() > room) {
            done.accept(new Reply.Lost(waiting + " commands wait for a reply already"));
            return;
        }
        Outstanding one = new Outstanding(errand, commands, done);
        outstanding.add(one);
        waiting += commands.size();
        for (List<String> command : commands) {
            one.replies.add(say(open, command));
        }
        Future.join(one.replies).onSuccess(all -> settle(one));
    }

    private void settle(Outstanding one) {
        if (outstanding.remove(one)) {
            waiting -= one.replies.size();
            List<@Nullable Response> replies = new ArrayList<>();
            one.replies.forEach(reply -> replies.add(reply.result()));
            List<List<String>> without = withoutRefused(one.commands, replies);
            RedisConnection open = connection;
            if (without.size() < one.commands.size() && up && !gone && open != null) {
                watcher.remark(refusedOnly(one.commands, replies));
                carry(open, without, one.errand, one.done);
            } else {
                one.done.accept(Readings.of(one.errand, replies));
            }
        }
    }

    /**
     * One refused command, renamed or not permitted, makes a server throw the whole transaction away, and a stock
     * sentinel's failover ends by timeout for the lack of a CONFIG REWRITE. What is not essential is left out then, and
     * the rest said again at once. Where something essential was refused nothing would help.
     */
    private List<List<String>> withoutRefused(List<List<String>> commands, List<@Nullable Response> replies) {
        List<List<String>> kept = new ArrayList<>();
        int last = commands.size() - 1;
        for (int i = 0; i <= last; i++) {
            boolean refused = i > 0 && i < last && Readings.isError(replies.get(i));
            if (refused && wording.isEssential(commands.get(i))) {
                return commands;
            }
            if (!refused) {
                kept.add(commands.get(i));
            }
        }
        return kept;
    }

    private static String refusedOnly(List<List<String>> commands, List<@Nullable Response> replies) {
        StringBuilder text = new StringBuilder("said again without what was refused and is not essential:");
        for (int i = 1; i < commands.size() - 1; i++) {
            if (Readings.isError(replies.get(i))) {
                text.append(' ')
                        .append(String.join(" ", commands.get(i)))
                        .append(" (")
                        .append(replies.get(i))
                        .append(')');
            }
        }
        return text.toString();
    }

    /** Error replies are replies here; only what could not be said fails, and takes the connection with it. */
    private Future<@Nullable Response> say(RedisConnection on, List<String> words) {
        Request request = Request.cmd(Command.create(words.get(0)));
        words.subList(1, words.size()).forEach(request::arg);
        return Future.<@Nullable Response>future(reply -> on.send(request).onComplete(reply))
                .recover(ChannelConnection::errorAsReply)
                .onSuccess(this::noteError)
                .onFailure(failure -> lose(why(failure)));
    }

    private static Future<@Nullable Response> errorAsReply(Throwable failure) {
        return failure instanceof Response error ? Future.succeededFuture(error) : Future.failedFuture(failure);
    }

    private void noteError(@Nullable Response reply) {
        if (reply != null) {
            lastError = Readings.isError(reply) ? reply.toString() : null;
        }
    }

    /** The socket is gone, and this is why. Comes before the client gives up what waits on it. */
    private void ended(String because) {
        lose(lastError == null ? because : because + " after " + lastError);
    }

    private void lose(String because) {
        lose(because, false);
    }

    private void lose(String because, boolean refused) {
        if (!gone) {
            release();
            watcher.down(because, refused);
            giveUp(because);
        }
    }

    /** Closes by order: what waits is lost, and the watcher hears nothing more. */
    void discard() {
        if (!gone) {
            release();
            giveUp("the connection was closed by order");
        }
    }

    boolean isGone() {
        return gone;
    }

    private void release() {
        gone = true;
        up = false;
        redis.close();
    }

    private void giveUp(String because) {
        List<Outstanding> lost = List.copyOf(outstanding);
        outstanding.clear();
        lost.forEach(one -> one.done.accept(new Reply.Lost(because)));
    }

    private String why(Throwable failure) {
        return failure instanceof TimeoutException
                ? "it accepted the connection and did not answer for "
                        + workshop.handshake().toMillis() + " ms"
                : Readings.textOf(failure);
    }

    /** Nobody listens there. Java says so by the same exception as other failures, and only in words. */
    private static boolean isRefused(Throwable failure) {
        return failure instanceof ConnectException && Readings.textOf(failure).startsWith("Connection refused");
    }

    private static boolean isNoAuth(@Nullable Response reply) {
        return reply != null && Readings.isError(reply) && reply.toString().startsWith("NOAUTH");
    }

    /** Compared by identity: the same errand may wait twice. */
    private static final class Outstanding {
        private final Errand errand;
        private final List<List<String>> commands;
        private final Consumer<Reply> done;
        private final List<Future<@Nullable Response>> replies = new ArrayList<>();

        private Outstanding(Errand errand, List<List<String>> commands, Consumer<Reply> done) {
            this.errand = errand;
            this.commands = commands;
            this.done = done;
        }
    }
}
