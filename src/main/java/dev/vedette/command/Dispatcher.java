package dev.vedette.command;

import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From a request to its reply: finds the row, refuses what may not run, in the order of Redis's own checks, so that a
 * request with several faults gets the error that it gets there.
 */
final class Dispatcher {
    private static final int ECHOED = 128;
    /** A browser that was tricked into talking to us says one of these; it must not get to its next line. */
    private static final Set<String> HTTP = Set.of("post", "host:");

    private static final String ABOUT_CLIENTS = "client|";

    private static final Set<String> WHILE_LISTENING =
            Set.of("ping", "subscribe", "psubscribe", "unsubscribe", "punsubscribe");

    private final CommandTable table;
    private final Traffic traffic;
    private final Access access;
    private final Pause pause;

    Dispatcher(CommandTable table, Traffic traffic, Access access, Pause pause) {
        this.access = access;
        this.pause = pause;
        this.table = table;
        this.traffic = traffic;
    }

    Future<RespValue> run(Session session, Request request) {
        String name = request.lower(0);
        if (HTTP.contains(name)) {
            session.outlet().drop();
            return Future.succeededFuture(RespValue.NOTHING);
        }
        CommandSpec row = table.called(request, 0);
        if (row == null || !row.fullName().startsWith(ABOUT_CLIENTS)) {
            session.tracking().anotherCommandRan();
        }
        if (row == null) {
            return refuse(table.find(name) == null ? unknown(request) : unknownSubcommand(name, request));
        }
        if (!row.takes(request.size())) {
            return refuse(Errors.wrongArity(row.fullName()));
        }
        session.running(row.fullName());
        RespValue refusal = access.refusal(session, row, request);
        if (refusal != null) {
            return refuse(refusal);
        }
        if (session.onlyListens() && !WHILE_LISTENING.contains(row.fullName())) {
            return refuse(RespValue.failure("ERR Can't execute '" + row.fullName()
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context"));
        }
        if (pause.holds(row)) {
            return pause.hold(session, () -> run(session, request));
        }
        traffic.executed(session.lastActive());
        return row.handler().answer(session, request);
    }

    /** The answer to what any loop may answer, or null: the rest is for {@link #run}, and so is whoever is special. */
    @Nullable
    RespValue anywhere(Session session, Request request, Counts counts) {
        if (HTTP.contains(request.lower(0))) {
            session.outlet().drop();
            return RespValue.NOTHING;
        }
        CommandSpec row = table.called(request, 0);
        if (row == null || !(row.handler() instanceof Handler.Anywhere here) || !row.takes(request.size())) {
            return null;
        }
        boolean isPlain = access.mayAll(session)
                && !session.isSubscriber()
                && !session.tracking().isOn()
                && !pause.isOn();
        if (!isPlain) {
            return null;
        }
        session.running(row.fullName());
        counts.executed(session.lastActive());
        return here.body().apply(session, request);
    }

    /** Whether it has to log in before it may say much. On any thread. */
    boolean isStranger(Session session) {
        return access.isStranger(session);
    }

    private static Future<RespValue> refuse(RespValue error) {
        return Future.succeededFuture(error);
    }

    private static RespValue unknown(Request request) {
        StringBuilder arguments = new StringBuilder();
        for (int i = 1; i < request.size() && arguments.length() < ECHOED; i++) {
            String echo = cut(request.echo(i), ECHOED - arguments.length());
            arguments.append('\'').append(echo).append("' ");
        }
        return RespValue.failure(
                "ERR unknown command '" + cut(request.echo(0), ECHOED) + "', with args beginning with: " + arguments);
    }

    private static RespValue unknownSubcommand(String container, Request request) {
        return RespValue.failure("ERR unknown subcommand '" + cut(request.echo(1), ECHOED) + "'. Try "
                + container.toUpperCase(Locale.ROOT) + " HELP.");
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
