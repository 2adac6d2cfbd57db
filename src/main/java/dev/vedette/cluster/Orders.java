package dev.vedette.cluster;

import dev.vedette.bus.Bus;
import dev.vedette.bus.ClusterAnswer;
import dev.vedette.bus.ClusterAnswer.End;
import dev.vedette.bus.ClusterAnswer.Outcome;
import dev.vedette.bus.ClusterAnswer.Outcomes;
import dev.vedette.bus.ClusterAsk;
import dev.vedette.bus.Level;
import dev.vedette.bus.VisitorAnswer;
import dev.vedette.bus.VisitorAnswer.Said;
import dev.vedette.bus.VisitorAsk;
import dev.vedette.cluster.Said.Done;
import dev.vedette.cluster.Said.Order;
import dev.vedette.model.ClusterSettings;
import dev.vedette.model.Limits;
import dev.vedette.model.RunId;
import dev.vedette.platform.Clock;
import dev.vedette.platform.Inside;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says once for all nodes. Each node does it for itself, by the porter of its own Redis port and by
 * the rights that the user has there, and says what became of it.
 *
 * <p>An order is believed when it is signed: only then is its user who it says. Without a secret it is what anybody on
 * this machine could say at the Redis port without a password, and where others than this machine reach the cluster, it
 * is refused. It names the run of each node that is meant, and counts up, so that one that was overheard cannot be said
 * again. Of a run that is forgotten, because many others have ordered something since, we know when its last order was:
 * what a run that we do not know ordered before that may be that order once more.
 */
final class Orders {
    private static final String PLAYED_AGAIN =
            "ERR This order is older than some that are forgotten here, so it may be one of them: say it again";

    private static final String NO_SECRET =
            "ERR Orders of other nodes are refused: they need vedette-cluster-secret, or a cluster of this machine alone";

    /** One of ours that is under way. */
    private static final class Pending {
        private final SortedMap<RunId, @Nullable Done> answers = new TreeMap<>();
        private final Promise<ClusterAnswer> told = Promise.promise();
        private boolean here;
    }

    private final Vertx vertx;
    private final ClusterSettings settings;
    private final RunId me;
    private final String run;
    private final Nodes nodes;
    private final Inside inside;
    private final Ledger ledger;
    private final Clock clock;
    private final Consumer<dev.vedette.cluster.Said> say;
    private final BiConsumer<Level, String> log;
    private final SortedMap<Long, Pending> pending = new TreeMap<>();
    /** @param latest the time of its latest order, by its own clock */
    private record Run(long number, Instant latest) {}

    /** The last order of each run of a node; the run that has ordered something last is the last one. */
    private final Map<String, Run> taken = new LinkedHashMap<>();
    /** The time of the latest order of those runs that are forgotten. */
    private Instant forgotten = Instant.MIN;

    private long numbers;
    private int running;

    Orders(
            Vertx vertx,
            ClusterSetup setup,
            String run,
            Nodes nodes,
            Inside inside,
            Ledger ledger,
            Consumer<dev.vedette.cluster.Said> say,
            BiConsumer<Level, String> log) {
        this.vertx = vertx;
        this.settings = setup.settings();
        this.me = setup.myId();
        this.run = run;
        this.nodes = nodes;
        this.inside = inside;
        this.ledger = ledger;
        this.clock = setup.clock();
        this.say = say;
        this.log = log;
    }

    /** Somebody here, who may, orders it. */
    Future<ClusterAnswer> give(ClusterAsk.Order order) {
        if (pending.size() >= Limits.CLUSTER_ORDERS) {
            return Future.failedFuture("too many orders are under way");
        }
        if (order.words().size() > Limits.CLUSTER_ORDER_WORDS
                || order.words().stream().anyMatch(word -> word.length() > Limits.CLUSTER_ORDER_WORD)) {
            return Future.failedFuture("the order is too long");
        }
        long number = ++numbers;
        Pending mine = new Pending();
        pending.put(number, mine);
        SortedMap<RunId, String> to = new TreeMap<>();
        nodes.all().stream().filter(node -> !node.id().equals(me)).forEach(node -> {
            to.put(node.id(), node.pulse().run());
            mine.answers.put(node.id(), null);
        });
        Instant at = clock.wall();
        long entry = Words.isKept(order.words()) ? ledger.next(at) : 0;
        say.accept(new Order(me, run, number, to, entry, at, order.user(), order.words()));
        vertx.setTimer(Limits.CLUSTER_ORDER.toMillis(), id -> end(number));
        run(new VisitorAsk.Vouched(order.user(), "cluster"), order.words()).onSuccess(said -> {
            keep(new Ledger.Entry(entry, at, me, order.user(), order.words()), said);
            mine.answers.put(me, new Done(me, me, run, number, said.isError(), said.text()));
            mine.here = true;
            look(number, mine);
        });
        return mine.told.future();
    }

    /** A node says what became of an order of ours. The first answer of each that was asked counts. */
    void take(Done done) {
        Pending mine = pending.get(done.number());
        if (mine == null || !done.of().equals(me) || !done.run().equals(run)) {
            return;
        }
        if (mine.answers.containsKey(done.node()) && mine.answers.get(done.node()) == null) {
            mine.answers.put(done.node(), done);
            look(done.number(), mine);
        }
    }

    private void keep(Ledger.Entry entry, Said said) {
        if (entry.number() > 0) {
            ledger.live(entry, !said.isError());
        }
    }

    private void look(long number, Pending mine) {
        if (mine.here && !mine.answers.containsValue(null)) {
            end(number);
        }
    }

    private void end(long number) {
        Pending mine = pending.remove(number);
        if (mine == null) {
            return;
        }
        List<Outcome> outcomes = new ArrayList<>();
        mine.answers.forEach((id, done) -> {
            Nodes.Node node = nodes.find(id);
            String address = node == null ? "" : node.pulse().address();
            outcomes.add(
                    done == null
                            ? new Outcome(
                                    id,
                                    address,
                                    End.SILENT,
                                    "no answer: it may have been done or not; it is safe to say it again")
                            : new Outcome(id, address, done.refused() ? End.REFUSED : End.DONE, done.text()));
        });
        mine.told.tryComplete(new Outcomes(outcomes));
    }

    /** Another node orders it. */
    void take(Order order) {
        String who = order.node() + " " + order.run();
        Run last = taken.get(who);
        if (!run.equals(order.to().get(me)) || last != null && order.number() <= last.number()) {
            return;
        }
        if (last == null && !order.at().isAfter(forgotten)) {
            answer(order, new Said(true, PLAYED_AGAIN));
            return;
        }
        Instant latest = last == null || order.at().isAfter(last.latest()) ? order.at() : last.latest();
        taken.remove(who);
        taken.put(who, new Run(order.number(), latest));
        forget();
        if (order.entry() > Ledger.most(clock.wall())) {
            answer(order, new Said(true, "ERR There cannot be as many orders yet as the number of this one says"));
        } else if (!ClusterAsk.FOR_ALL_NODES.contains(order.words().get(0).toLowerCase(Locale.ROOT))) {
            answer(order, new Said(true, "ERR This is no command for all nodes"));
        } else if (running >= Limits.CLUSTER_ORDERS) {
            answer(order, new Said(true, "ERR Too many orders are under way"));
        } else if (!believes()) {
            answer(order, new Said(true, NO_SECRET));
        } else {
            running++;
            run(visitor(order.user(), order.node()), order.words()).onSuccess(said -> {
                running--;
                keep(new Ledger.Entry(order.entry(), order.at(), order.node(), order.user(), order.words()), said);
                answer(order, said);
            });
        }
    }

    /** Whether others may order anything here at all. */
    boolean believes() {
        return !settings.secret().isEmpty() || settings.isPrivate();
    }

    /** Whether one of others is being done. */
    boolean isBusy() {
        return running > 0;
    }

    /** As whom an order of others is done; only a secret vouches for anybody. */
    VisitorAsk visitor(String user, RunId node) {
        String from = "cluster:" + node.value().substring(0, 8);
        return settings.secret().isEmpty() ? new VisitorAsk.Enter(null, from) : new VisitorAsk.Vouched(user, from);
    }

    /** A clock that is far ahead, or a lie, must not make everybody else be refused for as long. */
    private void forget() {
        if (taken.size() > Limits.CLUSTER_ORDERING_RUNS) {
            Iterator<Run> runs = taken.values().iterator();
            Run oldest = runs.next();
            runs.remove();
            Instant most = clock.wall().plus(Ledger.CLOCKS);
            Instant latest = oldest.latest().isAfter(most) ? most : oldest.latest();
            forgotten = latest.isAfter(forgotten) ? latest : forgotten;
        }
    }

    private void answer(Order order, Said said) {
        String name = order.words().size() > 1 ? " " + order.words().get(1) : "";
        log.accept(
                Level.WARNING,
                "cluster: user " + order.user() + " at " + nodes.label(order.node()) + ": SENTINEL "
                        + order.words().get(0).toUpperCase(Locale.ROOT) + name + ": " + said.text());
        say.accept(new Done(
                me,
                order.node(),
                order.run(),
                order.number(),
                said.isError(),
                dev.vedette.cluster.Said.readable(said.text(), Limits.CLUSTER_ORDER_WORD)));
    }

    /** By the porter of the Redis port, as that user. Never fails: what goes wrong is said. */
    Future<Said> run(VisitorAsk enter, List<String> words) {
        List<String> command = new ArrayList<>(List.of("sentinel"));
        command.addAll(words);
        Future<Said> answer = inside.ask(Bus.COMMAND, enter, VisitorAnswer.class)
                .compose(entered -> {
                    if (!(entered instanceof VisitorAnswer.Badge badge)) {
                        return Future.succeededFuture(
                                entered instanceof Said said ? said : new Said(true, "ERR It was not let in"));
                    }
                    return inside.ask(Bus.COMMAND, new VisitorAsk.Run(badge.visitor(), command), Said.class)
                            .onComplete(done -> inside.send(Bus.COMMAND, new VisitorAsk.Leave(badge.visitor())));
                });
        return answer.otherwise(e -> new Said(true, "ERR " + e.getMessage()));
    }
}
