package dev.vedette.command;

import static dev.vedette.command.CommandSpec.Flag.ADMIN;
import static dev.vedette.command.CommandSpec.row;

import dev.vedette.bus.MonitorReport;
import dev.vedette.bus.ScriptReport;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Address;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The SENTINEL sub-commands that only look. Where a master is, the one question that every client asks all the time, is
 * answered from our own picture; the rest by the owners, so that what is shown is what is.
 */
final class SentinelViews {
    private final RunId myId;
    private final Masters masters;
    private final Owners owners;

    SentinelViews(RunId myId, Masters masters, Owners owners) {
        this.myId = myId;
        this.masters = masters;
        this.owners = owners;
    }

    List<CommandSpec> rows() {
        return List.of(
                row("ckquorum", 3, this::ckquorum, ADMIN)
                        .doc("2.8.4", "sentinel", "Check for a Sentinel quorum")
                        .help(
                                "CKQUORUM <master-name>",
                                "Check if the current Sentinel configuration is able to reach the quorum",
                                "needed to failover a master and the majority needed to authorize the",
                                "failover."),
                row("get-master-addr-by-name", 3, new Handler.Anywhere(this::address), ADMIN)
                        .doc("2.8.4", "sentinel", "Get port and address of a master")
                        .help(
                                "GET-MASTER-ADDR-BY-NAME <master-name>",
                                "Return the ip and port number of the master with that name."),
                row("get-primary-addr-by-name", 3, new Handler.Anywhere(this::address), ADMIN)
                        .doc("8.0.0", "sentinel", "Get port and address of a primary"),
                row("info-cache", -3, this::infoCache, ADMIN)
                        .doc("3.2.0", "sentinel", "Get cached INFO from the instances in the deployment")
                        .help(
                                "INFO-CACHE <master-name>",
                                "Return last cached INFO output from masters and all its replicas."),
                row("primary", 3, this::master, ADMIN).doc("8.0.0", "sentinel", "Shows the state of a primary"),
                row("primaries", 2, this::masters, ADMIN).doc("8.0.0", "sentinel", "List the monitored primaries"),
                row("master", 3, this::master, ADMIN)
                        .doc("2.8.4", "sentinel", "Shows the state of a master")
                        .help("MASTER <master-name>", "Show the state and info of the specified master."),
                row("masters", 2, this::masters, ADMIN)
                        .doc("2.8.4", "sentinel", "List the monitored masters")
                        .help("MASTERS", "Show a list of monitored masters and their state."),
                row("myid", 2, Handler.now((s, r) -> RespValue.bulk(myId.value())), ADMIN)
                        .doc("6.2.0", "sentinel", "Get the Sentinel instance ID")
                        .help("MYID", "Return the ID of the Sentinel instance."),
                row("pending-scripts", 2, (s, r) -> owners.scripts().map(SentinelViews::pending), ADMIN)
                        .doc("2.8.4", "sentinel", "Get information about pending scripts")
                        .help("PENDING-SCRIPTS", "Get pending scripts information."),
                row("replicas", 3, this::replicas, ADMIN)
                        .doc("5.0.0", "sentinel", "List the monitored replicas")
                        .help("REPLICAS <master-name>", "Show a list of replicas for this master and their state."),
                row("slaves", 3, this::replicas, ADMIN).doc("2.8.0", "sentinel", "List the monitored slaves"),
                row("sentinels", 3, this::sentinels, ADMIN)
                        .doc("2.8.4", "sentinel", "List the Sentinel instances")
                        .help(
                                "SENTINELS <master-name>",
                                "Show a list of Sentinel instances for this master and their state."));
    }

    private RespValue address(Session session, Request request) {
        Address address = masters.address(new MasterName(request.text(2)));
        return address == null
                ? RespValue.NULL_ARRAY
                : RespValue.many(RespValue.bulk(address.host()), RespValue.bulk(address.port()));
    }

    private Future<RespValue> masters(Session session, Request request) {
        return Future.all(owners.instances(), owners.votes(), owners.failovers())
                .map(all -> {
                    MonitorReport report = all.resultAt(0);
                    return array(report.masters().stream()
                            .map(master -> FieldMaps.master(masters.book(), master, all.resultAt(1), all.resultAt(2))));
                });
    }

    private Future<RespValue> master(Session session, Request request) {
        return ifKnown(request, () -> Future.all(owners.instances(), owners.votes(), owners.failovers())
                .map(all -> of(
                        request,
                        all.resultAt(0),
                        master -> FieldMaps.master(masters.book(), master, all.resultAt(1), all.resultAt(2)))));
    }

    private Future<RespValue> replicas(Session session, Request request) {
        return ifKnown(request, () -> Future.all(owners.instances(), owners.failovers())
                .map(all -> of(
                        request,
                        all.resultAt(0),
                        master -> array(master.replicas().stream()
                                .filter(MonitorReport.Replica::announced)
                                .map(replica ->
                                        FieldMaps.replica(masters.book(), master, replica, all.resultAt(1)))))));
    }

    private Future<RespValue> sentinels(Session session, Request request) {
        return ifKnown(request, () -> Future.all(owners.instances(), owners.peers(), owners.votes())
                .map(all -> of(
                        request,
                        all.resultAt(0),
                        master -> array(master.peers().stream()
                                .map(peer -> FieldMaps.peer(
                                        masters.book(), master, peer, all.resultAt(1), all.resultAt(2)))))));
    }

    /** The whole texts, for whoever wants to know more than a sentinel does; unknown names are passed over. */
    private Future<RespValue> infoCache(Session session, Request request) {
        SortedSet<MasterName> wanted = new TreeSet<>();
        for (int i = 2; i < request.size(); i++) {
            wanted.add(new MasterName(request.text(i)));
        }
        return owners.instances().map(report -> {
            List<RespValue> reply = new ArrayList<>();
            for (MonitorReport.Master master : report.masters()) {
                if (wanted.contains(master.picture().name())) {
                    reply.add(RespValue.bulk(master.picture().name().value()));
                    reply.add(array(Stream.concat(
                                    Stream.of(master.node()),
                                    master.replicas().stream().map(MonitorReport.Replica::node))
                            .map(SentinelViews::cached)));
                }
            }
            return new RespValue.Many(reply);
        });
    }

    private static RespValue cached(MonitorReport.DataNode node) {
        Duration age = node.infoAge();
        String text = node.infoText();
        return RespValue.many(
                RespValue.number(age == null ? 0 : age.toMillis()),
                text == null ? RespValue.NULL : RespValue.bulk(text));
    }

    private Future<RespValue> ckquorum(Session session, Request request) {
        return ifKnown(request, () -> owners.instances().map(report -> of(request, report, SentinelViews::ckquorum)));
    }

    private static RespValue ckquorum(MonitorReport.Master master) {
        long usable = master.usable();
        boolean quorum = master.quorumIsUsable();
        boolean majority = master.majorityIsUsable();
        if (quorum && majority) {
            return new RespValue.Status(
                    "OK " + usable + " usable Sentinels. Quorum and failover authorization can be reached");
        }
        return RespValue.failure("NOQUORUM " + usable + " usable Sentinels. "
                + (quorum ? "" : "Not enough available Sentinels to reach the specified quorum for this master")
                + (quorum || majority ? "" : ". ")
                + (majority ? "" : "Not enough available Sentinels to reach the majority and authorize a failover"));
    }

    private static RespValue pending(ScriptReport report) {
        return array(report.jobs().stream().map(SentinelViews::pending));
    }

    private static RespValue pending(ScriptReport.Job job) {
        return new RespValue.Pairs(List.of(
                RespValue.bulk("argv"),
                RespValue.bulks(job.argv()),
                RespValue.bulk("flags"),
                RespValue.bulk(job.running() ? "running" : "scheduled"),
                RespValue.bulk("pid"),
                RespValue.bulk(job.pid()),
                RespValue.bulk(job.running() ? "run-time" : "run-delay"),
                RespValue.bulk(job.time().toMillis()),
                RespValue.bulk("retry-num"),
                RespValue.bulk(job.tries())));
    }

    private interface Question {
        Future<RespValue> ask();
    }

    /** An unknown name is refused without bothering anybody. */
    private Future<RespValue> ifKnown(Request request, Question question) {
        return masters.knows(new MasterName(request.text(2)))
                ? question.ask()
                : Future.succeededFuture(Errors.NO_SUCH_MASTER);
    }

    private static RespValue of(Request request, MonitorReport report, Function<MonitorReport.Master, RespValue> show) {
        return report.find(new MasterName(request.text(2))).map(show).orElse(Errors.NO_SUCH_MASTER);
    }

    private static RespValue array(Stream<RespValue> items) {
        return new RespValue.Many(items.toList());
    }
}
