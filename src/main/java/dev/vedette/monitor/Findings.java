package dev.vedette.monitor;

import dev.vedette.brain.Out;
import dev.vedette.bus.Details;
import dev.vedette.bus.FailoverFact;
import dev.vedette.bus.InfoReport;
import dev.vedette.bus.Level;
import dev.vedette.bus.MonitorFact;
import dev.vedette.bus.Reply;
import dev.vedette.bus.Slice;
import dev.vedette.model.Address;
import dev.vedette.model.Kind;
import dev.vedette.model.Limits;
import dev.vedette.model.LinkId;
import dev.vedette.model.Role;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What INFO tells, and what follows from it: new replicas, restarts, changed roles, strays (reference 3.5, 3.6). */
final class Findings {
    private final Watches watches;
    private final Tending tending;
    private final Repairs repairs;
    private final TiltWatch tilt;
    private final Out out;
    /** Masters whose INFO speaks of replicas by names that are being looked up. */
    private final NavigableMap<String, TreeSet<LinkId.Node>> waiting = new TreeMap<>();

    Findings(Watches watches, Tending tending, Repairs repairs, TiltWatch tilt, Out out) {
        this.watches = watches;
        this.tending = tending;
        this.repairs = repairs;
        this.tilt = tilt;
        this.out = out;
    }

    void replied(LinkId.Node id, Reply reply) {
        MasterWatch watch = watches.master(id.master());
        NodeWatch node = watches.node(id);
        if (watch == null || node == null) {
            return;
        }
        node.infoEnded();
        if (reply instanceof Reply.Text text) {
            node.infoText(text.text());
            informed(watch, node, inOurWords(watch, InfoParser.parse(text.text())));
        }
    }

    /** A replica may call its master by a name and we by its IP address, or the other way round. */
    private InfoReport inOurWords(MasterWatch watch, InfoReport report) {
        String host = report.masterHost();
        int port = report.masterPort();
        if (host == null || port < 0 || port > Address.MAX_PORT) {
            return report;
        }
        Address reported = new Address(host, port);
        Address meant = watch.meant(reported, out.book());
        if (out.book().isOpen(host) && meant.equals(reported) && watch.node(reported) == null) {
            out.lookUp(host);
        }
        return meant.equals(reported) ? report : report.following(meant.host());
    }

    /** What was reported with this name can be understood now. */
    void answered(String host) {
        TreeSet<LinkId.Node> reports = waiting.remove(host.toLowerCase(Locale.ROOT));
        if (reports != null) {
            for (LinkId.Node id : reports) {
                MasterWatch watch = watches.master(id.master());
                NodeWatch node = watches.node(id);
                if (watch != null && node != null && node.kind == Kind.MASTER) {
                    discover(watch, node.info());
                }
            }
        }
    }

    void forgetAliases(MasterWatch watch) {
        List<LinkHealth> aliases = watch.forgetAliases(out.book());
        for (LinkHealth alias : aliases) {
            out.remark(
                    Level.WARNING,
                    watch.name,
                    "replica " + alias.address() + " is one that is known by its name already, and listed once");
            tending.drop(alias);
        }
        if (!aliases.isEmpty()) {
            out.save(new Slice.Master(watch.picture()));
            out.tell(new MonitorFact.Topology(watch.picture()));
        }
    }

    private void informed(MasterWatch watch, NodeWatch node, InfoReport report) {
        NodeWatch.News news = node.take(report, out.now());
        if (news.rebooted()) {
            out.announce("+reboot", Level.NOTICE, Verdicts.details(out.book(), watch, node), watch.name);
            if (node.kind == Kind.MASTER && !watch.settings().rebootDownAfter().isZero()) {
                node.rebooted(out.now());
            }
        }
        if (node.kind == Kind.MASTER) {
            discover(watch, report);
        }
        if (news.handOverChanged()) {
            tellHandOver(watch, node);
        }
        if (news.roleChanged()) {
            roleChanged(watch, node, report.role(), news);
        }
        if (node.kind == Kind.REPLICA) {
            if (!tilt.isOn()) {
                repairs.consider(watch, node);
            }
            out.tell(new MonitorFact.ReplicaReported(watch.name, node.address, report));
        }
    }

    /** Known at once, and not with the next INFO: until then a hello could get stuck there. */
    void handOverOrdered(FailoverFact.HandingOver fact) {
        MasterWatch watch = watches.master(fact.master());
        NodeWatch node = watch == null ? null : watch.node(fact.instance());
        if (watch != null && node != null) {
            node.handOverOrdered(fact.on());
            tellHandOver(watch, node);
        }
    }

    private void tellHandOver(MasterWatch watch, NodeWatch node) {
        boolean on = node.isHandingOver() || node.isHandOverOrdered();
        out.tell(new MonitorFact.HandingOver(watch.name, node.address, on));
    }

    private void discover(MasterWatch watch, InfoReport report) {
        boolean found = false;
        for (Address replica : report.replicas()) {
            boolean known = watch.node(watch.meant(replica, out.book())) != null;
            if (known || !out.book().admits(replica.host())) {
                continue;
            }
            if (out.book().isOpen(replica.host())) {
                // Perhaps it is one that we know by its IP address.
                waiting.computeIfAbsent(replica.host().toLowerCase(Locale.ROOT), host -> new TreeSet<>())
                        .add(new LinkId.Node(watch.name, watch.address()));
                out.lookUp(replica.host());
                continue;
            }
            if (watch.replicas().size() >= Limits.REPLICAS_PER_MASTER) {
                out.remark(
                        Level.WARNING,
                        watch.name,
                        "ignoring replica " + replica + ": " + Limits.REPLICAS_PER_MASTER
                                + " are known already; SENTINEL RESET forgets those that are gone");
                break;
            }
            found = true;
            NodeWatch added = watch.addReplica(replica, out.now());
            out.announce("+slave", Level.NOTICE, Verdicts.details(out.book(), watch, added), watch.name);
            tending.tend(added.health);
        }
        if (found) {
            out.save(new Slice.Master(watch.picture()));
            out.tell(new MonitorFact.Topology(watch.picture()));
        }
    }

    private void roleChanged(MasterWatch watch, NodeWatch node, Role role, NodeWatch.News news) {
        boolean asConfigured = role == (node.kind == Kind.MASTER ? Role.MASTER : Role.REPLICA);
        out.announce(
                asConfigured ? "+role-change" : "-role-change",
                Level.VERBOSE,
                Verdicts.details(out.book(), watch, node) + " new reported role is " + role.wire(),
                watch.name);
        boolean ours = node.isUrgent() || node.address.equals(watch.promoted());
        if (node.kind == Kind.REPLICA && role == Role.MASTER && news.wasKnown() && !ours) {
            out.announce(
                    "+failover-detected",
                    Level.WARNING,
                    Details.master(out.book(), watch.name, watch.address()),
                    watch.name,
                    "the replica " + node.address + " has become a master, and not by this sentinel");
        }
    }
}
