package dev.vedette.command;

import dev.vedette.command.acl.AclFault;
import dev.vedette.command.acl.Catalogue;
import dev.vedette.command.acl.RefusalLog;
import dev.vedette.command.acl.User;
import dev.vedette.command.acl.Users;
import dev.vedette.command.acl.Verdict;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import dev.vedette.model.AccessSettings;
import dev.vedette.platform.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The porter: who a connection is, and whether it may run what it asks for. For a user who may do everything that is
 * one look at a flag. Confined to the room's home, but for what says otherwise.
 */
final class Access {
    static final RespValue NOT_LOGGED_IN = RespValue.failure("NOAUTH Authentication required.");

    private final Clock clock;
    private final ClientLines lines;
    private final RefusalLog log;
    private final AccessSettings settings;
    private Users users;
    /** Always the same one, whatever becomes of its rights. */
    private User unnamed;

    private @Nullable CommandTable table;

    Access(AccessSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.lines = new ClientLines(clock);
        this.log = new RefusalLog(settings.logLength());
        this.users = new Users(new Catalogue(), settings.allChannels());
        this.unnamed = users.byDefault();
    }

    /** Once the commands are known; before anybody connects. */
    void know(CommandTable table) throws AclFault {
        this.table = table;
        users = Users.of(catalogue(table), settings);
        unnamed = users.byDefault();
    }

    private static Catalogue catalogue(CommandTable table) {
        Catalogue catalogue = new Catalogue();
        for (CommandSpec row : table.all()) {
            List<Catalogue.Entry> inner = new ArrayList<>();
            row.subcommands().values().forEach(sub -> inner.add(entry(catalogue, sub)));
            catalogue.add(
                    row.fullName(),
                    new TreeSet<>(row.categories().stream()
                            .map(CommandSpec.Category::word)
                            .toList()),
                    row.flags().contains(CommandSpec.Flag.NO_AUTH),
                    inner);
        }
        return catalogue;
    }

    private static Catalogue.Entry entry(Catalogue catalogue, CommandSpec row) {
        return catalogue.entry(
                row.fullName(),
                new TreeSet<>(row.categories().stream()
                        .map(CommandSpec.Category::word)
                        .toList()),
                row.flags().contains(CommandSpec.Flag.NO_AUTH),
                List.of());
    }

    @Nullable
    CommandSpec called(Request request, int at) {
        return table == null ? null : table.called(request, at);
    }

    Users users() {
        return users;
    }

    RefusalLog log() {
        return log;
    }

    void welcome(Session session) {
        session.become(unnamed, unnamed.isAnybody());
    }

    /** Whether somebody who did not log in may not go on. On any thread. */
    boolean isStranger(Session session) {
        return !session.isLoggedIn() && !unnamed.isAnybody();
    }

    /** Whether there is nothing to check for it. On any thread. */
    boolean mayAll(Session session) {
        Session.Identity who = session.identity();
        return who.loggedIn() ? who.user().mayAll() : unnamed.isAnybodyWhoMayAll();
    }

    boolean logIn(Session session, Request request, String name, String password) {
        User user = users.find(name);
        if (user != null && user.logsInWith(password)) {
            session.become(user, true);
            return true;
        }
        refused(session, "auth", request.echo(0), name);
        return false;
    }

    /** For somebody whose password another node has checked. */
    boolean vouch(Session session, String name) {
        User user = users.find(name);
        if (user == null || !user.isOn()) {
            refused(session, "auth", "cluster", name);
            return false;
        }
        session.become(user, true);
        return true;
    }

    /** The refusal, or null. */
    @Nullable
    RespValue refusal(Session session, CommandSpec row, Request request) {
        if (isStranger(session) && !row.flags().contains(CommandSpec.Flag.NO_AUTH)) {
            return NOT_LOGGED_IN;
        }
        User user = session.user();
        if (user.mayAll()) {
            return null;
        }
        Verdict verdict = judge(user, row.fullName(), words(request, 0));
        if (verdict instanceof Verdict.Command command) {
            refused(session, "command", command.name(), user.name());
            return RespValue.failure("NOPERM this user has no permissions to run the '" + command.name() + "' command");
        }
        if (verdict instanceof Verdict.Channel channel) {
            refused(session, "channel", channel.name(), user.name());
            return RespValue.failure(
                    "NOPERM this user has no permissions to access one of the channels used as arguments");
        }
        return null;
    }

    Verdict judge(User user, String fullName, List<String> words) {
        Catalogue.Entry entry = users.catalogue().find(fullName);
        return entry == null ? new Verdict.Command(fullName) : user.check(entry, words);
    }

    static List<String> words(Request request, int from) {
        List<String> words = new ArrayList<>();
        for (int at = from; at < request.size(); at++) {
            words.add(request.bytes(at));
        }
        return words;
    }

    private void refused(Session session, String reason, String object, String user) {
        log.add(new RefusalLog.Entry(reason, object, user, lines.line(session), clock.now(), 1));
    }
}
