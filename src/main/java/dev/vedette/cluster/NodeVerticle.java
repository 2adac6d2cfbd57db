package dev.vedette.cluster;

import dev.vedette.bus.Ask;
import dev.vedette.bus.Bus;
import dev.vedette.bus.BusMessage;
import dev.vedette.bus.ClusterAnswer;
import dev.vedette.bus.ClusterAsk;
import dev.vedette.bus.ConfigFact;
import dev.vedette.bus.ElectionReport;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.NameFact;
import dev.vedette.bus.Note;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.cluster.Reading.Unreadable;
import dev.vedette.cluster.Said.Again;
import dev.vedette.cluster.Said.Events;
import dev.vedette.cluster.Said.Pulse;
import dev.vedette.cluster.Sightings.Told;
import dev.vedette.model.AddressBook;
import dev.vedette.model.Epoch;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.model.Moment;
import dev.vedette.model.RunId;
import dev.vedette.platform.Handover;
import dev.vedette.platform.Inside;
import dev.vedette.platform.Passwords;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One node among others: tells them what this sentinel sees, and keeps what they say. Everything here happens on one
 * thread of its own, and everything that comes in may be made up: it is bounded, checked, shown, and compared with what
 * others say; what comes of that is sentences for people.
 */
final class NodeVerticle extends VerticleBase {
    private static final int RUN_BITS = 48;
    private static final Duration FLUSH = Duration.ofMillis(50);

    private final ClusterSetup setup;
    private final Wire wire;
    private final Inside inside;
    private final Inflow inflow;
    private final Handover inbox = new Handover(Limits.CLUSTER_HANDOVER);
    private final Language language;
    private final RunId me;
    private final Diary diary;
    private final Round round;
    private final Nodes nodes = new Nodes();
    private final Sightings sightings = new Sightings();
    private final Standing standing = new Standing();
    private final AddressBook book;
    private @Nullable Orders orders;
    private @Nullable CatchUp catchUp;
    private @Nullable Membership membership;
    private boolean busy;
    private boolean flushing;
    private long unreadable;
    private String lastFault = "";
    private @Nullable Moment lastAgain;
    private boolean doubleTold;

    NodeVerticle(ClusterSetup setup, Wire wire, Inside inside) {
        this.setup = setup;
        this.wire = wire;
        this.inside = inside;
        this.inflow = new Inflow(setup.clock());
        this.language = new Language(setup.settings().secret());
        this.me = setup.myId();
        this.diary = new Diary(me, Passwords.hex(RUN_BITS));
        this.round = new Round(setup, diary);
        this.book = setup.book();
    }

    @Override
    public Future<?> start() {
        Membership opened = new Membership(vertx, wire, this::arrived, this::log);
        membership = opened;
        Ledger ledger = new Ledger(setup.clock().wall());
        Orders made = new Orders(vertx, setup, diary.run(), nodes, inside, ledger, this::say, this::log);
        orders = made;
        CatchUp reader = new CatchUp(
                vertx, setup, diary.run(), nodes, inside, made, ledger, this::say, text -> log(Level.WARNING, text));
        catchUp = reader;
        reader.open();
        inbox.open(context);
        opened.open();
        pulse();
        return Future.succeededFuture();
    }

    /** Where it must be called; once it is deployed. */
    Context home() {
        return context;
    }

    private void log(Level level, String text) {
        inside.publish(Bus.NOTE, new Note(level, null, text));
    }

    /** The longer, the more masters there are: who decides is asked for all that it knows. */
    private void pulse() {
        Nodes.Node own = nodes.find(me);
        int masters = own == null ? 0 : own.pulse().masters();
        Duration pause = Limits.CLUSTER_PULSE.plus(Limits.FEED_PICTURE_PER_MASTER.multipliedBy(masters));
        vertx.setTimer(pause.toMillis(), id -> {
            look();
            pulse();
        });
    }

    private void look() {
        Moment now = setup.clock().now();
        if (membership != null) {
            membership.look();
        }
        nodes.sweep(now);
        if (busy) {
            return;
        }
        busy = true;
        Future<MonitorReport> monitor = ask(new Ask.Instances(), MonitorReport.class);
        Future<ElectionReport> votes = ask(new Ask.Votes(), ElectionReport.class);
        Future.all(monitor, votes).onComplete(done -> {
            busy = false;
            if (done.succeeded()) {
                tell(monitor.result(), votes.result());
                compare();
            }
        });
    }

    private <T> Future<T> ask(Ask question, Class<T> answer) {
        return inside.ask(question.address(), question, answer);
    }

    private void tell(MonitorReport monitor, ElectionReport votes) {
        if (catchUp != null) {
            catchUp.look(monitor, book);
            round.next(monitor, votes, book, catchUp.considered()).forEach(this::tell);
        }
    }

    private void tell(Pulse pulse) {
        nodes.hear(setup.clock().now(), pulse);
        say(pulse);
    }

    private void say(Said said) {
        if (membership != null && membership.isJoined()) {
            membership.say(language.write(said));
        }
    }

    /** Only about what we watch ourselves: names that others make up are not told of. */
    private void compare() {
        Moment now = setup.clock().now();
        Nodes.Node own = nodes.find(me);
        SortedSet<RunId> speaking = nodes.speaking(now);
        SortedMap<MasterName, List<Disagreement>> all = new TreeMap<>();
        if (own != null) {
            for (MasterName master : own.masters()) {
                List<Disagreement> found =
                        Disagreements.find(master.value(), speaking, nodes.opinions(master, speaking), nodes::label);
                if (!found.isEmpty()) {
                    all.put(master, found);
                }
            }
        }
        standing.see(now, all).forEach(this::announce);
    }

    private void announce(Standing.News news) {
        Nodes.Node own = nodes.find(me);
        Opinion opinion = own == null ? null : own.opinion(news.master());
        String whom = "master " + news.master()
                + (opinion == null
                        ? ""
                        : " " + opinion.address().host() + " "
                                + opinion.address().port());
        inside.publish(
                Bus.EVENT,
                new SentinelEvent(
                        news.began() ? "+disagreement" : "-disagreement",
                        news.began() ? Level.WARNING : Level.NOTICE,
                        whom + " #" + news.about().key(),
                        news.master(),
                        news.began() ? news.about().sentence() : null));
    }

    /** Something happened here; a switch, by this config epoch. */
    void hear(Instant at, Epoch epoch, SentinelEvent event) {
        sightings.add(me, diary.write(at, epoch, event));
        if (catchUp != null) {
            catchUp.hear(at, event);
        }
        if (!flushing) {
            flushing = true;
            vertx.setTimer(FLUSH.toMillis(), id -> {
                flushing = false;
                diary.news().forEach(this::say);
            });
        }
    }

    /** Names stand for other addresses, or are to be treated differently. */
    void learn(BusMessage fact) {
        if (fact instanceof NameFact.Answered answered) {
            book.learn(answered.host(), answered.ip());
        } else if (fact instanceof ConfigFact.Changed changed) {
            book.policy(changed.now().settings().names());
        }
    }

    /** On any thread. */
    private void arrived(String text) {
        if (inflow.admits(text)) {
            inbox.put(() -> read(text));
        }
    }

    private void read(String text) {
        try {
            take(language.read(text));
        } catch (Unreadable | IllegalArgumentException e) {
            unreadable++;
            lastFault = String.valueOf(e.getMessage());
            if (unreadable == 1) {
                log(Level.WARNING, "cluster: something is said that no node of ours would say: " + lastFault);
            }
        }
    }

    private void take(Said said) {
        if (said.node().equals(me)) {
            beware(said);
        } else if (said instanceof Pulse pulse) {
            Nodes.Node node = nodes.hear(setup.clock().now(), pulse);
            if (node != null && pulse.events() > node.seen()) {
                askAgain(node);
            }
            if (node != null && catchUp != null) {
                catchUp.hear(pulse);
            }
        } else if (said instanceof Events events) {
            take(events);
        } else if (said instanceof Said.Order order && orders != null) {
            orders.take(order);
        } else if (said instanceof Said.Done done && orders != null) {
            orders.take(done);
        } else if (said instanceof Said.Offer offer && catchUp != null) {
            catchUp.take(offer);
        } else if (said instanceof Again again
                && again.of().equals(me)
                && again.run().equals(diary.run())) {
            sayAgain(again.after());
        }
    }

    /** What we say ourselves comes back. What somebody else says under our name is a copied state file, or a lie. */
    private void beware(Said said) {
        boolean ours = !(said instanceof Pulse pulse) || pulse.run().equals(diary.run());
        if (!ours && !doubleTold) {
            doubleTold = true;
            log(
                    Level.WARNING,
                    "cluster: another process says that it is this sentinel, " + me
                            + ": was a state file copied? Each sentinel needs an identity of its own");
        }
    }

    private void take(Events events) {
        Nodes.Node node = nodes.find(events.node());
        if (node == null || !node.pulse().run().equals(events.run())) {
            return;
        }
        for (Told told : events.events()) {
            if (told.seq() <= node.seen()) {
                continue;
            }
            if (told.seq() != node.seen() + 1 && told.seq() != events.oldest()) {
                askAgain(node);
                return;
            }
            node.missed(told.seq() - node.seen() - 1);
            node.seen(told.seq());
            sightings.add(node.id(), told);
        }
    }

    private void askAgain(Nodes.Node node) {
        if (node.mayAsk(setup.clock().now())) {
            say(new Again(me, node.id(), node.pulse().run(), node.seen()));
        }
    }

    private void sayAgain(long after) {
        Moment now = setup.clock().now();
        if (lastAgain == null || now.isPast(lastAgain, Limits.CLUSTER_AGAIN)) {
            lastAgain = now;
            diary.after(after).forEach(this::say);
        }
    }

    Future<ClusterAnswer> answer(ClusterAsk ask) {
        Moment now = setup.clock().now();
        if (ask instanceof ClusterAsk.Opinions opinions) {
            return shown(View.master(nodes, standing, opinions.master(), now));
        }
        if (ask instanceof ClusterAsk.Events events) {
            return shown(View.events(sightings, events.after()));
        }
        if (ask instanceof ClusterAsk.Order order) {
            return orders == null ? Future.failedFuture("not yet") : orders.give(order);
        }
        Membership known = membership;
        return shown(new JsonObject()
                .put("enabled", true)
                .put("name", setup.settings().name())
                .put("node", me.value())
                .put("joined", known != null && known.isJoined())
                .put("trouble", known == null ? "" : known.trouble())
                .put("signed", !setup.settings().secret().isEmpty())
                .put("unread", inflow.lost() + unreadable)
                .put("lastUnread", lastFault)
                .put("nodes", View.nodes(nodes, me, now))
                .put("disagreements", View.disagreements(standing)));
    }

    private static Future<ClusterAnswer> shown(JsonObject json) {
        return Future.succeededFuture(new ClusterAnswer.Shown(json.encode()));
    }

    @Override
    public Future<?> stop() {
        return membership == null ? Future.succeededFuture() : membership.close();
    }
}
