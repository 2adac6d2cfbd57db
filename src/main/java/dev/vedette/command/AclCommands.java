package dev.vedette.command;

import static dev.vedette.command.CommandSpec.Flag.ADMIN;
import static dev.vedette.command.CommandSpec.Flag.LOADING;
import static dev.vedette.command.CommandSpec.Flag.NOSCRIPT;
import static dev.vedette.command.CommandSpec.Flag.STALE;

import dev.vedette.bus.ConfigAsk;
import dev.vedette.bus.ProcessSettings;
import dev.vedette.command.acl.AclFault;
import dev.vedette.command.acl.Catalogue;
import dev.vedette.command.acl.RefusalLog;
import dev.vedette.command.acl.User;
import dev.vedette.command.acl.Users;
import dev.vedette.command.acl.Verdict;
import dev.vedette.command.resp.Numbers;
import dev.vedette.command.resp.Request;
import dev.vedette.command.resp.RespValue;
import dev.vedette.model.AccessSettings;
import dev.vedette.model.AccessSettings.UserLine;
import dev.vedette.platform.Clock;
import dev.vedette.platform.Disk;
import dev.vedette.platform.Passwords;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ACL: the users, told and changed. Users live in the process; the file hears of them at its next flush. */
final class AclCommands {
    private static final Logger LOG = LoggerFactory.getLogger(AclCommands.class);
    private static final int DEFAULT_BITS = 256;
    private static final int MOST_BITS = 4096;
    private static final long SHOWN = 10;
    private static final double MILLIS = Duration.ofSeconds(1).toMillis();
    private static final RespValue NO_FILE = RespValue.failure(
            "ERR This Redis instance is not configured to use an ACL file. You may want to specify users via the ACL"
                    + " SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis configuration file"
                    + " set) in order to store users in the Redis configuration.");

    private final Access access;
    private final Sessions sessions;
    private final AccessSettings settings;
    private final AclFile file;
    private final Clock clock;
    private final Owners owners;

    AclCommands(Access access, Sessions sessions, AccessSettings settings, Disk disk, Clock clock, Owners owners) {
        this.access = access;
        this.sessions = sessions;
        this.settings = settings;
        this.file = new AclFile(settings.aclFile(), access, disk);
        this.clock = clock;
        this.owners = owners;
    }

    CommandSpec row() {
        CommandSpec container = CommandSpec.row("acl", -2, Handler.now((s, r) -> Errors.wrongArity("acl")))
                .doc("6.0.0", "server", "A container for Access List Control commands ");
        return Help.container(
                container,
                "6.0.0",
                List.of(),
                List.of(
                        plain("cat", -2, (s, r) -> categories(r))
                                .doc("6.0.0", "server", "List the ACL categories or the commands inside a category")
                                .help(
                                        "CAT [<category>]",
                                        "List all commands that belong to <category>, or all command categories",
                                        "when no category is specified."),
                        admin("deluser", -3, Handler.now(this::delete))
                                .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                                .doc("6.0.0", "server", "Remove the specified ACL users and the associated rules")
                                .help("DELUSER <username> [<username> ...]", "Delete a list of users."),
                        admin("dryrun", -4, Handler.now((s, r) -> dryRun(r)))
                                .doc(
                                        "7.0.0",
                                        "server",
                                        "Returns whether the user can execute the given command without executing the"
                                                + " command.")
                                .help(
                                        "DRYRUN <username> <command> [<arg> ...]",
                                        "Returns whether the user can execute the given command without executing the"
                                                + " command."),
                        admin("getuser", 3, Handler.now((s, r) -> user(r)))
                                .doc("6.0.0", "server", "Get the rules for a specific ACL user")
                                .help("GETUSER <username>", "Get the user's details."),
                        plain("genpass", -2, (s, r) -> password(r))
                                .doc("6.0.0", "server", "Generate a pseudorandom secure password to use for ACL users")
                                .help(
                                        "GENPASS [<bits>]",
                                        "Generate a secure 256-bit user password. The optional `bits` argument can",
                                        "be used to specify a different size."),
                        admin("list", 2, Handler.now((s, r) -> list()))
                                .doc("6.0.0", "server", "List the current ACL rules in ACL config file format")
                                .help("LIST", "Show users details in config file format."),
                        admin("load", 2, (s, r) -> load(s))
                                .doc("6.0.0", "server", "Reload the ACLs from the configured ACL file")
                                .help("LOAD", "Reload users from the ACL file."),
                        admin("log", -2, Handler.now((s, r) -> log(r)))
                                .doc("6.0.0", "server", "List latest events denied because of ACLs in place")
                                .help("LOG [<count> | RESET]", "Show the ACL log entries."),
                        admin("save", 2, (s, r) -> save())
                                .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                                .doc("6.0.0", "server", "Save the current ACL rules in the configured ACL file")
                                .help("SAVE", "Save the current config to the ACL file."),
                        admin("setuser", -3, Handler.now(this::set))
                                .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                                .doc("6.0.0", "server", "Modify or create the rules for a specific ACL user")
                                .help(
                                        "SETUSER <username> <attribute> [<attribute> ...]",
                                        "Create or modify a user with the specified attributes."),
                        admin("users", 2, Handler.now((s, r) -> names()))
                                .doc("6.0.0", "server", "List the username of all the configured ACL rules")
                                .help("USERS", "List all the registered usernames."),
                        plain("whoami", 2, (s, r) -> bulk(s.user().name()))
                                .doc(
                                        "6.0.0",
                                        "server",
                                        "Return the name of the user associated to the current connection")
                                .help("WHOAMI", "Return the current connection username.")));
    }

    private static CommandSpec plain(String name, int arity, BiFunction<Session, Request, RespValue> body) {
        return CommandSpec.row(name, arity, Handler.now(body), NOSCRIPT, LOADING, STALE);
    }

    private static CommandSpec admin(String name, int arity, Handler handler) {
        return CommandSpec.row(name, arity, handler, ADMIN, NOSCRIPT, LOADING, STALE);
    }

    private static RespValue bulk(String bytes) {
        return PubSubCommands.name(bytes);
    }

    private static RespValue bulks(List<String> texts) {
        return new RespValue.Many(texts.stream().map(AclCommands::bulk).toList());
    }

    private static RespValue wrongCount(Request request) {
        return RespValue.failure(
                "ERR unknown subcommand or wrong number of arguments for '" + request.echo(1) + "'. Try ACL HELP.");
    }

    private RespValue categories(Request request) {
        if (request.size() == 2) {
            return bulks(Catalogue.CATEGORIES);
        }
        if (request.size() > 3) {
            return wrongCount(request);
        }
        String category = request.lower(2);
        return Catalogue.CATEGORIES.contains(category)
                ? bulks(access.users().catalogue().named(category))
                : RespValue.failure("ERR Unknown category '" + request.echo(2) + "'");
    }

    private RespValue set(Session session, Request request) {
        String name = request.bytes(2);
        try {
            if (access.users().set(name, Access.words(request, 3))) {
                dropForbiddenListeners(access.users().find(name));
            }
        } catch (AclFault fault) {
            return RespValue.failure("ERR " + fault.getMessage());
        }
        remember();
        return RespValue.OK;
    }

    private void dropForbiddenListeners(@Nullable User user) {
        for (Session each : sessions.all()) {
            if (user != null
                    && each.user() == user
                    && each.isSubscriber()
                    && !Users.mayListen(user, each.channels(), each.patterns())) {
                each.outlet().drop();
            }
        }
    }

    private RespValue delete(Session session, Request request) {
        List<String> names = Access.words(request, 2);
        if (names.contains(Users.DEFAULT)) {
            return RespValue.failure("ERR The 'default' user cannot be removed");
        }
        int deleted = 0;
        for (String name : names) {
            User gone = access.users().remove(name);
            if (gone != null) {
                deleted++;
                expel(session, gone);
            }
        }
        remember();
        return RespValue.number(deleted);
    }

    /** Whoever asks for it is told before it goes. */
    private void expel(Session me, User gone) {
        for (Session each : sessions.all()) {
            if (each.user() != gone) {
                continue;
            }
            each.become(access.users().byDefault(), false);
            if (each == me) {
                each.hangUp();
            } else {
                each.outlet().drop();
            }
        }
    }

    /** What the next flush will write. */
    void remember() {
        if (!settings.aclFile().isEmpty()) {
            return;
        }
        List<UserLine> lines = access.users().all().stream()
                .map(user -> {
                    List<String> words = new ArrayList<>(List.of(utf8(user.name())));
                    words.addAll(List.of(utf8(user.describe()).split(" ")));
                    return new UserLine("ACL SETUSER", words);
                })
                .toList();
        UnaryOperator<ProcessSettings> change = now ->
                now.settings(now.settings().access(now.settings().access().users(lines)));
        owners.change(new ConfigAsk.Change(change, false))
                .onFailure(e -> LOG.warn("the users will not be written: {}", e.getMessage()));
    }

    static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private RespValue user(Request request) {
        User user = access.users().find(request.bytes(2));
        if (user == null) {
            return RespValue.NULL;
        }
        List<RespValue> fields = new ArrayList<>(List.of(
                bulk("flags"),
                new RespValue.Unordered(
                        user.flags().stream().map(AclCommands::bulk).toList()),
                bulk("passwords"),
                bulks(user.hashes())));
        List<List<String>> permissions = user.permissions();
        fields.addAll(permission(permissions.get(0)));
        fields.add(bulk("selectors"));
        fields.add(new RespValue.Many(permissions.stream()
                .skip(1)
                .<RespValue>map(each -> new RespValue.Pairs(permission(each)))
                .toList()));
        return new RespValue.Pairs(fields);
    }

    private static List<RespValue> permission(List<String> texts) {
        return List.of(
                bulk("commands"), bulk(texts.get(0)),
                bulk("keys"), bulk(texts.get(1)),
                bulk("channels"), bulk(texts.get(2)));
    }

    private RespValue list() {
        return bulks(access.users().all().stream()
                .map(user -> "user " + user.name() + " " + user.describe())
                .toList());
    }

    private RespValue names() {
        return bulks(access.users().all().stream().map(User::name).toList());
    }

    private RespValue dryRun(Request request) {
        User user = access.users().find(request.bytes(2));
        if (user == null) {
            return RespValue.failure("ERR User '" + request.echo(2) + "' not found");
        }
        CommandSpec row = access.called(request, 3);
        if (row == null) {
            return RespValue.failure("ERR Command '" + request.echo(3) + "' not found");
        }
        List<String> words = Access.words(request, 3);
        if (!row.takes(words.size())) {
            return Errors.wrongArity(row.fullName());
        }
        Verdict verdict = access.judge(user, row.fullName(), words);
        if (verdict instanceof Verdict.Command command) {
            return bulk("This user has no permissions to run the '" + command.name() + "' command");
        }
        if (verdict instanceof Verdict.Channel channel) {
            return bulk("This user has no permissions to access the '" + channel.name() + "' channel");
        }
        return RespValue.OK;
    }

    private RespValue password(Request request) {
        if (request.size() > 3) {
            return wrongCount(request);
        }
        long bits = DEFAULT_BITS;
        if (request.size() == 3) {
            OptionalLong asked = Numbers.parse(request.raw(2));
            if (asked.isEmpty()) {
                return Errors.NOT_AN_INTEGER;
            }
            bits = asked.getAsLong();
            if (bits <= 0 || bits > MOST_BITS) {
                return RespValue.failure("ERR ACL GENPASS argument must be the number of bits for the output password,"
                        + " a positive number up to " + MOST_BITS);
            }
        }
        return bulk(Passwords.hex((int) bits));
    }

    private RespValue log(Request request) {
        if (request.size() > 3) {
            return wrongCount(request);
        }
        long count = SHOWN;
        if (request.size() == 3) {
            if (request.is(2, "reset")) {
                access.log().clear();
                return RespValue.OK;
            }
            OptionalLong asked = Numbers.parse(request.raw(2));
            if (asked.isEmpty()) {
                return Errors.NOT_AN_INTEGER;
            }
            count = asked.getAsLong();
        }
        return new RespValue.Many(
                access.log().last(count).stream().<RespValue>map(this::entry).toList());
    }

    private RespValue entry(RefusalLog.Entry entry) {
        double age = clock.now().since(entry.at()).toMillis() / MILLIS;
        return new RespValue.Pairs(List.of(
                bulk("count"), RespValue.number(entry.count()),
                bulk("reason"), bulk(entry.reason()),
                bulk("context"), bulk("toplevel"),
                bulk("object"), bulk(entry.object()),
                bulk("username"), bulk(entry.user()),
                bulk("age-seconds"), new RespValue.Decimal(String.format(Locale.ROOT, "%.3f", age)),
                bulk("client-info"), bulk(entry.client())));
    }

    /** Before anybody connects: the users of the ACL file, if there is one. */
    Future<Void> loadFirst() {
        if (file.isNamed()) {
            return file.read().mapEmpty();
        }
        if (!settings.users().isEmpty() || !settings.requirePass().isEmpty()) {
            remember();
        }
        return Future.succeededFuture();
    }

    private Future<RespValue> load(Session session) {
        return file.isNamed()
                ? file.read()
                        .map(gone -> {
                            gone.forEach(user -> expel(session, user));
                            return RespValue.OK;
                        })
                        .recover(e -> Future.succeededFuture(RespValue.failure("ERR " + e.getMessage())))
                : Future.succeededFuture(NO_FILE);
    }

    private Future<RespValue> save() {
        return file.isNamed()
                ? file.write()
                        .map(RespValue.OK)
                        .recover(e -> Future.succeededFuture(
                                RespValue.failure("ERR There was an error trying to save the ACLs."
                                        + " Please check the server logs for more information")))
                : Future.succeededFuture(NO_FILE);
    }
}
