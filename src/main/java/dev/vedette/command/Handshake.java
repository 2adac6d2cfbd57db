package dev.vedette.command;

import static dev.vedette.command.CommandSpec.Flag.ALLOW_BUSY;
import static dev.vedette.command.CommandSpec.Flag.FAST;
import static dev.vedette.command.CommandSpec.Flag.LOADING;
import static dev.vedette.command.CommandSpec.Flag.NOSCRIPT;
import static dev.vedette.command.CommandSpec.Flag.NO_AUTH;
import static dev.vedette.command.CommandSpec.Flag.STALE;
import static dev.vedette.command.CommandSpec.row;

import dev.vedette.command.CommandSpec.Category;
import dev.vedette.command.acl.Users;
import dev.vedette.command.resp.Numbers;
import dev.vedette.command.resp.Protocol;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What clients say first: who they are, and in which dialect. */
final class Handshake {
    private static final RespValue NOT_LOGGED_IN = RespValue.failure(
            "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH"
                    + " <user> <pass> option can be used to authenticate the client and select the RESP protocol version"
                    + " at the same time");

    private final Access access;

    Handshake(Access access) {
        this.access = access;
    }

    List<CommandSpec> rows() {
        return List.of(
                row("ping", -1, new Handler.Anywhere(this::ping), FAST)
                        .also(Category.CONNECTION)
                        .tips("request_policy:all_shards", "response_policy:all_succeeded")
                        .doc("1.0.0", "connection", "Ping the server"),
                row("hello", -1, Handler.now(this::hello), NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
                        .also(Category.CONNECTION)
                        .doc("6.0.0", "connection", "Handshake with Redis"),
                row("auth", -2, Handler.now(this::auth), NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
                        .also(Category.CONNECTION)
                        .doc("1.0.0", "connection", "Authenticate to the server"));
    }

    private RespValue ping(Session session, Request request) {
        if (request.size() > 2) {
            return Errors.wrongArity("ping");
        }
        RespValue message = request.size() == 2 ? new RespValue.Bulk(request.raw(1)) : null;
        if (session.onlyListens()) {
            return RespValue.many(RespValue.bulk("pong"), message == null ? RespValue.bulk("") : message);
        }
        return message == null ? new RespValue.Status("PONG") : message;
    }

    private RespValue auth(Session session, Request request) {
        if (request.size() > 3) {
            return Errors.SYNTAX;
        }
        boolean noUser = request.size() == 2;
        if (noUser && access.users().byDefault().isOpen()) {
            return RespValue.failure("ERR AUTH <password> called without any password configured for the default user."
                    + " Are you sure your configuration is correct?");
        }
        String user = noUser ? Users.DEFAULT : request.bytes(1);
        return access.logIn(session, request, user, request.bytes(request.size() - 1))
                ? RespValue.OK
                : Errors.WRONG_PASSWORD;
    }

    private RespValue hello(Session session, Request request) {
        Protocol protocol = session.protocol();
        if (request.size() > 1) {
            OptionalLong version = Numbers.parse(request.raw(1));
            if (version.isEmpty()) {
                return RespValue.failure("ERR Protocol version is not an integer or out of range");
            }
            protocol = Protocol.of(version.getAsLong());
            if (protocol.version() != version.getAsLong()) {
                return RespValue.failure("NOPROTO unsupported protocol version");
            }
        }
        RespValue problem = helloOptions(session, request);
        if (problem != null) {
            return problem;
        }
        session.speak(protocol);
        return new RespValue.Pairs(List.of(
                RespValue.bulk("server"), RespValue.bulk(ServerIdentity.SERVER),
                RespValue.bulk("version"), RespValue.bulk(ServerIdentity.REDIS_VERSION),
                RespValue.bulk("proto"), RespValue.number(protocol.version()),
                RespValue.bulk("id"), RespValue.number(session.id()),
                RespValue.bulk("mode"), RespValue.bulk(ServerIdentity.MODE),
                RespValue.bulk("modules"), RespValue.many()));
    }

    /** All options are looked at before any is obeyed. */
    private @Nullable RespValue helloOptions(Session session, Request request) {
        int userAt = 0;
        int nameAt = 0;
        for (int at = 2; at < request.size(); at++) {
            int left = request.size() - 1 - at;
            if (request.is(at, "auth") && left >= 2) {
                userAt = at + 1;
                at += 2;
            } else if (request.is(at, "setname") && left >= 1) {
                nameAt = ++at;
                if (!ClientNames.isValid(request.raw(nameAt))) {
                    return ClientNames.BAD_NAME;
                }
            } else {
                return RespValue.failure("ERR Syntax error in HELLO option '" + request.echo(at) + "'");
            }
        }
        if (userAt > 0 && !access.logIn(session, request, request.bytes(userAt), request.bytes(userAt + 1))) {
            return Errors.WRONG_PASSWORD;
        }
        if (!session.isLoggedIn()) {
            return NOT_LOGGED_IN;
        }
        if (nameAt > 0) {
            session.rename(request.bytes(nameAt));
        }
        return null;
    }
}
