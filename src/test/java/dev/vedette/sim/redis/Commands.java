package dev.vedette.sim.redis;

import static dev.vedette.sim.redis.CommandSpec.Flag.ALLOW_BUSY;
import static dev.vedette.sim.redis.CommandSpec.Flag.LOADING;
import static dev.vedette.sim.redis.CommandSpec.Flag.NO_AUTH;
import static dev.vedette.sim.redis.CommandSpec.Flag.NO_MULTI;
import static dev.vedette.sim.redis.CommandSpec.Flag.STALE;
import static dev.vedette.sim.redis.CommandSpec.Flag.WRITE;

import dev.vedette.command.resp.Request;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * From a request to its reply, by the rules of a real server and in its order: is there such a command, may this client
 * say it, and may it be said now. Inside of MULTI whatever is refused spoils the transaction.
 */
final class Commands {
    private final SimRedis redis;
    private final Map<String, CommandSpec> byName = new TreeMap<>();
    private final TreeSet<String> families = new TreeSet<>();

    Commands(SimRedis redis) {
        this.redis = redis;
        DataCommands data = new DataCommands(redis);
        ServerCommands server = new ServerCommands(redis);
        ConfigCommands config = new ConfigCommands(redis);
        PubSub pubsub = redis.pubsub;
        add("PING", -1, pubsub::ping);
        add("ECHO", 2, (session, request) -> Resp.bulk(request.bytes(1)), LOADING, STALE);
        add("SELECT", 2, (session, request) -> Resp.OK, LOADING, STALE);
        add("AUTH", -2, server::auth, LOADING, STALE, NO_AUTH, ALLOW_BUSY);
        add("HELLO", -1, server::hello, LOADING, STALE, NO_AUTH, ALLOW_BUSY);
        add("QUIT", -1, server::quit, LOADING, STALE, NO_AUTH, ALLOW_BUSY);
        add("INFO", -1, (session, request) -> Resp.bulk(RedisInfo.text(redis, request)), LOADING, STALE);
        add("ROLE", 1, (session, request) -> RedisInfo.role(redis), LOADING, STALE);
        add("MULTI", 1, this::multi, LOADING, STALE, ALLOW_BUSY);
        add("EXEC", 1, this::exec, LOADING, STALE);
        add("DISCARD", 1, this::discard, LOADING, STALE, ALLOW_BUSY);
        add("SLAVEOF", 3, server::follow, STALE);
        add("REPLICAOF", 3, server::follow, STALE);
        add("SHUTDOWN", -1, server::shutdown, LOADING, STALE, NO_MULTI, ALLOW_BUSY);
        add("DEBUG", -2, server::debug, LOADING, STALE);
        add("EVAL", -3, server::eval, STALE);
        add("SCRIPT|KILL", 2, server::scriptKill, ALLOW_BUSY);
        add("CLIENT|KILL", -3, server::clientKill, LOADING, STALE);
        add("CLIENT|SETNAME", 3, server::clientSetName, LOADING, STALE);
        add("CLIENT|GETNAME", 2, server::clientGetName, LOADING, STALE);
        add("CLIENT|ID", 2, (session, request) -> Resp.number(session.id), LOADING, STALE);
        add("CLIENT|LIST", -2, server::clientList, LOADING, STALE);
        add("CONFIG|GET", -3, config::get, LOADING, STALE);
        add("CONFIG|SET", -4, config::set, LOADING, STALE);
        add("CONFIG|REWRITE", 2, config::rewrite, LOADING, STALE);
        add("ACL|SETUSER", -3, config::setUser, LOADING, STALE);
        add("ACL|WHOAMI", 2, config::whoAmI, LOADING, STALE);
        add("SUBSCRIBE", -2, pubsub::subscribe, LOADING, STALE);
        add("PSUBSCRIBE", -2, pubsub::subscribe, LOADING, STALE);
        add("UNSUBSCRIBE", -1, pubsub::unsubscribe, LOADING, STALE);
        add("PUNSUBSCRIBE", -1, pubsub::unsubscribe, LOADING, STALE);
        add("PUBLISH", 3, pubsub::publish, LOADING, STALE);
        add("SET", -3, data::set, WRITE);
        add("GET", 2, data::get);
        add("DEL", -2, data::del, WRITE);
        add("INCR", 2, data::incr, WRITE);
        add("EXISTS", -2, data::exists);
        add("KEYS", 2, data::keys);
        add("DBSIZE", 1, data::size);
        add("FLUSHALL", -1, data::flush, WRITE);
        add("BGREWRITEAOF", 1, (session, request) -> Resp.status("Background append only file rewriting started"));
        add("WAIT", 3, data::await);
        add(
                "REPLCONF",
                -1,
                (session, request) -> redis.masterSide.configure(session, request),
                LOADING,
                STALE,
                ALLOW_BUSY);
        add("PSYNC", -3, (session, request) -> redis.masterSide.sync(session, request), NO_MULTI);
    }

    private void add(String name, int arity, CommandSpec.Body body, CommandSpec.Flag... flags) {
        int bar = name.indexOf('|');
        String called =
                redis.conf.nameOf(bar < 0 ? name : name.substring(0, bar)).toUpperCase(Locale.ROOT);
        if (!called.isEmpty()) {
            if (bar >= 0) {
                families.add(called);
            }
            byName.put(
                    bar < 0 ? called : called + name.substring(bar),
                    CommandSpec.of(name.toLowerCase(Locale.ROOT), arity, body, flags));
        }
    }

    /** @return empty when the reply comes later */
    String answer(RedisSession session, Request request) {
        CommandSpec spec = find(request);
        String refusal = spec == null ? unknown(request) : refusal(session, spec, request);
        if (refusal != null) {
            return refused(session, spec, refusal);
        }
        if (session.transaction != null && !runsInTransaction(spec)) {
            session.transaction.add(request);
            return Resp.status("QUEUED");
        }
        return spec.body().run(session, request);
    }

    /** What the master has done, we do. */
    void replay(Request request) {
        CommandSpec spec = find(request);
        if (spec == null) {
            return;
        }
        if (spec.is(WRITE) && redis.state.cannotSave() && !redis.conf.yes("replica-ignore-disk-write-errors")) {
            redis.note("panics: it cannot save what its master has written");
            redis.exit();
        } else if (spec.is(WRITE)) {
            spec.body().run(redis.theMaster, request);
        } else if (spec.name().equals("publish")) {
            redis.pubsub.deliver(request.bytes(1), request.bytes(2));
        }
    }

    private @Nullable CommandSpec find(Request request) {
        String name = request.bytes(0).toUpperCase(Locale.ROOT);
        if (families.contains(name) && request.size() > 1) {
            return byName.get(name + "|" + request.bytes(1).toUpperCase(Locale.ROOT));
        }
        return byName.get(name);
    }

    private String unknown(Request request) {
        String name = request.bytes(0);
        if (families.contains(name.toUpperCase(Locale.ROOT))) {
            return request.size() == 1
                    ? wrongArity(name.toLowerCase(Locale.ROOT))
                    : Resp.error("ERR unknown subcommand '" + request.echo(1) + "'. Try "
                            + name.toUpperCase(Locale.ROOT) + " HELP.");
        }
        StringBuilder words = new StringBuilder();
        for (int i = 1; i < request.size(); i++) {
            words.append('\'').append(request.echo(i)).append("' ");
        }
        return Resp.error("ERR unknown command '" + name + "', with args beginning with: " + words);
    }

    private static String wrongArity(String name) {
        return Resp.error("ERR wrong number of arguments for '" + name + "' command");
    }

    private @Nullable String refusal(RedisSession session, CommandSpec spec, Request request) {
        if (!spec.fits(request.size())) {
            return wrongArity(spec.name());
        }
        String forbidden = forbidden(session, spec, request);
        return forbidden == null ? notNow(session, spec) : forbidden;
    }

    private @Nullable String forbidden(RedisSession session, CommandSpec spec, Request request) {
        if (spec.is(NO_AUTH)) {
            return null;
        }
        Users.User user = redis.admit(session);
        if (user == null) {
            return Resp.error("NOAUTH Authentication required.");
        }
        if (session.transaction != null && spec.is(NO_MULTI)) {
            return Resp.error("ERR Command not allowed inside a transaction");
        }
        if (!user.may(spec.name())) {
            return Resp.error("NOPERM this user has no permissions to run the '" + spec.name() + "' command");
        }
        return PubSub.forbidden(user, spec, request);
    }

    private @Nullable String notNow(RedisSession session, CommandSpec spec) {
        RedisState state = redis.state;
        if (state.cannotSave() && (spec.is(WRITE) || spec.name().equals("ping"))) {
            return Resp.error("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist "
                    + "to disk. Commands that may modify the data set are disabled, because this instance is "
                    + "configured to report errors during writes if RDB snapshotting fails (stop-writes-on-bgsave-error"
                    + " option). Please check the Redis logs for details about the RDB error.");
        }
        if (spec.is(WRITE) && state.lacksReplicas()) {
            return Resp.error("NOREPLICAS Not enough good replicas to write.");
        }
        if (spec.is(WRITE) && state.isReadOnly()) {
            return Resp.error("READONLY You can't write against a read only replica.");
        }
        if (session.isSubscribed() && !PubSub.goesWithSubscriptions(spec)) {
            return Resp.error("ERR Can't execute '" + spec.name() + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING"
                    + " / QUIT / RESET are allowed in this context");
        }
        if (state.isStale() && !spec.is(STALE)) {
            return Resp.error("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.");
        }
        if (state.isLoading() && !spec.is(LOADING)) {
            return Resp.error("LOADING Redis is loading the dataset in memory");
        }
        if (state.isBusy() && !spec.is(ALLOW_BUSY)) {
            return Resp.error("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.");
        }
        return null;
    }

    private String refused(RedisSession session, @Nullable CommandSpec spec, String refusal) {
        if (session.transaction == null) {
            return refusal;
        }
        if (spec != null && spec.name().equals("exec")) {
            session.transaction = null;
            return Resp.error("EXECABORT Transaction discarded because of: "
                    + refusal.substring(1).trim());
        }
        session.spoilt = true;
        return refusal;
    }

    private static boolean runsInTransaction(CommandSpec spec) {
        return switch (spec.name()) {
            case "exec", "discard", "multi", "quit" -> true;
            default -> false;
        };
    }

    private String multi(RedisSession session, Request request) {
        if (session.transaction != null) {
            return Resp.error("ERR MULTI calls can not be nested");
        }
        session.begin();
        return Resp.OK;
    }

    private String discard(RedisSession session, Request request) {
        if (session.transaction == null) {
            return Resp.error("ERR DISCARD without MULTI");
        }
        session.transaction = null;
        return Resp.OK;
    }

    private String exec(RedisSession session, Request request) {
        List<Request> transaction = session.transaction;
        if (transaction == null) {
            return Resp.error("ERR EXEC without MULTI");
        }
        session.transaction = null;
        if (session.spoilt) {
            return Resp.error("EXECABORT Transaction discarded because of previous errors.");
        }
        StringBuilder replies = new StringBuilder("*" + transaction.size() + "\r\n");
        session.executing = true;
        transaction.forEach(queued -> replies.append(find(queued).body().run(session, queued)));
        session.executing = false;
        return replies.toString();
    }
}
