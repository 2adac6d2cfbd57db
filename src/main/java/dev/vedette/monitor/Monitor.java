package dev.vedette.monitor;

import dev.vedette.brain.Brain;
import dev.vedette.bus.Ask;
import dev.vedette.bus.Bus;
import dev.vedette.bus.Candidates;
import dev.vedette.bus.Channel;
import dev.vedette.bus.Details;
import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.Errand;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.GossipFact;
import dev.vedette.bus.Level;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.NameFact;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.bus.Pulse;
import dev.vedette.bus.Replied;
import dev.vedette.bus.Reply;
import dev.vedette.bus.Sounded;
import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.LinkId;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterState;
import dev.vedette.model.Moment;
import dev.vedette.model.PeerRef;
import dev.vedette.model.SentinelState;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches, and keeps the one true picture of who follows whom.
 *
 * <p>Imagine a night watchman who knocks on every door, writes down when it was answered, and calls "down" only by the
 * clock, never by feeling; who, should he himself have dozed, accuses nobody for a while (TILT); and who alone may
 * repaint the sign that says which door is the master's. Everyone else carries a copy of that sign, so the sign changes
 * only as a whole, address and config epoch together, and only for a newer epoch.
 *
 * <p>Health and topology share this brain because they are tested and set together: a switch restarts the clocks of
 * everybody concerned, and a repair is only right against the topology of this very moment.
 */
public final class Monitor extends Brain {
    private final Watches watches;
    private final TiltWatch tilt = new TiltWatch(out);
    private final Soundings soundings = new Soundings();
    private final Tending tending;
    private final Verdicts verdicts;
    private final Findings findings;
    private final Succession succession;
    private final Disputes disputes;
    private final Operators operators;
    private final Rounds rounds;
    private long bookChanges;

    public Monitor(SentinelState state, Credentials peerCredentials, Moment now) {
        watches = new Watches(peerCredentials);
        tending = new Tending(watches, out);
        verdicts = new Verdicts(watches, soundings, out);
        findings = new Findings(watches, tending, new Repairs(out), tilt, out);
        succession = new Succession(watches, tending, out);
        disputes = new Disputes(watches, succession, tilt, out);
        operators = new Operators(watches, tending, succession, out);
        rounds = new Rounds(watches);
        state.masters().forEach((name, master) -> load(name, master, now));
        listen();
    }

    private void load(MasterName name, MasterState state, Moment now) {
        MasterWatch watch = new MasterWatch(name, state.address(), state.settings(), state.configEpoch(), now);
        state.replicas().stream()
                .filter(replica -> !replica.equals(state.address()))
                .forEach(replica -> watch.addReplica(replica, now));
        watches.add(watch);
        state.peers().forEach((id, address) -> watches.addPeer(watch, new PeerRef(id, address), now));
    }

    private void listen() {
        on(Pulse.class, pulse -> pulse());
        on(Tending.Due.class, due -> due(due.link()));
        on(Replied.class, this::replied);
        on(Sounded.class, sounded -> soundings.heard(sounded.asked(), out.now()));

        on(LinkFact.Up.class, this::up);
        on(LinkFact.Down.class, this::down);
        on(LinkFact.HelloHeard.class, this::helloHeard);
        hears(LinkFact.class);

        on(GossipFact.PeerKnown.class, known -> operators.peerKnown(known.master(), known.peer()));
        on(GossipFact.PeerForgotten.class, gone -> operators.peerForgotten(gone.master(), gone.peer()));
        on(GossipFact.ConfigurationHeard.class, succession::heard);
        on(GossipFact.ConfigurationDisputed.class, disputes::heard);
        ignore(GossipFact.Listening.class, "the election counts the peers");
        ignore(GossipFact.EpochHeard.class, "the election keeps the current epoch");
        hears(GossipFact.class);

        on(ElectionFact.ObjectivelyDown.class, fact -> objectivelyDown(fact.master(), true));
        on(ElectionFact.ObjectivelyUp.class, fact -> objectivelyDown(fact.master(), false));
        on(ElectionFact.CampaignStarted.class, fact -> failingOver(fact.master(), true));
        on(ElectionFact.CampaignEnded.class, fact -> failingOver(fact.master(), false));
        ignore(ElectionFact.Elected.class, "the master is busy since the campaign started");
        on(ElectionFact.EpochClaimed.class, disputes::claimed);
        ignore(ElectionFact.MandateLost.class, "the failover aborts and says so");
        ignore(ElectionFact.EpochChanged.class, "config epochs are compared, the current epoch is not");
        hears(ElectionFact.class);

        on(FailoverFact.Reconfiguring.class, fact -> urgent(fact.master(), fact.instance()));
        on(FailoverFact.Settled.class, fact -> settled(fact.master(), fact.instance()));
        on(FailoverFact.PromotionSeen.class, succession::promotion);
        on(FailoverFact.ReadyToSwitch.class, succession::ready);
        on(FailoverFact.Aborted.class, succession::aborted);
        ignore(FailoverFact.Ordered.class, "the election starts it");
        on(FailoverFact.HandingOver.class, findings::handOverOrdered);
        hears(FailoverFact.class);

        on(NameFact.Answered.class, this::answered);

        on(Ask.Instances.class, ask -> out.answer(report()));
        on(Ask.CandidatesOf.class, ask -> out.answer(candidates(ask.master())));
        on(Ask.Watch.class, operators::watch);
        on(Ask.Remove.class, operators::remove);
        on(Ask.Reset.class, operators::reset);
        on(Ask.Change.class, operators::change);
    }

    @Override
    public String name() {
        return "monitor";
    }

    @Override
    public String address() {
        return Bus.ASK_MONITOR;
    }

    @Override
    protected void started() {
        // Nobody owes us an answer for the time that our own start took.
        watches.links().forEach(link -> link.restartClocks(out.now()));
        watches.masters().forEach(operators::announceMonitor);
        // Thousands of connections opened at once would hold up whatever else is due, the pulse as well.
        rounds.next().forEach(tending::tend);
    }

    @Override
    protected void changed(ProcessSettings now) {
        operators.peerCredentials(now.settings().peerLogin());
        tending.tendAll();
    }

    // Time

    @Override
    protected void stalled(Duration gap) {
        tilt.enter("this process did not run for " + gap.toMillis() + " ms");
        watches.links().forEach(link -> link.overlook(gap, out.now()));
    }

    @Override
    protected void wallLeapt(Duration by) {
        tilt.enter("the time of day jumped by " + by.toMillis() + " ms");
    }

    private void pulse() {
        soundings.ask(out);
        tilt.leaveWhenOver();
        List<LinkHealth> turn = rounds.next();
        if (mayRenew()) {
            turn.forEach(tending::renewStale);
        }
        turn.forEach(tending::tend);
        if (!tilt.isOn()) {
            turn.forEach(verdicts::judge);
        }
    }

    private void due(LinkId id) {
        LinkHealth link = watches.health(id);
        if (link != null) {
            if (mayRenew()) {
                tending.renewStale(link);
            }
            tend(link);
        }
    }

    private boolean mayRenew() {
        return !tilt.isOn() && soundings.allowance(out.now()).isZero();
    }

    private void tend(LinkHealth link) {
        if (!tilt.isOn()) {
            verdicts.judge(link);
        }
        tending.tend(link);
    }

    // Links

    private void up(LinkFact.Up up) {
        LinkHealth link = watches.health(up.link());
        if (link == null) {
            return;
        }
        link.up(up.channel(), out.now());
        if (up.channel() == Channel.COMMAND) {
            if (up.link() instanceof LinkId.Node id) {
                connected(id);
            }
            tending.ping(link);
        }
        tend(link);
    }

    private void connected(LinkId.Node id) {
        NodeWatch node = watches.node(id);
        if (node != null) {
            watches.users(id).forEach(watch -> CrashEvidence.connected(watch, node));
            node.connected();
        }
    }

    private void down(LinkFact.Down down) {
        LinkHealth link = watches.health(down.link());
        if (link == null) {
            return;
        }
        if (down.link() instanceof LinkId.Node id && down.channel() == Channel.COMMAND) {
            NodeWatch node = watches.node(id);
            if (node != null) {
                node.connectionLost();
                if (down.refused()) {
                    watches.users(id).forEach(watch -> CrashEvidence.refused(watch, node, tending, out.now()));
                }
            }
        }
        if (link.down(down.channel(), down.why(), out.tunables(), out.now())) {
            watches.users(down.link()).forEach(watch -> remarkDown(watch, down));
        }
        tend(link);
    }

    private void remarkDown(MasterWatch watch, LinkFact.Down down) {
        String event = down.channel() == Channel.COMMAND ? "-cmd-link-reconnection" : "-pubsub-link-reconnection";
        out.remark(Level.DEBUG, watch.name, event + " " + details(watch, down.link()) + " #" + down.why());
    }

    private String details(MasterWatch watch, LinkId link) {
        if (link instanceof LinkId.Node id) {
            NodeWatch node = watch.node(id.address());
            return node == null ? id.toString() : Verdicts.details(out.book(), watch, node);
        }
        PeerWatch peer = watch.peers().get(((LinkId.Peer) link).id());
        return peer == null ? link.toString() : Details.sentinel(out.book(), peer.ref, watch.name, watch.address());
    }

    private void helloHeard(LinkFact.HelloHeard heard) {
        LinkHealth link = watches.health(heard.link());
        if (link != null) {
            link.heardHello(out.now());
        }
    }

    // Replies

    private void replied(Replied replied) {
        LinkHealth link = watches.health(replied.link());
        if (link == null) {
            return;
        }
        if (!(replied.errand() instanceof Errand.Reconfigure)) {
            link.replied();
        }
        if (replied.errand() instanceof Errand.Ping) {
            pong(link, replied.reply());
        } else if (replied.errand() instanceof Errand.Info && replied.link() instanceof LinkId.Node id) {
            findings.replied(id, replied.reply());
            weighCrash(id.master());
        } else if (replied.errand() instanceof Errand.Reconfigure && replied.reply() instanceof Reply.Refused refused) {
            watches.users(replied.link())
                    .forEach(watch -> out.remark(
                            Level.WARNING,
                            watch.name,
                            "the instance refused to be reconfigured: " + details(watch, replied.link()) + " #"
                                    + refused.error()));
        }
        tend(link);
    }

    /** What a replica says may be what was missing about its master. */
    private void weighCrash(MasterName name) {
        MasterWatch watch = watches.master(name);
        if (watch != null && watch.master().crash.isSought() && !tilt.isOn()) {
            verdicts.judge(watch.master().health);
        }
    }

    private void pong(LinkHealth link, Reply reply) {
        link.pingEnded();
        if (reply instanceof Reply.Lost) {
            return;
        }
        String text =
                reply instanceof Reply.Done done ? done.text() : reply instanceof Reply.Refused no ? no.error() : "";
        boolean pong = reply instanceof Reply.Done && text.startsWith("PONG");
        boolean valid = pong || text.startsWith("LOADING") || text.startsWith("MASTERDOWN");
        link.pong(valid, text, out.now());
        NodeWatch node = link.id() instanceof LinkId.Node id ? watches.node(id) : null;
        if (node == null) {
            return;
        }
        if (pong) {
            node.bootFinished();
        }
        if (text.startsWith("BUSY") && node.isDown() && !node.scriptKillSent() && !tilt.isOn()) {
            node.scriptKillWasSent();
            link.sent();
            out.command(link.id(), new Errand.ScriptKill());
        }
    }

    // Names

    private void answered(NameFact.Answered answer) {
        tending.dialling().answered(answer).forEach(this::down);
        findings.answered(answer.host());
        if (out.book().changes() != bookChanges) {
            bookChanges = out.book().changes();
            watches.masters().forEach(findings::forgetAliases);
        }
    }

    // What the others tell

    private void objectivelyDown(MasterName name, boolean down) {
        MasterWatch watch = watches.master(name);
        if (watch != null) {
            watch.objectivelyDown(down);
            watch.replicas().forEach(replica -> tending.tend(replica.health));
        }
    }

    private void failingOver(MasterName name, boolean on) {
        MasterWatch watch = watches.master(name);
        if (watch != null) {
            watch.failingOver(on);
        }
    }

    private void urgent(MasterName name, Address instance) {
        NodeWatch node = node(name, instance);
        if (node != null) {
            node.urgent(out.now());
            tending.tend(node.health);
        }
    }

    private void settled(MasterName name, Address instance) {
        NodeWatch node = node(name, instance);
        if (node != null) {
            node.settled();
        }
    }

    private @Nullable NodeWatch node(MasterName name, Address instance) {
        MasterWatch watch = watches.master(name);
        return watch == null ? null : watch.node(instance);
    }

    // Pictures

    private Candidates candidates(MasterName name) {
        MasterWatch watch = watches.master(name);
        return watch == null
                ? new Candidates(name, null, null, Duration.ZERO, false, List.of())
                : watch.candidates(out.book(), out.now());
    }

    private MonitorReport report() {
        return new MonitorReport(
                tilt.lasting(),
                tilt.count(),
                watches.masters().stream()
                        .map(watch -> watch.report(out.now(), watches::linkUsers))
                        .toList());
    }
}
