package dev.vedette.sim.redis;

import dev.vedette.command.resp.Request;
import dev.vedette.model.Address;
import dev.vedette.sim.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What is about the server, its role and its connections. */
final class ServerCommands {
    private static final long MILLIS_PER_SECOND = 1_000;

    private final SimRedis redis;

    ServerCommands(SimRedis redis) {
        this.redis = redis;
    }

    String auth(RedisSession session, Request request) {
        if (request.size() > 3) {
            return Resp.error("ERR syntax error");
        }
        if (request.size() == 2 && redis.users.named(Users.DEFAULT).needsNoPassword()) {
            return Resp.error("ERR AUTH <password> called without any password configured for the default user. "
                    + "Are you sure your configuration is correct?");
        }
        String name = request.size() == 2 ? Users.DEFAULT : request.bytes(1);
        return enter(session, name, request.bytes(request.size() - 1));
    }

    private String enter(RedisSession session, String name, String password) {
        Users.User user = redis.users.named(name);
        if (!user.mayEnterWith(password)) {
            return Resp.error("WRONGPASS invalid username-password pair or user is disabled.");
        }
        session.user = user;
        return Resp.OK;
    }

    /** The older dialect is the only one that the model speaks. */
    String hello(RedisSession session, Request request) {
        if (request.size() > 1 && !request.is(1, "2")) {
            return Resp.error("NOPROTO unsupported protocol version");
        }
        if (request.size() == 5 && request.is(2, "AUTH")) {
            String entered = enter(session, request.bytes(3), request.bytes(4));
            if (!entered.equals(Resp.OK)) {
                return entered;
            }
        }
        if (session.user == null) {
            return Resp.error("NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO"
                    + " <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP"
                    + " protocol version at the same time");
        }
        return Resp.array(
                Resp.bulk("server"), Resp.bulk("redis"),
                Resp.bulk("version"), Resp.bulk(RedisInfo.VERSION),
                Resp.bulk("proto"), Resp.number(2),
                Resp.bulk("id"), Resp.number(session.id),
                Resp.bulk("mode"), Resp.bulk("standalone"),
                Resp.bulk("role"), Resp.bulk(redis.state.isMaster() ? "master" : "replica"),
                Resp.bulk("modules"), Resp.array());
    }

    String quit(RedisSession session, Request request) {
        session.write(Resp.OK);
        session.close();
        return "";
    }

    String follow(RedisSession session, Request request) {
        boolean nobody = request.is(1, "NO") && request.is(2, "ONE");
        Address master = null;
        if (!nobody) {
            try {
                master = new Address(request.text(1), Integer.parseInt(request.text(2)));
            } catch (IllegalArgumentException e) {
                return Resp.error("ERR Invalid master port");
            }
        }
        redis.observe(new Observation.RoleOrdered(
                redis.name(),
                Optional.ofNullable(master),
                session.socket.remoteAddress().hostAddress()));
        return redis.follow(master) ? Resp.OK : Resp.status("OK Already connected to specified master");
    }

    String shutdown(RedisSession session, Request request) {
        boolean nosave = request.size() > 1 && request.is(1, "NOSAVE");
        if (redis.state.isBusy() && !nosave) {
            return Resp.error("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.");
        }
        redis.exit();
        return "";
    }

    String debug(RedisSession session, Request request) {
        if (!redis.conf.yes("enable-debug-command")) {
            return Resp.error("ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\","
                    + " you can run it from a local connection, otherwise you need to set this option in the"
                    + " configuration file, and then restart the server.");
        }
        if (!request.is(1, "SLEEP") || request.size() != 3) {
            return Resp.error("ERR unknown subcommand or wrong number of arguments for '" + request.echo(1)
                    + "'. Try DEBUG HELP.");
        }
        long millis = (long) (Double.parseDouble(request.text(2)) * MILLIS_PER_SECOND);
        redis.hold(Duration.ofMillis(millis), () -> {});
        return Resp.OK;
    }

    /** Scripts are of one kind here: those that never end. One that calls SET has written by then. */
    String eval(RedisSession session, Request request) {
        String script = request.bytes(1).toUpperCase(Locale.ROOT);
        if (!script.contains("WHILE TRUE")) {
            return Resp.error("ERR the model knows only scripts that never end");
        }
        session.blocked = true;
        Duration patience = Duration.ofMillis(redis.conf.number("busy-reply-threshold"));
        redis.hold(patience, () -> redis.state.run(new RedisState.Script(session, script.contains("'SET'"))));
        return "";
    }

    String scriptKill(RedisSession session, Request request) {
        if (!redis.state.isBusy()) {
            return Resp.error("NOTBUSY No scripts in execution right now.");
        }
        if (redis.state.isUnkillable()) {
            return Resp.error("UNKILLABLE Sorry the script already executed write commands against the dataset. You"
                    + " can either wait the script termination or kill the server in a hard way using the SHUTDOWN"
                    + " NOSAVE command.");
        }
        RedisState.Script ended = redis.state.endScript();
        if (ended != null) {
            ended.caller().blocked = false;
            ended.caller().write(Resp.error("ERR Error running script: Script killed by user with SCRIPT KILL..."));
            redis.serve(ended.caller());
        }
        redis.server.end(Trouble.BUSY);
        return Resp.OK;
    }

    String clientKill(RedisSession caller, Request request) {
        if (request.size() == 3) {
            List<RedisSession> there = redis.sessions().stream()
                    .filter(session -> address(session).equals(request.text(2)))
                    .toList();
            there.forEach(RedisSession::close);
            return there.isEmpty() ? Resp.error("ERR No such client") : Resp.OK;
        }
        if (request.size() != 4) {
            return Resp.error("ERR syntax error");
        }
        String type = request.lower(3).equals("slave") ? "replica" : request.lower(3);
        if (request.is(2, "ID")) {
            return kill(caller, session -> Long.toString(session.id).equals(type));
        }
        if (!request.is(2, "TYPE")) {
            return Resp.error("ERR syntax error");
        }
        if (!List.of("normal", "pubsub", "replica", "master").contains(type)) {
            return Resp.error("ERR Unknown client type '" + request.echo(3) + "'");
        }
        return kill(caller, session -> session.type().equals(type));
    }

    private String kill(RedisSession caller, Predicate<RedisSession> which) {
        List<RedisSession> killed = redis.sessions().stream()
                .filter(session -> session != caller && which.test(session))
                .toList();
        killed.forEach(RedisSession::close);
        return Resp.number(killed.size());
    }

    private static String address(RedisSession session) {
        return session.socket.remoteAddress().hostAddress() + ":"
                + session.socket.remoteAddress().port();
    }

    String clientSetName(RedisSession session, Request request) {
        String name = request.bytes(2);
        if (name.chars().anyMatch(c -> c < '!' || c > '~')) {
            return Resp.error("ERR Client names cannot contain spaces, newlines or special characters.");
        }
        session.name = name;
        return Resp.OK;
    }

    String clientGetName(RedisSession session, Request request) {
        return session.name.isEmpty() ? Resp.NIL : Resp.bulk(session.name);
    }

    String clientList(RedisSession caller, Request request) {
        StringBuilder lines = new StringBuilder();
        for (RedisSession session : redis.sessions()) {
            lines.append("id=").append(session.id);
            lines.append(" addr=").append(address(session));
            lines.append(" name=").append(session.name);
            lines.append(" flags=").append(flags(session));
            lines.append(" sub=").append(session.channels.size());
            lines.append(" psub=").append(session.patterns.size());
            lines.append('\n');
        }
        return Resp.bulk(lines.toString());
    }

    private static String flags(RedisSession session) {
        return switch (session.type()) {
            case "replica" -> "S";
            case "pubsub" -> "P";
            default -> "N";
        };
    }
}
