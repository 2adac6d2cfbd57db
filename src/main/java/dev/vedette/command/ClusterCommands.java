package dev.vedette.command;

import static dev.vedette.command.CommandSpec.Flag.ADMIN;
import static dev.vedette.command.CommandSpec.row;

import dev.vedette.bus.Bus;
import dev.vedette.bus.ClusterAnswer.Outcome;
import dev.vedette.bus.ClusterAnswer.Outcomes;
import dev.vedette.bus.ClusterAsk;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import dev.vedette.platform.LocalBus;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code SENTINEL CLUSTER <subcommand …>}: what an operator says once for all sentinels of the cluster. Whoever says it
 * needs the right to say it here without {@code CLUSTER}; whether it may be done elsewhere each node decides for
 * itself.
 */
final class ClusterCommands {
    private static final RespValue UNKNOWN =
            RespValue.failure("ERR SENTINEL CLUSTER takes CKQUORUM, MONITOR, REMOVE, RESET or SET");
    private static final RespValue ALONE =
            RespValue.failure("ERR This sentinel is in no cluster: vedette-cluster-enabled is not yes");

    private final LocalBus bus;
    private final Access access;

    ClusterCommands(LocalBus bus, Access access) {
        this.bus = bus;
        this.access = access;
    }

    CommandSpec row() {
        return CommandSpec.row("cluster", -3, this::order, ADMIN)
                .doc("0.1.0", "sentinel", "Run a command at every sentinel of the cluster");
    }

    private Future<RespValue> order(Session session, Request request) {
        List<String> words = new ArrayList<>();
        for (int i = 2; i < request.size(); i++) {
            words.add(request.text(i));
        }
        String name = words.get(0).toLowerCase(Locale.ROOT);
        if (!ClusterAsk.FOR_ALL_NODES.contains(name)) {
            return Future.succeededFuture(UNKNOWN);
        }
        List<String> plain = new ArrayList<>(List.of("sentinel"));
        plain.addAll(words);
        Request alone = Request.of(plain.toArray(String[]::new));
        CommandSpec row = access.called(alone, 0);
        if (row == null || !row.takes(alone.size())) {
            return Future.succeededFuture(Errors.wrongArity("sentinel|" + name));
        }
        RespValue refusal = access.refusal(session, row, alone);
        if (refusal != null) {
            return Future.succeededFuture(refusal);
        }
        String user = AclCommands.utf8(session.user().name());
        return bus.ask(Bus.CLUSTER, new ClusterAsk.Order(user, words), Outcomes.class)
                .map(ClusterCommands::told)
                .recover(e -> LocalBus.isNobodyThere(e) ? Future.succeededFuture(ALONE) : Future.failedFuture(e));
    }

    private static RespValue told(Outcomes outcomes) {
        return RespValue.many(
                outcomes.outcomes().stream().map(ClusterCommands::told).toArray(RespValue[]::new));
    }

    private static RespValue told(Outcome outcome) {
        return RespValue.many(
                RespValue.bulk("node"),
                RespValue.bulk(outcome.node().value()),
                RespValue.bulk("address"),
                RespValue.bulk(outcome.address()),
                RespValue.bulk("outcome"),
                RespValue.bulk(outcome.end().name().toLowerCase(Locale.ROOT)),
                RespValue.bulk("reply"),
                RespValue.bulk(outcome.text()));
    }
}
