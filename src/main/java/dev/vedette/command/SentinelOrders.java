package dev.vedette.command;

import static dev.vedette.command.CommandSpec.Flag.ADMIN;
import static dev.vedette.command.CommandSpec.row;

import dev.vedette.bus.Answer;
import dev.vedette.bus.Answer.Ballot;
import dev.vedette.bus.Answer.Outcome;
import dev.vedette.bus.Ask;
import dev.vedette.command.resp.Glob;
import dev.vedette.command.resp.Numbers;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.HostText;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The SENTINEL sub-commands that change something. Words are checked here, everything else by the owner. */
final class SentinelOrders {
    private static final String ONLY_ASKING = "*";
    private static final String BAD_HOST = "ERR Invalid IP address or hostname specified";

    private final Masters masters;
    private final Owners owners;
    private final ScriptOptions scripts;

    SentinelOrders(Masters masters, Owners owners, ScriptOptions scripts) {
        this.masters = masters;
        this.owners = owners;
        this.scripts = scripts;
    }

    List<CommandSpec> rows() {
        return List.of(
                row("failover", -3, this::failover, ADMIN)
                        .doc("2.8.4", "sentinel", "Force a failover")
                        .help(
                                "FAILOVER <master-name> [COORDINATED]",
                                "Manually failover a master node without asking for agreement from other",
                                "Sentinels"),
                row("flushconfig", 2, (s, r) -> owners.flush().map(Errors::of), ADMIN)
                        .doc("2.8.4", "sentinel", "Rewrite configuration file")
                        .help(
                                "FLUSHCONFIG",
                                "Force Sentinel to rewrite its configuration on disk, including the current",
                                "Sentinel state."),
                row("is-master-down-by-addr", 6, this::isMasterDown, ADMIN)
                        .doc("2.8.4", "sentinel", "Check if a master is down")
                        .help(
                                "IS-MASTER-DOWN-BY-ADDR <ip> <port> <current-epoch> <runid>",
                                "Check if the master specified by ip:port is down from current Sentinel's",
                                "point of view."),
                row("is-primary-down-by-addr", 6, this::isMasterDown, ADMIN)
                        .doc("8.0.0", "sentinel", "Check if a primary is down"),
                row("monitor", 6, this::monitor, ADMIN)
                        .doc("2.8.4", "sentinel", "Start monitoring")
                        .help(
                                "MONITOR <name> <ip> <port> <quorum>",
                                "Start monitoring a new master with the specified name, ip, port and quorum."),
                row("remove", 3, this::remove, ADMIN)
                        .doc("2.8.4", "sentinel", "Stop monitoring")
                        .help("REMOVE <master-name>", "Remove master from Sentinel's monitor list."),
                row("reset", 3, this::reset, ADMIN)
                        .doc("2.8.4", "sentinel", "Reset masters by name pattern")
                        .help("RESET <pattern>", "Reset masters for specific master name matching this pattern."),
                row("set", -5, this::set, ADMIN)
                        .doc("2.8.4", "sentinel", "Change the configuration of a monitored master")
                        .help(
                                "SET <master-name> <option> <value> [<option> <value> ...]",
                                "Set configuration parameters for certain masters."));
    }

    private Future<RespValue> failover(Session session, Request request) {
        if (!masters.knows(name(request))) {
            return Future.succeededFuture(Errors.NO_SUCH_MASTER);
        }
        for (int i = 3; i < request.size(); i++) {
            if (!request.is(i, "coordinated")) {
                return refuse("ERR Unknown failover option specified");
            }
        }
        return order(new Ask.Failover(name(request), request.size() > 3));
    }

    private Future<RespValue> remove(Session session, Request request) {
        return order(new Ask.Remove(name(request)));
    }

    private Future<RespValue> monitor(Session session, Request request) {
        RespValue unsafe = SafeWords.check(request, "MONITOR");
        if (unsafe != null) {
            return Future.succeededFuture(unsafe);
        }
        OptionalLong quorum = Numbers.parse(request.raw(5));
        OptionalLong port = Numbers.parse(request.raw(4));
        if (quorum.isEmpty() || quorum.getAsLong() > Integer.MAX_VALUE) {
            return refuse("ERR Invalid quorum");
        }
        if (port.isEmpty()) {
            return refuse("ERR Invalid port");
        }
        if (quorum.getAsLong() < 1) {
            return refuse("ERR Quorum must be 1 or greater.");
        }
        String host = host(request.bytes(3));
        if (host == null || !masters.book().admits(host)) {
            return refuse(BAD_HOST);
        }
        return HostText.isName(host)
                ? owners.lookUp(host)
                        .compose(found -> found.ip() == null
                                ? refuse(BAD_HOST)
                                : monitor(request, host, port.getAsLong(), (int) quorum.getAsLong()))
                : monitor(request, host, port.getAsLong(), (int) quorum.getAsLong());
    }

    private Future<RespValue> monitor(Request request, String host, long port, int quorum) {
        if (!isPort(port)) {
            return refuse("ERR Invalid port number.");
        }
        if (!SafeWords.isName(request.text(2))) {
            return refuse("ERR Invalid master name: it must not be empty, and have no blanks and quotes.");
        }
        return order(new Ask.Watch(name(request), new Address(host, (int) port), quorum));
    }

    private Future<RespValue> reset(Session session, Request request) {
        String pattern = request.text(2);
        List<MasterName> names = masters.names().stream()
                .filter(name -> Glob.matches(pattern, name.value()))
                .toList();
        if (names.isEmpty()) {
            return Future.succeededFuture(RespValue.number(0));
        }
        return owners.order(new Ask.Reset(names))
                .map(outcome -> outcome == Outcome.DONE ? RespValue.number(names.size()) : Errors.of(outcome));
    }

    private Future<RespValue> set(Session session, Request request) {
        RespValue unsafe = SafeWords.check(request, "SET");
        if (unsafe != null) {
            return Future.succeededFuture(unsafe);
        }
        MasterName name = name(request);
        if (!masters.knows(name)) {
            return Future.succeededFuture(Errors.NO_SUCH_MASTER);
        }
        return scripts.unusable(request)
                .compose(unusable -> change(name, SettingOptions.read(request, scripts, unusable)));
    }

    private Future<RespValue> change(MasterName name, SettingOptions.Result read) {
        RespValue error = read.error();
        if (read.changes().isEmpty() && error != null) {
            return Future.succeededFuture(error);
        }
        return owners.order(new Ask.Change(name, read.changes()))
                .map(outcome -> error != null ? error : Errors.of(outcome));
    }

    /** An address that cannot be one is of no master here: nobody needs to be asked. */
    private Future<RespValue> isMasterDown(Session session, Request request) {
        OptionalLong port = Numbers.parse(request.raw(3));
        OptionalLong epoch = Numbers.parse(request.raw(4));
        if (port.isEmpty() || epoch.isEmpty()) {
            return Future.succeededFuture(Errors.NOT_AN_INTEGER);
        }
        if (!isPort(port.getAsLong())) {
            return Future.succeededFuture(ballot(new Ballot(false, null, Epoch.ZERO)));
        }
        Address address = new Address(request.text(2), (int) port.getAsLong());
        RunId candidate = request.is(5, ONLY_ASKING) ? null : new RunId(request.text(5));
        Ask.IsDown question = new Ask.IsDown(address, new Epoch(epoch.getAsLong()), candidate);
        Future<?> known =
                masters.book().isOpen(address.host()) ? owners.lookUp(address.host()) : Future.succeededFuture();
        return known.compose(found -> owners.ask(question, Answer.Ballot.class)).map(SentinelOrders::ballot);
    }

    private static RespValue ballot(Ballot ballot) {
        return RespValue.many(
                RespValue.number(ballot.down() ? 1 : 0),
                RespValue.bulk(
                        ballot.leader() == null ? ONLY_ASKING : ballot.leader().value()),
                RespValue.number(ballot.leaderEpoch().value()));
    }

    private Future<RespValue> order(Ask ask) {
        return owners.order(ask).map(Errors::of);
    }

    private static MasterName name(Request request) {
        return new MasterName(request.text(2));
    }

    private static boolean isPort(long number) {
        return number >= 0 && number <= Address.MAX_PORT;
    }

    private static @Nullable String host(String text) {
        String ip = ip(text);
        return ip != null ? ip : HostText.isName(text) ? text : null;
    }

    /** The usual form of an IP address, so that equal ones have equal text; null when it is none. */
    private static @Nullable String ip(String text) {
        boolean plain = text.indexOf('[') < 0 && text.indexOf('%') < 0;
        byte[] address = plain ? NetUtil.createByteArrayFromIpAddressString(text) : null;
        return address == null ? null : NetUtil.bytesToIpAddress(address);
    }

    private static Future<RespValue> refuse(String error) {
        return Future.succeededFuture(RespValue.failure(error));
    }
}
