package dev.vedette.cluster;

import dev.vedette.bus.Bus;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.cluster.Ledger.Entry;
import dev.vedette.cluster.Ledger.Kind;
import dev.vedette.cluster.Ledger.Own;
import dev.vedette.cluster.Ledger.Verdict;
import dev.vedette.cluster.Reading.Unreadable;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import dev.vedette.platform.Inside;
import dev.vedette.platform.Memory;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Offers others what they missed while they were away, and takes what they offer as the {@link Ledger} says: by the
 * same porter, as the same user, as if it were said now. Each that is taken, or is left to people, is an event.
 */
final class CatchUp {
    private final ClusterSetup setup;
    private final String run;
    private final Nodes nodes;
    private final Inside inside;
    private final Orders orders;
    private final Consumer<Said> say;
    private final Ledger ledger;
    private final Memory file;
    private final SortedMap<MasterName, Own> own = new TreeMap<>();
    private boolean opened;
    private boolean looked;
    private boolean taking;
    private @Nullable Moment lastOffer;
    private @Nullable Moment lastTaken;

    CatchUp(
            Vertx vertx,
            ClusterSetup setup,
            String run,
            Nodes nodes,
            Inside inside,
            Orders orders,
            Ledger ledger,
            Consumer<Said> say,
            Consumer<String> log) {
        this.setup = setup;
        this.run = run;
        this.nodes = nodes;
        this.inside = inside;
        this.orders = orders;
        this.ledger = ledger;
        this.say = say;
        this.file = new Memory(vertx, inside, setup.stateFile() + ".orders.json", ledger::text, log);
    }

    void open() {
        file.open(text -> ledger.remember(text, setup.clock().wall())).onComplete(read -> opened = true);
    }

    /** Whether its file has been read. */
    boolean isOpen() {
        return opened;
    }

    long considered() {
        return ledger.considered();
    }

    /** What is watched now. Before the file is read nobody knows what was watched last. */
    void look(MonitorReport report, AddressBook book) {
        if (!opened) {
            return;
        }
        own.clear();
        report.masters().stream()
                .map(MonitorReport.Master::picture)
                .forEach(master -> own.put(
                        master.name(),
                        new Own(book.dialled(master.advertised()), Opinion.settings(master.settings()))));
        if (ledger.look(setup.clock().wall(), own)) {
            file.changed();
        }
        looked = true;
    }

    /** Something happened here. */
    void hear(Instant at, SentinelEvent event) {
        if (event.name().equals("+set") && event.master() != null) {
            ledger.told(event.master(), at);
            file.changed();
        }
    }

    /** Another node is there, and says what it knows. */
    void hear(Said.Pulse pulse) {
        ledger.heard(pulse.ordered(), setup.clock().wall());
        Moment now = setup.clock().now();
        if (!looked || lastOffer != null && !now.isPast(lastOffer, Limits.CLUSTER_LEDGER_SETTLED)) {
            return;
        }
        List<Entry> offers = ledger.offers(pulse.ordered(), setup.clock().wall());
        if (!offers.isEmpty()) {
            lastOffer = now;
            say.accept(new Said.Offer(setup.myId(), pulse.node(), pulse.run(), offers));
        }
    }

    /**
     * Another node offers what we missed; several do, and the first one is heard.
     *
     * @throws Unreadable when there cannot be so many orders: no node of ours says that, so it is no turn of anybody
     */
    void take(Said.Offer offer) {
        Moment now = setup.clock().now();
        Instant wall = setup.clock().wall();
        boolean meant = offer.of().equals(setup.myId()) && offer.run().equals(run) && orders.believes();
        if (meant && !Ledger.areGiven(offer.entries(), wall)) {
            throw new Unreadable("an order is offered whose number cannot be yet");
        }
        boolean tooSoon = lastTaken != null && !now.isPast(lastTaken, Limits.CLUSTER_LEDGER_SETTLED);
        if (!meant || !looked || taking || tooSoon || orders.isBusy()) {
            return;
        }
        lastTaken = now;
        taking = true;
        Deque<Verdict> verdicts = new ArrayDeque<>(ledger.consider(offer.entries(), wall));
        file.changed();
        next(offer, verdicts, new HashSet<>());
    }

    /** One after the other; what concerns a master of which one has failed is not tried. */
    private void next(Said.Offer offer, Deque<Verdict> verdicts, Set<MasterName> failed) {
        Verdict verdict = verdicts.poll();
        if (verdict == null) {
            taking = false;
            return;
        }
        Entry entry = verdict.entry();
        if (verdict.kind() != Kind.TAKE || failed.contains(entry.master())) {
            if (verdict.kind() != Kind.NOTHING) {
                tell("+order-missed", offer, entry, verdict.why().isEmpty() ? "one before it failed" : verdict.why());
            }
            next(offer, verdicts, failed);
            return;
        }
        orders.run(orders.visitor(entry.user(), offer.node()), entry.words()).onSuccess(said -> {
            ledger.live(entry, !said.isError());
            if (said.isError()) {
                failed.add(entry.master());
                tell("+order-missed", offer, entry, said.text());
            } else {
                tell("+order-taken", offer, entry, said.text());
            }
            next(offer, verdicts, failed);
        });
    }

    private void tell(String event, Said.Offer offer, Entry entry, String why) {
        Own master = own.get(entry.master());
        String command = entry.words().get(0).toUpperCase(Locale.ROOT) + " "
                + String.join(" ", entry.words().subList(1, entry.words().size()));
        String whom = "master " + entry.master()
                + (master == null
                        ? ""
                        : " " + master.address().host() + " " + master.address().port());
        boolean taken = event.equals("+order-taken");
        String said = "SENTINEL " + command + " was said to all nodes at " + entry.at() + " by user " + entry.user()
                + " at " + nodes.label(entry.giver()) + " while this one was away; ";
        String then = taken
                ? "done now as " + nodes.label(offer.node()) + " has it: " + why
                : "not done: " + why + ". If it is still wanted, say it at this sentinel";
        inside.publish(
                Bus.EVENT, new SentinelEvent(event, Level.WARNING, whom + " #" + command, entry.master(), said + then));
    }
}
