package dev.vedette.cluster;

import static dev.vedette.cluster.Sample.A;
import static dev.vedette.cluster.Sample.B;
import static dev.vedette.cluster.Sample.C;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Bus;
import dev.vedette.bus.ClusterAnswer.End;
import dev.vedette.bus.ClusterAnswer.Outcome;
import dev.vedette.bus.ClusterAnswer.Outcomes;
import dev.vedette.bus.ClusterAsk;
import dev.vedette.bus.VisitorAnswer;
import dev.vedette.bus.VisitorAsk;
import dev.vedette.cluster.Said.Done;
import dev.vedette.cluster.Said.Order;
import dev.vedette.demo.Await;
import dev.vedette.model.AddressBook;
import dev.vedette.model.ClusterSettings;
import dev.vedette.model.Limits;
import dev.vedette.model.NamePolicy;
import dev.vedette.model.RunId;
import dev.vedette.platform.Inside;
import dev.vedette.platform.LocalBus;
import dev.vedette.platform.SystemPlatform;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders of others and our own, with a porter who writes down who came and what was run. */
class OrdersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECRET = "0123456789abcdef";

    private final Vertx vertx = Vertx.vertx();
    private final HandClock clock = new HandClock();
    private final Ledger ledger = new Ledger(clock.wall());
    private final Nodes nodes = new Nodes();
    private final List<String> porter = new CopyOnWriteArrayList<>();
    private final List<Said> said = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        vertx.close();
    }

    private Orders orders(String host, String secret) {
        LocalBus.install(vertx);
        LocalBus.of(vertx).consume(Bus.COMMAND, message -> {
            if (message.body() instanceof VisitorAsk.Vouched vouched) {
                porter.add("vouched " + vouched.user());
                LocalBus.reply(
                        message,
                        vouched.user().equals("nobody")
                                ? new VisitorAnswer.Said(true, "NOPERM no such user")
                                : new VisitorAnswer.Badge(1, vouched.user()));
            } else if (message.body() instanceof VisitorAsk.Enter enter) {
                porter.add("enters without a name " + (enter.login() == null));
                LocalBus.reply(message, new VisitorAnswer.Badge(1, "default"));
            } else if (message.body() instanceof VisitorAsk.Run run) {
                porter.add(String.join(" ", run.words()));
                LocalBus.reply(message, new VisitorAnswer.Said(false, "OK"));
            }
        });
        ClusterSettings settings = new ClusterSettings(true, "c", host, 1, 2, List.of(), secret);
        SystemPlatform doors = new SystemPlatform(vertx);
        ClusterSetup setup = new ClusterSetup(
                settings, A, "127.0.0.1:1", "1", "state", new AddressBook(NamePolicy.DEFAULT), clock, doors.disk());
        return new Orders(
                vertx, setup, "mine", nodes, new Inside(vertx, doors.disk()), ledger, said::add, (level, text) -> {});
    }

    private Order order(String run, long number, String toRun, String user, String... words) {
        return new Order(
                B, run, number, new TreeMap<>(java.util.Map.of(A, toRun)), number, clock.wall(), user, List.of(words));
    }

    private void take(Orders orders, Order order) {
        vertx.runOnContext(go -> orders.take(order));
    }

    private Done awaitDone(int count) {
        Await.until(PATIENCE, count + " answers", () -> said.size() >= count, () -> said + " " + porter);
        return (Done) said.get(count - 1);
    }

    @Test
    void aSignedOrderIsRunAsItsUser() {
        take(orders("10.0.0.1", SECRET), order("r", 1, "mine", "alice", "REMOVE", "m"));
        assertEquals(new Done(A, B, "r", 1, false, "OK"), awaitDone(1));
        assertEquals(List.of("vouched alice", "sentinel REMOVE m"), porter.subList(0, 2));
    }

    @Test
    void aUserWhoIsNoneHereIsRefused() {
        take(orders("10.0.0.1", SECRET), order("r", 1, "mine", "nobody", "remove", "m"));
        assertTrue(awaitDone(1).refused());
        assertEquals(List.of("vouched nobody"), porter);
    }

    @Test
    void withoutASecretItIsWhatAnybodyOfThisMachineMaySay() {
        take(orders("127.0.0.1", ""), order("r", 1, "mine", "alice", "remove", "m"));
        awaitDone(1);
        assertEquals(List.of("enters without a name true", "sentinel remove m"), porter.subList(0, 2));
    }

    @Test
    void withoutASecretOthersThanThisMachineOrderNothing() {
        take(orders("10.0.0.1", ""), order("r", 1, "mine", "alice", "remove", "m"));
        Done done = awaitDone(1);
        assertTrue(done.refused() && done.text().contains("vedette-cluster-secret"), done.text());
        assertEquals(List.of(), porter);
    }

    @Test
    void anOrderIsTakenOnceAndOnlyByTheRunThatIsMeant() {
        Orders orders = orders("10.0.0.1", SECRET);
        take(orders, order("r", 2, "mine", "alice", "remove", "m"));
        awaitDone(1);
        take(orders, order("r", 2, "mine", "alice", "remove", "m"));
        take(orders, order("r", 1, "mine", "alice", "remove", "m"));
        take(orders, order("r", 3, "an earlier run of ours", "alice", "remove", "m"));
        take(orders, order("r", 4, "mine", "alice", "ckquorum", "m"));
        assertEquals(4, awaitDone(2).number());
        assertEquals(
                List.of("sentinel remove m", "sentinel ckquorum m"),
                porter.stream().filter(line -> line.startsWith("sentinel")).toList());
    }

    @Test
    void aNodeThatWasRestartedOftenIsStillHeard() {
        Orders orders = orders("10.0.0.1", SECRET);
        for (int i = 0; i < Limits.CLUSTER_ORDERING_RUNS + 5; i++) {
            clock.pass(1_000);
            take(orders, order("run " + i, 1, "mine", "alice", "ckquorum", "m"));
            awaitDone(i + 1);
        }
        clock.pass(1_000);
        take(orders, order("run " + Limits.CLUSTER_ORDERING_RUNS, 1, "mine", "alice", "remove", "m"));
        take(orders, order("the last", 1, "mine", "alice", "ckquorum", "m"));
        awaitDone(Limits.CLUSTER_ORDERING_RUNS + 6);
        assertEquals(0, porter.stream().filter("sentinel remove m"::equals).count(), "it was taken before");
    }

    @Test
    void whatARunThatIsForgottenOrderedIsNotTakenAgain() {
        Orders orders = orders("10.0.0.1", SECRET);
        Order overheard = order("the first", 1, "mine", "alice", "remove", "m");
        take(orders, overheard);
        awaitDone(1);
        for (int i = 0; i < Limits.CLUSTER_ORDERING_RUNS + 5; i++) {
            clock.pass(1_000);
            take(orders, order("run " + i, 1, "mine", "alice", "ckquorum", "m"));
            awaitDone(i + 2);
        }
        take(orders, overheard);
        Done refused = awaitDone(Limits.CLUSTER_ORDERING_RUNS + 7);
        assertTrue(refused.refused() && refused.text().contains("say it again"), refused.text());
        assertEquals(1, porter.stream().filter("sentinel remove m"::equals).count(), porter::toString);
        clock.pass(1_000);
        take(orders, order("the first", 2, "mine", "alice", "remove", "m"));
        assertEquals(new Done(A, B, "the first", 2, false, "OK"), awaitDone(Limits.CLUSTER_ORDERING_RUNS + 8));
    }

    @Test
    void aClockThatIsFarAheadMakesNobodyElseBeRefusedForLong() {
        Orders orders = orders("10.0.0.1", SECRET);
        for (int i = 0; i < Limits.CLUSTER_ORDERING_RUNS + 5; i++) {
            Order o = order("run " + i, 1, "mine", "alice", "ckquorum", "m");
            Instant ahead = o.at().plus(Duration.ofDays(9));
            take(orders, new Order(B, o.run(), 1, o.to(), 1, ahead, o.user(), o.words()));
            awaitDone(i + 1);
        }
        clock.pass(Ledger.CLOCKS.toMillis() + 1);
        take(orders, order("another", 1, "mine", "alice", "ckquorum", "m"));
        assertEquals("OK", awaitDone(Limits.CLUSTER_ORDERING_RUNS + 6).text());
    }

    @Test
    void anOrderWithANumberThatCannotBeYetIsRefused() {
        Orders orders = orders("10.0.0.1", SECRET);
        Order o = order("r", 1, "mine", "alice", "remove", "m");
        long number = Ledger.most(clock.wall()) + 1;
        take(orders, new Order(B, "r", 1, o.to(), number, o.at(), o.user(), o.words()));
        Done done = awaitDone(1);
        assertTrue(done.refused() && done.text().contains("cannot be"), done.text());
        assertEquals(List.of(), porter);
        assertTrue(ledger.next(clock.wall()) <= clock.wall().toEpochMilli(), "nor is it counted from");
    }

    @Test
    void onlySomeCommandsAreForAll() {
        take(orders("10.0.0.1", SECRET), order("r", 1, "mine", "alice", "failover", "m"));
        assertTrue(awaitDone(1).refused());
        assertEquals(List.of(), porter);
    }

    @Test
    void eachNodeAnswersForItselfAndWhoeverDoesNotIsSilent() throws Exception {
        nodes.hear(clock.now(), Sample.pulse(B, "rb", 0, 1, true));
        nodes.hear(clock.now(), Sample.pulse(C, "rc", 0, 1, true));
        Orders orders = orders("10.0.0.1", SECRET);
        List<Outcome> outcomes = new CopyOnWriteArrayList<>();
        vertx.runOnContext(go -> orders.give(new ClusterAsk.Order("alice", List.of("remove", "m")))
                .onSuccess(answer -> outcomes.addAll(((Outcomes) answer).outcomes())));
        Await.until(PATIENCE, "it is said", () -> said.size() == 1);
        Order order = (Order) said.get(0);
        assertEquals("rb", order.to().get(B));
        vertx.runOnContext(go -> {
            orders.take(new Done(new RunId("d".repeat(40)), A, "mine", 1, false, "a stranger"));
            orders.take(new Done(B, A, "mine", 1, true, "ERR No such master with that name"));
            orders.take(new Done(B, A, "mine", 1, false, "and again"));
        });
        Await.until(PATIENCE, "its end", () -> !outcomes.isEmpty());
        assertEquals(
                List.of(End.DONE, End.REFUSED, End.SILENT),
                outcomes.stream().map(Outcome::end).toList());
        assertEquals("ERR No such master with that name", outcomes.get(1).text());
    }
}
