package dev.vedette.command;

import static dev.vedette.command.CommandSpec.Flag.ADMIN;
import static dev.vedette.command.CommandSpec.Flag.LOADING;
import static dev.vedette.command.CommandSpec.Flag.NOSCRIPT;
import static dev.vedette.command.CommandSpec.Flag.STALE;

import dev.vedette.command.CommandSpec.Category;
import dev.vedette.command.CommandSpec.Flag;
import dev.vedette.command.resp.Numbers;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import dev.vedette.platform.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** CLIENT: what connections say of themselves, and what operators do to connections. */
final class ClientCommands {
    private final Sessions sessions;
    private final ClientLines lines;
    private final Access access;
    private final Clock clock;
    private final Pause pause;
    private final TrackingCommands tracking;

    ClientCommands(Sessions sessions, Clock clock, Access access, Pause pause) {
        this.access = access;
        this.clock = clock;
        this.pause = pause;
        this.tracking = new TrackingCommands(sessions);
        this.sessions = sessions;
        this.lines = new ClientLines(clock);
    }

    CommandSpec row() {
        CommandSpec container = CommandSpec.row("client", -2, Handler.now((s, r) -> Errors.wrongArity("client")))
                .doc("2.4.0", "connection", "A container for client connection commands");
        return Help.container(
                container,
                "5.0.0",
                List.of(),
                List.of(
                        mine("caching", 3, tracking::caching)
                                .doc(
                                        "6.0.0",
                                        "connection",
                                        "Instruct the server about tracking or not keys in the next request")
                                .help(
                                        "CACHING (YES|NO)",
                                        "Enable/disable tracking of the keys for next command in OPTIN/OPTOUT modes."),
                        mine("getredir", 2, tracking::redirection)
                                .doc("6.0.0", "connection", "Get tracking notifications redirection client ID if any")
                                .help(
                                        "GETREDIR",
                                        "Return the client ID we are redirecting to when tracking is enabled."),
                        mine(
                                        "getname",
                                        2,
                                        (s, r) -> s.name().isEmpty() ? RespValue.NULL : PubSubCommands.name(s.name()))
                                .doc("2.6.9", "connection", "Get the current connection name")
                                .help("GETNAME", "Return the name of the current connection."),
                        mine("id", 2, (s, r) -> RespValue.number(s.id()))
                                .doc("5.0.0", "connection", "Returns the client ID for the current connection")
                                .help("ID", "Return the ID of the current connection."),
                        mine("info", 2, (s, r) -> new RespValue.Verbatim(lines.line(s) + "\n"))
                                .tips("nondeterministic_output")
                                .doc("6.2.0", "connection", "Returns information about the current client connection.")
                                .help("INFO", "Return information about the current client connection."),
                        anybodys("kill", -3, this::kill)
                                .doc("2.4.0", "connection", "Kill the connection of a client")
                                .help(help(
                                        "Kill connections",
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
                                        "  Kill connections by client id.")),
                        anybodys("list", -2, this::list)
                                .tips("nondeterministic_output")
                                .doc("2.4.0", "connection", "Get the list of client connections")
                                .help(help(
                                        "Return clients",
                                        "LIST [options ...]",
                                        "Return information about client connections. Options:",
                                        "* TYPE (NORMAL|MASTER|REPLICA|PUBSUB)",
                                        "  Return clients of specified type.",
                                        "* ID <id> [<id> ...]",
                                        "  Return clients with these ids.")),
                        anybodys("unpause", 2, this::unpause)
                                .doc("6.2.0", "connection", "Resume processing of clients that were paused")
                                .help("UNPAUSE", "Stop the current client pause, resuming traffic."),
                        anybodys("pause", -3, this::pause)
                                .doc("2.9.50", "connection", "Stop processing commands from clients for some time")
                                .help(
                                        "PAUSE <timeout> [WRITE|ALL]",
                                        "Suspend all, or just write, clients for <timeout> milliseconds."),
                        mine("reply", 3, ClientCommands::reply)
                                .doc("3.2.0", "connection", "Instruct the server whether to reply to commands")
                                .help("REPLY (ON|OFF|SKIP)", "Control the replies sent to the current connection."),
                        mine("setname", 3, ClientCommands::setName)
                                .doc("2.6.9", "connection", "Set the current connection name")
                                .help("SETNAME <name>", "Assign the name <name> to the current connection."),
                        mine("setinfo", 4, ClientCommands::setInfo)
                                .doc("7.2.0", "connection", "Set client or connection specific info")
                                .help(
                                        "SETINFO <option> <value>",
                                        "Set client meta attr. Options are:",
                                        "* LIB-NAME: the client lib name.",
                                        "* LIB-VER: the client lib version."),
                        anybodys("unblock", -3, ClientCommands::unblock)
                                .doc(
                                        "5.0.0",
                                        "connection",
                                        "Unblock a client blocked in a blocking command from a different connection")
                                .help("UNBLOCK <clientid> [TIMEOUT|ERROR]", "Unblock the specified blocked client."),
                        mine("tracking", -3, tracking::tracking)
                                .doc(
                                        "6.0.0",
                                        "connection",
                                        "Enable or disable server assisted client side caching support")
                                .help(
                                        "TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]]",
                                        "     [OPTIN] [OPTOUT] [NOLOOP]",
                                        "Control server assisted client side caching."),
                        mine("trackinginfo", 2, tracking::report)
                                .doc(
                                        "6.2.0",
                                        "connection",
                                        "Return information about server assisted client side caching for the"
                                                + " current connection")
                                .help("TRACKINGINFO", "Report tracking status for the current connection."),
                        anybodys("no-evict", 3, ClientCommands::noEvict)
                                .doc("7.0.0", "connection", "Set client eviction mode for the current connection")
                                .help("NO-EVICT (ON|OFF)", "Protect current client connection from eviction.")));
    }

    private static CommandSpec mine(String name, int arity, BiFunction<Session, Request, RespValue> body) {
        return inner(name, arity, body, NOSCRIPT, LOADING, STALE);
    }

    private static CommandSpec anybodys(String name, int arity, BiFunction<Session, Request, RespValue> body) {
        return inner(name, arity, body, ADMIN, NOSCRIPT, LOADING, STALE);
    }

    private static CommandSpec inner(
            String name, int arity, BiFunction<Session, Request, RespValue> body, Flag... flags) {
        return CommandSpec.row(name, arity, Handler.now(body), flags).also(Category.CONNECTION);
    }

    private static RespValue setName(Session session, Request request) {
        if (!ClientNames.isValid(request.raw(2))) {
            return ClientNames.BAD_NAME;
        }
        session.rename(request.bytes(2));
        return RespValue.OK;
    }

    private static RespValue setInfo(Session session, Request request) {
        boolean libName = request.is(2, "lib-name");
        if (!libName && !request.is(2, "lib-ver")) {
            return RespValue.failure("ERR Unrecognized option '" + request.echo(2) + "'");
        }
        if (!ClientNames.isValid(request.raw(3))) {
            return RespValue.failure(
                    "ERR " + request.echo(2) + " cannot contain spaces, newlines or special characters.");
        }
        if (libName) {
            session.libName(request.bytes(3));
        } else {
            session.libVersion(request.bytes(3));
        }
        return RespValue.OK;
    }

    private static RespValue noEvict(Session session, Request request) {
        if (!request.is(2, "on") && !request.is(2, "off")) {
            return Errors.SYNTAX;
        }
        session.noEvict(request.is(2, "on"));
        return RespValue.OK;
    }

    private static RespValue reply(Session session, Request request) {
        if (request.is(2, "on")) {
            session.wantsReplies(true);
            return RespValue.OK;
        }
        if (request.is(2, "off")) {
            session.wantsReplies(false);
            return RespValue.NOTHING;
        }
        if (request.is(2, "skip")) {
            session.skipNextReply();
            return RespValue.NOTHING;
        }
        return Errors.SYNTAX;
    }

    private RespValue pause(Session session, Request request) {
        if (request.size() > 4) {
            return tooManyWords("pause");
        }
        boolean writesOnly = request.size() == 4 && request.is(3, "write");
        if (request.size() == 4 && !writesOnly && !request.is(3, "all")) {
            return RespValue.failure("ERR CLIENT PAUSE mode must be WRITE or ALL");
        }
        OptionalLong millis = Numbers.parse(request.raw(2));
        if (millis.isEmpty()) {
            return RespValue.failure("ERR timeout is not an integer or out of range");
        }
        if (millis.getAsLong() < 0) {
            return RespValue.failure("ERR timeout is negative");
        }
        pause.begin(writesOnly ? Pause.Scope.WRITES : Pause.Scope.EVERYTHING, millis.getAsLong());
        return RespValue.OK;
    }

    private RespValue unpause(Session session, Request request) {
        pause.over();
        return RespValue.OK;
    }

    /** No command of a sentinel blocks, and a pause is not to be evaded. */
    private static RespValue unblock(Session session, Request request) {
        if (request.size() > 4) {
            return tooManyWords("unblock");
        }
        if (request.size() == 4 && !request.is(3, "timeout") && !request.is(3, "error")) {
            return RespValue.failure("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
        }
        return Numbers.parse(request.raw(2)).isEmpty() ? Errors.NOT_AN_INTEGER : RespValue.number(0);
    }

    private static RespValue tooManyWords(String word) {
        return RespValue.failure(
                "ERR unknown subcommand or wrong number of arguments for '" + word + "'. Try CLIENT HELP.");
    }

    private RespValue list(Session session, Request request) {
        ClientFilter filter = filter(ClientFilter.Verb.LIST, session);
        RespValue problem = filter.read(request, 2);
        if (problem != null) {
            return problem;
        }
        StringBuilder text = new StringBuilder();
        filter.of(sessions).forEach(listed -> text.append(lines.line(listed)).append('\n'));
        return new RespValue.Verbatim(text.toString());
    }

    private ClientFilter filter(ClientFilter.Verb verb, Session session) {
        return new ClientFilter(verb, access.users(), lines, session, clock.now());
    }

    private RespValue kill(Session session, Request request) {
        boolean byAddress = request.size() == 3;
        ClientFilter filter = filter(ClientFilter.Verb.KILL, session);
        if (byAddress) {
            filter.onlyFrom(request.bytes(2));
        } else {
            RespValue problem = filter.read(request, 2);
            if (problem != null) {
                return problem;
            }
        }
        List<Session> victims = filter.of(sessions).stream().distinct().toList();
        for (Session victim : victims) {
            if (victim == session) {
                session.hangUp();
            } else {
                victim.outlet().drop();
            }
        }
        if (byAddress) {
            return victims.isEmpty() ? RespValue.failure("ERR No such client") : RespValue.OK;
        }
        return RespValue.number(victims.size());
    }

    private static String[] help(String does, String... ofRedis7) {
        return Stream.concat(Stream.of(ofRedis7), ClientFilter.helpOnLater(does).stream())
                .toArray(String[]::new);
    }
}
