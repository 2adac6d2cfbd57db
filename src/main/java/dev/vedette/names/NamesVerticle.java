package dev.vedette.names;

import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.ConfigFact;
import dev.vedette.bus.Level;
import dev.vedette.bus.NameFact;
import dev.vedette.bus.NameOrder;
import dev.vedette.bus.Note;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Limits;
import dev.vedette.model.NamePolicy;
import dev.vedette.names.Inquiries.Inquiry;
import dev.vedette.platform.Clock;
import dev.vedette.platform.LocalBus;
import dev.vedette.platform.Names;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one who looks names up: a directory inquiry that always answers in bounded time, if only with "cannot say". Then
 * everybody goes on with what the name stood for before, and what the name server says in the end is told all the same.
 *
 * <p>Stock sentinels ask the system's resolver in their only thread, so a name server that hangs makes them deaf, and
 * their peers vote without them. Here nothing waits for a name but the one connection that needs it.
 */
public final class NamesVerticle extends VerticleBase {
    private final Names names;
    private final Clock clock;
    private final AddressBook book;
    private final Collection<String> hosts;
    private final Inquiries inquiries = new Inquiries();
    private LocalBus bus;

    /** @param hosts whatever the configuration speaks of; names among them are looked up before the start is over */
    @SuppressWarnings("NullAway.Init") // the bus exists from start() on
    public NamesVerticle(Names names, Clock clock, NamePolicy policy, Collection<String> hosts) {
        this.names = names;
        this.clock = clock;
        this.book = new AddressBook(policy);
        this.hosts = List.copyOf(hosts);
    }

    /** What is known now; the caller's own copy. */
    public AddressBook book() {
        return book.copy();
    }

    /** Done when every name is found, or was waited for long enough. */
    @Override
    public Future<?> start() {
        bus = LocalBus.of(vertx);
        bus.consume(Bus.NAMES, this::asked);
        bus.consume(Bus.FACT_CONFIG, message -> {
            if (message.body() instanceof ConfigFact.Changed changed) {
                book.policy(changed.now().settings().names());
            }
        });
        if (!book.policy().resolve()) {
            return Future.succeededFuture();
        }
        return Future.join(hosts.stream()
                .filter(book::isOpen)
                .distinct()
                .map(host -> bus.ask(Bus.NAMES, new NameOrder.LookUp(host), BusMessage.class))
                .toList());
    }

    private void asked(Message<BusMessage> message) {
        if (message.body() instanceof NameOrder.LookUp order) {
            asked(order.host(), answer -> LocalBus.reply(message, answer));
        }
    }

    private void asked(String host, Consumer<NameFact.Answered> asker) {
        Inquiry inquiry = inquiries.of(host);
        if (!book.policy().resolve()) {
            tell(inquiry.host, null, List.of(asker));
        } else if (inquiry.isFresh(clock.now()) && !inquiry.isAwaited()) {
            tell(inquiry.host, inquiry.lastAnswer(), List.of(asker));
        } else {
            boolean first = !inquiry.isAwaited();
            inquiry.await(asker);
            if (first) {
                long turn = inquiry.nextTurn();
                vertx.setTimer(Limits.PATIENCE_WITH_A_LOOK_UP.toMillis(), id -> tooLate(inquiry, turn));
            }
            if (!inquiry.isRunning()) {
                inquiries.queue(inquiry);
            }
            begin();
        }
    }

    private void begin() {
        for (Inquiry next = inquiries.next(); next != null; next = inquiries.next()) {
            Inquiry inquiry = next;
            long run = inquiry.nextRun();
            vertx.setTimer(Limits.PATIENCE_WITH_A_RESOLVER.toMillis(), id -> inquiries.abandon(inquiry, run));
            names.lookUp(inquiry.host).onComplete(found -> ended(inquiry, run, found));
        }
    }

    private void ended(Inquiry inquiry, long run, AsyncResult<String> found) {
        inquiries.ended(inquiry, run);
        String ip = found.succeeded() ? found.result() : null;
        if (ip == null) {
            complain(inquiry, "");
        } else {
            inquiry.worksAgain();
        }
        // A failure that comes late is no news: "cannot say" was told already.
        if (ip != null || inquiry.isAwaited()) {
            conclude(inquiry, ip);
        }
        begin();
    }

    private void tooLate(Inquiry inquiry, long turn) {
        if (inquiry.isTurn(turn)) {
            complain(inquiry, ": no answer within " + Limits.PATIENCE_WITH_A_LOOK_UP.toMillis() + " ms");
            conclude(inquiry, null);
        }
    }

    private void conclude(Inquiry inquiry, @Nullable String ip) {
        String before = book.ip(inquiry.host);
        if (book.learn(inquiry.host, ip) && before != null) {
            note(Level.NOTICE, "hostname '" + inquiry.host + "' is now " + ip + ", was " + before);
        }
        tell(inquiry.host, ip, inquiry.answered(ip, clock.now()));
    }

    /** Everybody first, and then whoever asked: what those do next finds the books written. */
    private void tell(String host, @Nullable String ip, List<Consumer<NameFact.Answered>> askers) {
        NameFact.Answered fact = new NameFact.Answered(host, ip);
        bus.publish(Bus.FACT_NAMES, fact);
        askers.forEach(asker -> asker.accept(fact));
    }

    private void complain(Inquiry inquiry, String more) {
        if (inquiry.mayComplain(Limits.NAME_COMPLAINTS, clock.now())) {
            note(Level.WARNING, "Failed to resolve hostname '" + inquiry.host + "'" + more);
        }
    }

    private void note(Level level, String text) {
        bus.publish(Bus.NOTE, new Note(level, null, text));
    }
}
