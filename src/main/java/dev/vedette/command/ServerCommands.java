package dev.vedette.command;

import static dev.vedette.command.CommandSpec.Flag.ADMIN;
import static dev.vedette.command.CommandSpec.Flag.ALLOW_BUSY;
import static dev.vedette.command.CommandSpec.Flag.FAST;
import static dev.vedette.command.CommandSpec.Flag.LOADING;
import static dev.vedette.command.CommandSpec.Flag.NOSCRIPT;
import static dev.vedette.command.CommandSpec.Flag.NO_MULTI;
import static dev.vedette.command.CommandSpec.Flag.PUBSUB;
import static dev.vedette.command.CommandSpec.Flag.STALE;
import static dev.vedette.command.CommandSpec.row;

import dev.vedette.bus.Ask;
import dev.vedette.command.CommandSpec.Category;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import dev.vedette.model.MasterName;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Commands about the process as a whole. */
final class ServerCommands {
    private static final String HELLO_CHANNEL = "__sentinel__:hello";

    private enum ShutdownOption {
        SAVE,
        NOSAVE,
        NOW,
        FORCE,
        ABORT
    }

    private final Masters masters;
    private final Owners owners;
    private final InfoText info;
    private final Runnable shutdown;

    ServerCommands(Masters masters, Owners owners, InfoText info, Runnable shutdown) {
        this.masters = masters;
        this.owners = owners;
        this.info = info;
        this.shutdown = shutdown;
    }

    List<CommandSpec> rows() {
        return List.of(
                row("info", -1, this::info, LOADING, STALE)
                        .also(Category.DANGEROUS)
                        .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
                        .doc("1.0.0", "server", "Get information and statistics about the server"),
                row("role", 1, Handler.now(this::role), NOSCRIPT, LOADING, STALE, FAST)
                        .also(Category.ADMIN)
                        .also(Category.DANGEROUS)
                        .doc("2.8.12", "server", "Return the role of the instance in the context of replication"),
                row("publish", 3, this::publish, PUBSUB, LOADING, STALE, FAST)
                        .doc("2.0.0", "pubsub", "Post a message to a channel"),
                row("shutdown", -1, Handler.now(this::shutdown), ADMIN, NOSCRIPT, LOADING, STALE, NO_MULTI, ALLOW_BUSY)
                        .doc(
                                "1.0.0",
                                "server",
                                "Synchronously save the dataset to disk and then shut down the server"));
    }

    private RespValue role(Session session, Request request) {
        return RespValue.many(
                RespValue.bulk(ServerIdentity.MODE),
                RespValue.bulks(masters.names().stream().map(MasterName::value).toList()));
    }

    private Future<RespValue> info(Session session, Request request) {
        Set<InfoText.Section> sections = InfoText.sections(request);
        if (!sections.contains(InfoText.Section.SENTINEL)) {
            return Future.succeededFuture(RespValue.bulk(info.withoutSentinel(sections)));
        }
        return Future.all(owners.instances(), owners.votes(), owners.inForce(), owners.scripts())
                .map(all -> RespValue.bulk(
                        info.text(sections, all.resultAt(0), all.resultAt(1), all.resultAt(2), all.resultAt(3))));
    }

    /** Peers bring their hellos here. Nothing else may be published: subscribers hear us and nobody else. */
    private Future<RespValue> publish(Session session, Request request) {
        if (!request.bytes(1).equals(HELLO_CHANNEL)) {
            return Future.succeededFuture(
                    RespValue.failure("ERR Only HELLO messages are accepted by Sentinel instances."));
        }
        return owners.order(new Ask.TakeHello(request.text(2))).map(outcome -> RespValue.number(1));
    }

    private RespValue shutdown(Session session, Request request) {
        Set<ShutdownOption> options = EnumSet.noneOf(ShutdownOption.class);
        for (int i = 1; i < request.size(); i++) {
            String word = request.bytes(i).toUpperCase(Locale.ROOT);
            Optional<ShutdownOption> option = Arrays.stream(ShutdownOption.values())
                    .filter(known -> known.name().equals(word))
                    .findFirst();
            if (option.isEmpty()) {
                return Errors.SYNTAX;
            }
            options.add(option.get());
        }
        boolean abort = options.contains(ShutdownOption.ABORT);
        if ((abort && options.size() > 1)
                || options.containsAll(EnumSet.of(ShutdownOption.SAVE, ShutdownOption.NOSAVE))) {
            return Errors.SYNTAX;
        }
        if (abort) {
            return RespValue.failure("ERR No shutdown in progress.");
        }
        session.hangUp();
        shutdown.run();
        return RespValue.NOTHING;
    }
}
