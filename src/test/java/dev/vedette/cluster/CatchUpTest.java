package dev.vedette.cluster;

import static dev.vedette.cluster.Sample.A;
import static dev.vedette.cluster.Sample.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vedette.bus.Bus;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.bus.VisitorAnswer;
import dev.vedette.bus.VisitorAsk;
import dev.vedette.cluster.Ledger.Entry;
import dev.vedette.demo.Await;
import dev.vedette.model.AddressBook;
import dev.vedette.model.ClusterSettings;
import dev.vedette.model.NamePolicy;
import dev.vedette.platform.Inside;
import dev.vedette.platform.LocalBus;
import dev.vedette.platform.SystemPlatform;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another node offers, with a porter who writes down what was run and refuses one master. */
class CatchUpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final HandClock clock = new HandClock();
    private final List<String> porter = new CopyOnWriteArrayList<>();
    private final List<String> events = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        vertx.close();
    }

    private CatchUp reader(String host, String secret) {
        LocalBus.install(vertx);
        LocalBus bus = LocalBus.of(vertx);
        bus.consume(Bus.COMMAND, message -> {
            if (message.body() instanceof VisitorAsk.Vouched vouched) {
                porter.add("vouched " + vouched.user());
                LocalBus.reply(message, new VisitorAnswer.Badge(1, vouched.user()));
            } else if (message.body() instanceof VisitorAsk.Run run) {
                porter.add(String.join(" ", run.words()));
                boolean bad = run.words().contains("bad");
                LocalBus.reply(message, new VisitorAnswer.Said(bad, bad ? "ERR no" : "OK"));
            }
        });
        bus.consume(Bus.EVENT, message -> {
            SentinelEvent event = (SentinelEvent) message.body();
            events.add(event.name() + " " + event.payload());
        });
        ClusterSettings settings = new ClusterSettings(true, "c", host, 1, 2, List.of(), secret);
        SystemPlatform doors = new SystemPlatform(vertx);
        AddressBook book = new AddressBook(NamePolicy.DEFAULT);
        String file = folder.resolve("state").toString();
        ClusterSetup setup = new ClusterSetup(settings, A, "127.0.0.1:1", "1", file, book, clock, doors.disk());
        Inside inside = new Inside(vertx, doors.disk());
        Ledger ledger = new Ledger(clock.wall());
        Nodes nodes = new Nodes();
        Orders orders = new Orders(vertx, setup, "mine", nodes, inside, ledger, said -> {}, (level, text) -> {});
        CatchUp reader =
                new CatchUp(vertx, setup, "mine", nodes, inside, orders, ledger, said -> {}, text -> events.add(text));
        vertx.runOnContext(go -> reader.open());
        Await.until(PATIENCE, "its file is read", () -> reader.isOpen(), () -> "");
        vertx.runOnContext(go -> reader.look(new MonitorReport(null, 0, List.of()), book));
        return reader;
    }

    private Said.Offer offer(String run, String... orders) {
        clock.pass(60_000);
        List<Entry> entries = new CopyOnWriteArrayList<>();
        for (String order : orders) {
            entries.add(new Entry(entries.size() + 1, clock.wall(), B, "alice", List.of(order.split(" "))));
        }
        return new Said.Offer(B, A, run, entries);
    }

    @Test
    void eachIsDoneAsItsUserAndWhatFailsIsToldWithWhatBuildsOnIt() {
        CatchUp reader = reader("10.0.0.1", "0123456789abcdef");
        Said.Offer offer = offer(
                "mine",
                "MONITOR bad 10.0.0.1 1 2",
                "SET bad quorum 3",
                "MONITOR good 10.0.0.1 1 2",
                "SET good quorum 3",
                "RESET good");
        vertx.runOnContext(go -> reader.take(offer));
        Await.until(PATIENCE, "all are told", () -> events.size() == 5, events::toString);
        assertEquals(
                List.of(
                        "+order-missed master bad #MONITOR bad 10.0.0.1 1 2",
                        "+order-missed master bad #SET bad quorum 3",
                        "+order-taken master good #MONITOR good 10.0.0.1 1 2",
                        "+order-taken master good #SET good quorum 3",
                        "+order-missed master good #RESET good"),
                events);
        assertEquals(
                List.of(
                        "vouched alice",
                        "sentinel MONITOR bad 10.0.0.1 1 2",
                        "vouched alice",
                        "sentinel MONITOR good 10.0.0.1 1 2",
                        "vouched alice",
                        "sentinel SET good quorum 3"),
                porter);
    }

    @Test
    void whoIsNotMeantAndWhoMayNotBelieveItTakesNothing() {
        CatchUp open = reader("10.0.0.1", "");
        vertx.runOnContext(go -> open.take(offer("mine", "MONITOR m 10.0.0.1 1 2")));
        vertx.runOnContext(go -> open.take(offer("an earlier run", "MONITOR m 10.0.0.1 1 2")));
        Await.until(PATIENCE, "a turn", new Turn(vertx)::isOver, () -> "");
        assertEquals(List.of(), porter);
        assertEquals(0, open.considered());
    }

    @Test
    void whatCannotHaveBeenOrderedYetIsNotDone() {
        CatchUp reader = reader("10.0.0.1", "0123456789abcdef");
        Said.Offer honest = offer("mine", "MONITOR good 10.0.0.1 1 2", "MONITOR late 10.0.0.1 1 2");
        Entry good = honest.entries().get(0);
        Entry late = honest.entries().get(1);
        List<Entry> huge = List.of(good, new Entry(Ledger.most(clock.wall()) + 1, good.at(), B, "alice", good.words()));
        assertThrows(Reading.Unreadable.class, () -> reader.take(new Said.Offer(B, A, "mine", huge)));
        assertEquals(0, reader.considered(), "it was nobody's turn");
        Entry future = new Entry(2, clock.wall().plus(Duration.ofMinutes(2)), B, "alice", late.words());
        vertx.runOnContext(go -> reader.take(new Said.Offer(B, A, "mine", List.of(good, future))));
        Await.until(PATIENCE, "both are told", () -> events.size() == 2, events::toString);
        assertEquals(
                List.of(
                        "+order-taken master good #MONITOR good 10.0.0.1 1 2",
                        "+order-missed master late #MONITOR late 10.0.0.1 1 2"),
                events);
        assertEquals(List.of("vouched alice", "sentinel MONITOR good 10.0.0.1 1 2"), porter);
        assertEquals(2, reader.considered(), "it is told once");
    }

    /** Everything that was on its way to the context is done. */
    private static final class Turn {
        private volatile boolean over;

        Turn(Vertx vertx) {
            vertx.setTimer(100, id -> over = true);
        }

        boolean isOver() {
            return over;
        }
    }
}
