package dev.vedette.sim.stock;

import dev.vedette.command.resp.Glob;
import dev.vedette.command.resp.Request;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.IpText;
import dev.vedette.model.Kind;
import dev.vedette.model.RunId;
import dev.vedette.sim.Observation;
import dev.vedette.sim.stock.Instance.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** SENTINEL and its sub-commands (reference 8.2 to 8.5). */
final class SentinelCommand {
    private final Core core;
    private final FieldMaps maps;

    SentinelCommand(Core core) {
        this.core = core;
        this.maps = new FieldMaps(core);
    }

    void execute(Session session, Request request) {
        if (request.size() < 2) {
            session.write(Out.wrongNumber("sentinel"));
            return;
        }
        String sub = request.text(1).toLowerCase(Locale.ROOT);
        int words = words(sub);
        if (words == 0) {
            session.write(Out.error("ERR unknown subcommand '" + request.text(1) + "'. Try SENTINEL HELP."));
        } else if (words > 0 ? request.size() != words : request.size() < -words) {
            session.write(Out.wrongNumber("sentinel|" + sub));
        } else if (sub.equals("myid")) {
            session.write(Out.bulk(core.myId.value()));
        } else if (sub.equals("masters")) {
            session.write(maps.all(core.masters.values()));
        } else if (sub.equals("get-master-addr-by-name")) {
            session.write(addressOf(request.text(2)));
        } else if (sub.equals("is-master-down-by-addr")) {
            session.write(isMasterDown(request));
        } else if (sub.equals("reset")) {
            session.write(reset(request.text(2)));
        } else if (sub.equals("monitor")) {
            monitor(session, request);
        } else if (sub.equals("flushconfig")) {
            core.save();
            session.writeOnceSaved();
        } else {
            aboutAMaster(session, sub, request);
        }
    }

    /** As Redis declares it: the exact number, or the least when negative; 0 when there is no such sub-command. */
    private static int words(String sub) {
        return switch (sub) {
            case "myid", "masters", "flushconfig" -> 2;
            case "master",
                    "replicas",
                    "slaves",
                    "sentinels",
                    "get-master-addr-by-name",
                    "ckquorum",
                    "failover",
                    "reset",
                    "remove" -> 3;
            case "monitor", "is-master-down-by-addr" -> 6;
            case "set" -> -5;
            default -> 0;
        };
    }

    private void aboutAMaster(Session session, String sub, Request request) {
        Instance master = core.masters.get(request.text(2));
        if (master == null) {
            session.write(Out.NO_SUCH_MASTER);
            return;
        }
        switch (sub) {
            case "master" -> session.write(maps.of(master));
            case "sentinels" -> session.write(maps.all(master.sentinels.values()));
            case "replicas", "slaves" ->
                session.write(maps.all(master.slaves.values().stream()
                        .filter(slave -> slave.announced)
                        .toList()));
            case "ckquorum" -> session.write(quorum(master));
            case "failover" -> session.write(failover(master));
            case "remove" -> remove(session, master);
            default -> new SettingCommand(core).execute(session, master, request);
        }
    }

    private String addressOf(String name) {
        Instance master = core.masters.get(name);
        if (master == null) {
            return Out.NOTHING;
        }
        Address address = master.currentAddress();
        return Out.bulks(List.of(address.host(), Integer.toString(address.port())));
    }

    private String isMasterDown(Request request) {
        OptionalLong port = number(request.text(3));
        OptionalLong epoch = number(request.text(4));
        if (port.isEmpty() || epoch.isEmpty()) {
            return Out.NOT_A_NUMBER;
        }
        Instance master = port.getAsLong() < 0 || port.getAsLong() > Address.MAX_PORT
                ? null
                : core.masterAt(new Address(request.text(2), (int) port.getAsLong()));
        boolean down = !core.tilt && master != null && master.is(Mark.S_DOWN);
        // Two halves that know nothing of each other: a vote needs neither a master that is down nor a known candidate.
        Election.Vote vote = master == null || request.text(5).equals("*")
                ? new Election.Vote(null, Epoch.ZERO)
                : core.election.vote(master, new Epoch(epoch.getAsLong()), new RunId(request.text(5)));
        RunId leader = vote.leader();
        return Out.array(List.of(
                Out.integer(down ? 1 : 0),
                Out.bulk(leader == null ? "*" : leader.value()),
                Out.integer(vote.epoch().value())));
    }

    private String reset(String pattern) {
        List<Instance> matching = core.masters.values().stream()
                .filter(master -> Glob.matches(pattern, master.name))
                .toList();
        for (Instance master : matching) {
            core.failover.reset(master, true);
            core.event("+reset-master", master);
        }
        return Out.integer(matching.size());
    }

    private void monitor(Session session, Request request) {
        OptionalLong quorum = number(request.text(5));
        OptionalLong port = number(request.text(4));
        String name = request.text(2);
        String refused = quorum.isEmpty()
                ? "ERR Invalid quorum"
                : port.isEmpty()
                        ? "ERR Invalid port"
                        : quorum.getAsLong() <= 0
                                ? "ERR Quorum must be 1 or greater."
                                : IpText.canonical(request.text(3)) == null
                                        ? "ERR Invalid IP address or hostname specified"
                                        : port.getAsLong() < 0 || port.getAsLong() > Address.MAX_PORT
                                                ? "ERR Invalid port number."
                                                : core.masters.containsKey(name) ? "ERR Duplicate master name." : "";
        if (!refused.isEmpty()) {
            session.write(Out.error(refused));
            return;
        }
        Instance master = core.create(Kind.MASTER, name, request.text(3), (int) port.getAsLong(), null);
        master.quorum = (int) quorum.getAsLong();
        core.save();
        core.event("+monitor", master, master.details() + " quorum " + master.quorum);
        session.writeOnceSaved();
    }

    private void remove(Session session, Instance master) {
        core.event("-monitor", master);
        core.masters.remove(master.name);
        master.release();
        core.save();
        session.write(Out.OK);
    }

    private String failover(Instance master) {
        if (master.is(Mark.FAILOVER_IN_PROGRESS)) {
            return Out.error("INPROG Failover already in progress");
        }
        if (Selection.best(core, master) == null) {
            return Out.error("NOGOODSLAVE No suitable replica to promote");
        }
        core.log(Observation.StockLogged.ORDERED + "'" + master.name + "'");
        core.failover.start(master);
        master.marks.add(Mark.FORCE_FAILOVER);
        return Out.OK;
    }

    private static String quorum(Instance master) {
        int voters = master.sentinels.size() + 1;
        long usable = 1
                + master.sentinels.values().stream()
                        .filter(peer -> !peer.is(Mark.S_DOWN))
                        .count();
        List<String> lacking = new ArrayList<>();
        if (usable < master.quorum) {
            lacking.add("Not enough available Sentinels to reach the specified quorum for this master");
        }
        if (usable < voters / 2 + 1) {
            lacking.add("Not enough available Sentinels to reach the majority and authorize a failover");
        }
        return lacking.isEmpty()
                ? "+OK " + usable + " usable Sentinels. Quorum and failover authorization can be reached\r\n"
                : Out.error("NOQUORUM " + usable + " usable Sentinels. " + String.join(". ", lacking));
    }

    static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
