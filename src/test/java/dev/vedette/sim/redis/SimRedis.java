package dev.vedette.sim.redis;

import dev.vedette.command.resp.Parsed;
import dev.vedette.command.resp.Request;
import dev.vedette.model.Address;
import dev.vedette.sim.Life;
import dev.vedette.sim.Observation;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A small model of a Redis server: what a sentinel sees of one, and what a failover does to one. It speaks RESP2 over
 * simulated sockets. Its role survives a restart once CONFIG REWRITE has written it; data and offset do not.
 */
public final class SimRedis extends VerticleBase {
    public static final int PORT = 6_379;
    public static final String CONF = "/redis.conf";
    private static final String OK = "+OK\r\n";

    private final Life life;
    private final RedisState state;
    private final Set<RedisSession> sessions = new LinkedHashSet<>();
    private final Replication replication;

    public SimRedis(Life life, int priority) {
        this.life = life;
        this.state = new RedisState(
                life.world.chance(life.process.name + "/" + life.number).runId(), PORT);
        state.priority = priority;
        this.replication = new Replication(life, state);
        String conf = life.process.disk.text(CONF);
        if (conf != null && !conf.isEmpty()) {
            String[] words = conf.split(" ");
            state.follow(new Address(words[1], Integer.parseInt(words[2])), life.world.now());
        }
    }

    /** What the file of a replica says. */
    public static String conf(Address master) {
        return "replicaof " + master.host() + " " + master.port();
    }

    public RedisState state() {
        return state;
    }

    @Override
    public Future<?> start() {
        replication.start(vertx);
        return vertx.createNetServer().connectHandler(this::connected).listen(PORT, "0.0.0.0");
    }

    private void connected(NetSocket socket) {
        RedisSession session = new RedisSession(socket);
        sessions.add(session);
        socket.closeHandler(closed -> sessions.remove(session));
        socket.exceptionHandler(e -> sessions.remove(session));
        socket.handler(bytes -> {
            session.reader.feed(bytes.getBytes());
            while (session.reader.next() instanceof Parsed.Complete complete) {
                socket.write(Buffer.buffer(answer(session, complete.request())));
            }
        });
    }

    private String answer(RedisSession session, Request request) {
        String command = request.text(0).toUpperCase(Locale.ROOT);
        List<Request> transaction = session.transaction;
        if (transaction == null || command.equals("EXEC")) {
            return command.equals("EXEC") ? exec(session) : execute(session, command, request);
        }
        transaction.add(request);
        return "+QUEUED\r\n";
    }

    private String exec(RedisSession session) {
        List<Request> transaction = session.transaction;
        if (transaction == null) {
            return "-ERR EXEC without MULTI\r\n";
        }
        session.transaction = null;
        StringBuilder replies = new StringBuilder("*" + transaction.size() + "\r\n");
        transaction.forEach(
                request -> replies.append(execute(session, request.text(0).toUpperCase(Locale.ROOT), request)));
        return replies.toString();
    }

    private String execute(RedisSession session, String command, Request request) {
        return switch (command) {
            case "PING" -> "+PONG\r\n";
            case "AUTH" -> OK;
            case "HELLO" -> "*2\r\n" + bulk("proto") + ":2\r\n";
            case "INFO" -> bulk(RedisInfo.text(state, sessions, life.world.now()));
            case "ROLE" -> role();
            case "CLIENT" -> client(session, request);
            case "CONFIG" -> rewrite();
            case "MULTI" -> {
                session.begin();
                yield OK;
            }
            case "SLAVEOF", "REPLICAOF" -> follow(session, request.text(1), request.text(2));
            case "SUBSCRIBE" -> {
                session.subscribed = true;
                yield "*3\r\n" + bulk("subscribe") + bulk(request.text(1)) + ":1\r\n";
            }
            case "PUBLISH" -> publish(request.text(1), request.text(2));
            case "SET" -> set(request.text(1), request.text(2));
            case "GET" -> state.keys.containsKey(request.text(1)) ? bulk(state.keys.get(request.text(1))) : "$-1\r\n";
            case Replication.SYNC -> sync(session, request);
            default -> "-ERR unknown command '" + command + "'\r\n";
        };
    }

    private String client(RedisSession caller, Request request) {
        if (!request.is(1, "KILL")) {
            return OK;
        }
        boolean pubsub = request.is(3, "PUBSUB");
        List<RedisSession> killed = sessions.stream()
                .filter(session -> session != caller && session.replica == null && session.subscribed == pubsub)
                .toList();
        killed.forEach(session -> session.socket.close());
        return ":" + killed.size() + "\r\n";
    }

    private String rewrite() {
        Address master = state.master();
        life.process.disk.replace(CONF, master == null ? "" : conf(master));
        return OK;
    }

    private String follow(RedisSession from, String host, String port) {
        boolean nobody = host.equalsIgnoreCase("NO");
        Address master = nobody ? null : new Address(host, Integer.parseInt(port));
        life.world.observe(new Observation.RoleOrdered(
                life.process.name,
                Optional.ofNullable(master),
                from.socket.remoteAddress().hostAddress()));
        if (!state.follow(master, life.world.now())) {
            return nobody ? OK : "+OK Already connected to specified master\r\n";
        }
        life.world.trace.note(life.process.name, nobody ? "is a master" : "follows " + master);
        replication.drop();
        if (!nobody) {
            replicas().forEach(session -> session.socket.close());
        }
        return OK;
    }

    private List<RedisSession> replicas() {
        return sessions.stream().filter(session -> session.replica != null).toList();
    }

    private String publish(String channel, String message) {
        life.world.observe(new Observation.Published(life.process.name, channel, message));
        String push = "*3\r\n" + bulk("message") + bulk(channel) + bulk(message);
        List<RedisSession> subscribers =
                sessions.stream().filter(session -> session.subscribed).toList();
        subscribers.forEach(session -> session.socket.write(Buffer.buffer(push)));
        return ":" + subscribers.size() + "\r\n";
    }

    private String set(String key, String value) {
        if (!state.isMaster()) {
            return "-READONLY You can't write against a read only replica.\r\n";
        }
        state.keys.put(key, value);
        state.offset += key.length() + value.length();
        return OK;
    }

    /** A replica tells how far it is and hears how far we are. */
    private String sync(RedisSession session, Request request) {
        session.replica = new Address(session.socket.remoteAddress().hostAddress(), Integer.parseInt(request.text(1)));
        session.acknowledged = Long.parseLong(request.text(2));
        return ":" + state.offset + "\r\n";
    }

    private String role() {
        Address master = state.master();
        if (master == null) {
            List<String> replicas = new ArrayList<>();
            replicas()
                    .forEach(session -> replicas.add(
                            "*3\r\n" + bulk(session.replica.host()) + bulk(Integer.toString(session.replica.port()))
                                    + bulk(Long.toString(session.acknowledged))));
            return "*3\r\n" + bulk("master") + ":" + state.offset + "\r\n*" + replicas.size() + "\r\n"
                    + String.join("", replicas);
        }
        return "*5\r\n" + bulk("slave") + bulk(master.host()) + ":" + master.port() + "\r\n"
                + bulk(state.linkUp ? "connected" : "connect") + ":" + state.offset + "\r\n";
    }

    public static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }
}
