package dev.vedette.command;

import dev.vedette.bus.VisitorAnswer;
import dev.vedette.bus.VisitorAsk;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import dev.vedette.model.Limits;
import dev.vedette.platform.Clock;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Those who come in by the door of the feed or of the cluster. Each is a session like that of a connection, so that the
 * porter, the table of commands, the log of refusals and CLIENT LIST need to know nothing of the web, and a user who is
 * deleted is put out here as there. Visitors cannot listen: for that the feed has streams of its own.
 */
final class Visitors {
    private static final RespValue GONE = RespValue.failure("NOAUTH This session is over.");
    private static final RespValue NO_SUCH_USER = RespValue.failure("NOPERM There is no such user here, or it is off.");
    private static final RespValue TOO_MANY = RespValue.failure("ERR Too many sessions.");
    private static final RespValue NO_LISTENING = RespValue.failure("ERR Not over HTTP.");
    private static final RespValue WRONG_PASSWORD = Errors.WRONG_PASSWORD;

    private final Sessions sessions;
    private final Dispatcher dispatcher;
    private final Access access;
    private final Traffic traffic;
    private final Pause pause;
    private final Clock clock;
    private final SortedMap<Long, Session> inside = new TreeMap<>();

    Visitors(Sessions sessions, Dispatcher dispatcher, Access access, Traffic traffic, Pause pause, Clock clock) {
        this.sessions = sessions;
        this.dispatcher = dispatcher;
        this.access = access;
        this.traffic = traffic;
        this.pause = pause;
        this.clock = clock;
    }

    Future<VisitorAnswer> answer(VisitorAsk ask) {
        if (ask instanceof VisitorAsk.Enter enter) {
            return Future.succeededFuture(enter(enter));
        }
        if (ask instanceof VisitorAsk.Vouched vouched) {
            return Future.succeededFuture(vouched(vouched));
        }
        if (ask instanceof VisitorAsk.Run run) {
            return run(run).map(Visitors::said);
        }
        if (ask instanceof VisitorAsk.May may) {
            return Future.succeededFuture(said(judge(may)));
        }
        if (ask instanceof VisitorAsk.Leave leave) {
            leave(leave.visitor());
            return Future.succeededFuture(said(RespValue.OK));
        }
        return Future.succeededFuture(new VisitorAnswer.Counts(
                traffic.sinceStart().commands(),
                traffic.sinceStart().errors(),
                traffic.connections(),
                traffic.rejections(),
                sessions.count(),
                traffic.sinceStart().inputBytes(),
                traffic.sinceStart().outputBytes()));
    }

    private VisitorAnswer enter(VisitorAsk.Enter enter) {
        if (inside.size() >= Limits.FEED_SESSIONS) {
            return said(TOO_MANY);
        }
        long id = sessions.nextId();
        Session session = new Session(id, enter.from(), "feed", clock.now(), new Door(id));
        access.welcome(session);
        VisitorAsk.Login login = enter.login();
        if (login != null) {
            Request words = Request.of("auth", login.user());
            if (!access.logIn(session, words, bytes(login.user()), bytes(login.password()))) {
                return said(WRONG_PASSWORD);
            }
            sessions.add(session);
        }
        inside.put(id, session);
        return new VisitorAnswer.Badge(id, AclCommands.utf8(session.user().name()));
    }

    private VisitorAnswer vouched(VisitorAsk.Vouched vouched) {
        if (inside.size() >= Limits.FEED_SESSIONS) {
            return said(TOO_MANY);
        }
        long id = sessions.nextId();
        Session session = new Session(id, vouched.from(), "cluster", clock.now(), new Door(id));
        access.welcome(session);
        if (!access.vouch(session, bytes(vouched.user()))) {
            return said(NO_SUCH_USER);
        }
        sessions.add(session);
        inside.put(id, session);
        return new VisitorAnswer.Badge(id, vouched.user());
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private Future<RespValue> run(VisitorAsk.Run run) {
        Session session = inside.get(run.visitor());
        if (session == null) {
            return Future.succeededFuture(GONE);
        }
        if (!isForVisitors(run.words())) {
            return Future.succeededFuture(NO_LISTENING);
        }
        session.active(clock.now());
        return dispatcher.run(session, Request.of(run.words().toArray(String[]::new)));
    }

    private static boolean isForVisitors(List<String> words) {
        return words.size() > 1 && words.get(0).toLowerCase(Locale.ROOT).equals("sentinel");
    }

    private RespValue judge(VisitorAsk.May may) {
        Session session = inside.get(may.visitor());
        if (session == null) {
            return GONE;
        }
        Request request = Request.of(may.words().toArray(String[]::new));
        CommandSpec row = access.called(request, 0);
        RespValue refusal = row == null ? Errors.SYNTAX : access.refusal(session, row, request);
        return refusal == null ? RespValue.OK : refusal;
    }

    private void leave(long id) {
        Session session = inside.remove(id);
        if (session != null) {
            sessions.remove(session);
            pause.forget(session);
        }
    }

    private static VisitorAnswer said(@Nullable RespValue reply) {
        if (reply instanceof RespValue.Failure failure) {
            return new VisitorAnswer.Said(true, AclCommands.utf8(failure.text()));
        }
        if (reply instanceof RespValue.Number number) {
            return new VisitorAnswer.Said(false, Long.toString(number.value()));
        }
        if (reply instanceof RespValue.Many rows) {
            JsonArray table = new JsonArray();
            rows.items().forEach(row -> table.add(object(row)));
            return new VisitorAnswer.Said(false, table.encode());
        }
        return new VisitorAnswer.Said(false, reply instanceof RespValue.Status status ? status.text() : "OK");
    }

    /** Fields and values by turns. */
    private static JsonObject object(RespValue row) {
        JsonObject object = new JsonObject();
        if (row instanceof RespValue.Many fields) {
            for (int i = 0; i + 1 < fields.items().size(); i += 2) {
                object.put(text(fields.items().get(i)), text(fields.items().get(i + 1)));
            }
        }
        return object;
    }

    private static String text(RespValue value) {
        return value instanceof RespValue.Bulk bulk ? new String(bulk.bytes(), StandardCharsets.UTF_8) : "";
    }

    /** Whoever is put out is gone; nothing is ever sent to it unasked. */
    private final class Door implements Outlet {
        /** The feed has its own rule for how long a visit lasts. */
        @Override
        public boolean mayBeSilent() {
            return true;
        }

        /** Every answer is fetched by whoever asked. */
        @Override
        public void checkPace() {}

        private final long id;

        Door(long id) {
            this.id = id;
        }

        @Override
        public void deliver(Buffer message) {
            drop();
        }

        @Override
        public void drop() {
            leave(id);
        }

        @Override
        public long backlog() {
            return 0;
        }
    }
}
