package dev.vedette.command;

import dev.vedette.command.acl.User;
import dev.vedette.command.acl.Users;
import dev.vedette.command.resp.Numbers;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Moment;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Which connections CLIENT KILL means. All conditions must hold. */
final class ClientKill {
    static final String[] HELP = {
        "KILL <ip:port>",
        "Kill connection made from <ip:port>.",
        "KILL <option> <value> [<option> <value> [...]]",
        "Kill connections. Options are:",
        "* ADDR (<ip:port>|<unixsocket>:0)",
        "  Kill connections made from the specified address",
        "* LADDR (<ip:port>|<unixsocket>:0)",
        "  Kill connections made to specified local address",
        "* TYPE (NORMAL|MASTER|REPLICA|PUBSUB)",
        "  Kill connections by type.",
        "* USER <username>",
        "  Kill connections authenticated by <username>.",
        "* SKIPME (YES|NO)",
        "  Skip killing current connection (default: yes).",
        "* ID <client-id>",
        "  Kill connections by client id.",
        "* MAXAGE <maxage>",
        "  Kill connections older than the specified age."
    };

    private static final List<String> TYPES = List.of("normal", "slave", "replica", "pubsub", "master");

    private @Nullable String remote;
    private @Nullable String local;
    private @Nullable String type;
    private long id;
    private long youngest;
    private boolean skipMe = true;
    private @Nullable User user;
    private final Users users;

    ClientKill(Users users) {
        this.users = users;
    }

    static boolean isType(String word) {
        return TYPES.contains(word);
    }

    static String typeOf(Session session) {
        return session.isSubscriber() ? "pubsub" : "normal";
    }

    /** The error, or null when all is understood. */
    @Nullable
    RespValue read(Request request) {
        if (request.size() == 3) {
            remote = request.bytes(2);
            skipMe = false;
            return null;
        }
        for (int at = 2; at < request.size(); at += 2) {
            RespValue problem = at + 1 < request.size() ? option(request, at) : Errors.SYNTAX;
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable RespValue option(Request request, int at) {
        String value = request.echo(at + 1);
        switch (request.lower(at)) {
            case "id" -> {
                OptionalLong number = Numbers.parse(request.raw(at + 1));
                if (number.isEmpty() || number.getAsLong() < 1) {
                    return RespValue.failure("ERR client-id should be greater than 0");
                }
                id = number.getAsLong();
            }
            case "maxage" -> {
                OptionalLong age = Numbers.parse(request.raw(at + 1));
                if (age.isEmpty()) {
                    return RespValue.failure("ERR maxage is not an integer or out of range");
                }
                if (age.getAsLong() < 1) {
                    return RespValue.failure("ERR maxage should be greater than 0");
                }
                youngest = age.getAsLong();
            }
            case "type" -> {
                if (!isType(request.lower(at + 1))) {
                    return RespValue.failure("ERR Unknown client type '" + value + "'");
                }
                type = request.lower(at + 1);
            }
            case "addr" -> remote = value;
            case "laddr" -> local = value;
            case "user" -> {
                user = users.find(request.bytes(at + 1));
                if (user == null) {
                    return RespValue.failure("ERR No such user '" + value + "'");
                }
            }
            case "skipme" -> {
                if (!request.is(at + 1, "yes") && !request.is(at + 1, "no")) {
                    return Errors.SYNTAX;
                }
                skipMe = request.is(at + 1, "yes");
            }
            default -> {
                return Errors.SYNTAX;
            }
        }
        return null;
    }

    boolean matches(Session other, Session me, Moment now) {
        return (remote == null || remote.equals(other.remote()))
                && (local == null || local.equals(other.local()))
                && (type == null || type.equals(typeOf(other)))
                && (user == null || user == other.user())
                && (id == 0 || id == other.id())
                && now.since(other.opened()).toSeconds() >= youngest
                && !(skipMe && other == me);
    }
}
