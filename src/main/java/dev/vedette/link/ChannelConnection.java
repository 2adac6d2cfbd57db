package dev.vedette.link;

import dev.vedette.bus.Channel;
import dev.vedette.bus.Errand;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.Reply;
import dev.vedette.model.Limits;
import dev.vedette.model.RunId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
    record Workshop(ContextInternal context, Dialer dialer, RunId myId, Duration handshake) {}

    private static final long A_SECOND = 1000;

    private final Workshop workshop;
    private final LinkOrder.Open order;
    private final Watcher watcher;
    private final Wording wording;
    private final int periodicLimit;
    private final Wire wire;
    private final Promise<Void> admitted;
    private final Deque<Exchange> exchanges = new ArrayDeque<>();

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
        int answerBytes = order.channel() == Channel.COMMAND ? Limits.REPLY_BYTES : Limits.HELLO_BYTES;
        this.wire = new Wire(workshop.context(), answerBytes, this::answered, this::ended);
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
        workshop.dialer()
                .connect(wire, order.address())
                .compose(connected -> handshake())
                .onComplete(done -> nowUp(), failure -> lose(why(failure), isRefused(failure)));
    }

    private Future<Void> handshake() {
        List<Exchange> greeting = new ArrayList<>();
        if (order.credentials().isSet()) {
            greeting.add(new Exchange(wording.auth(order.credentials()), this::noteAuth));
        }
        List<String> name = wording.introduce(workshop.myId(), order.channel());
        if (order.channel() == Channel.PUBSUB) {
            greeting.add(new Exchange(name, answer -> {}));
            greeting.add(new Exchange(wording.subscribe(), this::pushed));
        } else {
            greeting.add(new Exchange(name, this::nameAnswered));
        }
        exchanges.addAll(greeting);
        wire.say(greeting.stream().flatMap(each -> each.commands.stream()).toList());
        return admitted.future().timeout(workshop.handshake().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void answered(Answer answer) {
        if (gone) {
            return;
        }
        Exchange asked = exchanges.peek();
        if (asked == null) {
            pushed(answer);
            return;
        }
        lastError = answer instanceof Answer.Failure failure ? failure.text() : null;
        asked.answers.add(answer);
        if (asked.answers.size() == asked.commands.size()) {
            exchanges.remove();
            asked.done.accept(asked.answers);
        }
    }

    private void noteAuth(Answer answer) {
        refusedPassword = answer instanceof Answer.Failure failure ? failure.text() : null;
    }

    private void nameAnswered(Answer answer) {
        if (refusedPassword != null && isNoAuth(answer)) {
            admitted.tryFail(refusedPassword);
        } else {
            admitted.tryComplete();
        }
    }

    private void pushed(Answer message) {
        if (order.channel() == Channel.COMMAND) {
            lose("it sent a reply that nobody asked for");
        } else if (message instanceof Answer.Failure failure) {
            lose(refusedPassword != null && isNoAuth(message) ? refusedPassword : failure.text());
        } else if (heard++ == 0) {
            workshop.context().owner().setTimer(A_SECOND, id -> heard = 0);
            published(message);
        } else if (heard > Limits.HELLOS_PER_SECOND) {
            lose("it sent more than " + Limits.HELLOS_PER_SECOND + " messages within a second");
        } else {
            published(message);
        }
    }

    private void published(Answer message) {
        if (message instanceof Answer.Many many
                && many.items().size() == 3
                && many.items().get(0) instanceof Answer.Text kind) {
            if (kind.text().equals("subscribe")) {
                admitted.tryComplete();
            } else if (kind.text().equals("message") && many.items().get(2) instanceof Answer.Text payload) {
                watcher.helloHeard(payload.text());
            }
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
        if (!up || gone) {
            done.accept(new Reply.Lost("the connection is not up"));
        } else {
            carry(wording.of(errand), errand, done);
        }
    }

    private void carry(List<List<String>> commands, Errand errand, Consumer<Reply> done) {
        boolean periodic = !errand.isOrder();
        int room = periodicLimit - waiting + (periodic ? 0 : Limits.PENDING_ORDERS_PER_LINK);
        if (commands.size() > room) {
            done.accept(new Reply.Lost(waiting + " commands wait for a reply already"));
            return;
        }
        waiting += commands.size();
        exchanges.add(new Exchange(
                commands,
                answers -> settle(commands, answers, errand, done),
                because -> done.accept(new Reply.Lost(because))));
        wire.say(commands);
    }

    private void settle(List<List<String>> commands, List<Answer> answers, Errand errand, Consumer<Reply> done) {
        waiting -= commands.size();
        List<List<String>> without = withoutRefused(commands, answers);
        if (without.size() < commands.size()) {
            watcher.remark(refusedOnly(commands, answers));
            carry(without, errand, done);
        } else {
            done.accept(Readings.of(errand, answers));
        }
    }

    /**
     * One refused command, renamed or not permitted, makes a server throw the whole transaction away, and a stock
     * sentinel's failover ends by timeout for the lack of a CONFIG REWRITE. What is not essential is left out then, and
     * the rest said again at once. Where something essential was refused nothing would help.
     */
    private List<List<String>> withoutRefused(List<List<String>> commands, List<Answer> answers) {
        List<List<String>> kept = new ArrayList<>();
        int last = commands.size() - 1;
        for (int i = 0; i <= last; i++) {
            boolean refused = i > 0 && i < last && answers.get(i) instanceof Answer.Failure;
            if (refused && wording.isEssential(commands.get(i))) {
                return commands;
            }
            if (!refused) {
                kept.add(commands.get(i));
            }
        }
        return kept;
    }

    private static String refusedOnly(List<List<String>> commands, List<Answer> answers) {
        StringBuilder text = new StringBuilder("said again without what was refused and is not essential:");
        for (int i = 1; i < commands.size() - 1; i++) {
            if (answers.get(i) instanceof Answer.Failure failure) {
                text.append(' ')
                        .append(String.join(" ", commands.get(i)))
                        .append(" (")
                        .append(failure.text())
                        .append(')');
            }
        }
        return text.toString();
    }

    /** The socket is gone, and this is why. */
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
        wire.cut("closed");
        admitted.tryFail("closed");
    }

    private void giveUp(String because) {
        List<Exchange> lost = List.copyOf(exchanges);
        exchanges.clear();
        lost.forEach(exchange -> exchange.lost.accept(because));
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

    private static boolean isNoAuth(Answer answer) {
        return answer instanceof Answer.Failure failure && failure.text().startsWith("NOAUTH");
    }

    /** Commands that are said in one go, and their answers as they come. */
    private static final class Exchange {
        private final List<List<String>> commands;
        private final Consumer<List<Answer>> done;
        private final Consumer<String> lost;
        private final List<Answer> answers = new ArrayList<>(1);

        private Exchange(List<List<String>> commands, Consumer<List<Answer>> done, Consumer<String> lost) {
            this.commands = commands;
            this.done = done;
            this.lost = lost;
        }

        private Exchange(List<String> command, Consumer<Answer> done) {
            this(List.of(command), answers -> done.accept(answers.get(0)), because -> {});
        }
    }
}
