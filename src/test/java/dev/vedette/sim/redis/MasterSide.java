package dev.vedette.sim.redis;

import dev.vedette.command.resp.Request;
import dev.vedette.model.Address;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Replication as who is followed sees it, be it a master or a replica with replicas of its own: who follows, how far
 * each one is, and what each has yet to hear. A replica that shares our history hears what it has missed; any other one
 * gets all data, which takes a while, and then what happened meanwhile.
 */
final class MasterSide {
    private static final String PING = Resp.command("PING");
    private static final String GETACK = Resp.command("REPLCONF", "GETACK", "*");
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String SELECT = Resp.command("SELECT", "0");

    /** How far a new replica is. */
    enum Stage {
        GREETS,
        WAITS,
        RECEIVES,
        ONLINE
    }

    /** Somebody who follows us. */
    static final class Replica {
        final RedisSession session;
        Stage stage = Stage.GREETS;
        int port;
        String announcedIp = "";
        long acknowledged;
        Duration acknowledgedAt = Duration.ZERO;
        final ByteArrayOutputStream behind = new ByteArrayOutputStream();

        Replica(RedisSession session) {
            this.session = session;
        }

        boolean isReplica() {
            return stage != Stage.GREETS;
        }

        Address address() {
            return new Address(
                    announcedIp.isEmpty() ? session.socket.remoteAddress().hostAddress() : announcedIp, port);
        }

        void send(byte[] bytes) {
            if (stage == Stage.ONLINE) {
                session.socket.write(Buffer.buffer(bytes));
            } else {
                behind.writeBytes(bytes);
            }
        }
    }

    private record Waiting(RedisSession client, long offset, long wanted) {}

    private final SimRedis redis;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean selected;
    private long rounds;
    private long fullSyncs;
    private long partialSyncs;
    private long refusedPartialSyncs;

    MasterSide(SimRedis redis) {
        this.redis = redis;
    }

    List<Replica> replicas() {
        return replicas;
    }

    long fullSyncs() {
        return fullSyncs;
    }

    long partialSyncs() {
        return partialSyncs;
    }

    long refusedPartialSyncs() {
        return refusedPartialSyncs;
    }

    /** Once a second. */
    void tick() {
        Duration now = redis.now();
        if (++rounds % Math.max(1, redis.conf.number("repl-ping-replica-period")) == 0
                && redis.state.isMaster()
                && !replicas.isEmpty()) {
            tell(PING);
        }
        Duration patience = Duration.ofSeconds(redis.conf.number("repl-timeout"));
        for (Replica replica : List.copyOf(replicas)) {
            if (replica.stage != Stage.ONLINE) {
                replica.session.write("\n");
            } else if (now.minus(replica.acknowledgedAt).compareTo(patience) > 0) {
                replica.session.close();
                gone(replica.session);
            }
        }
    }

    /** A write that happened here. */
    void wrote(RedisSession by, String command) {
        propagate(command);
        by.written = redis.state.history.offset();
    }

    /** Something that replicas do as well. */
    void propagate(String command) {
        if (redis.state.isMaster() && (redis.state.history.isActive() || !replicas.isEmpty())) {
            if (!selected) {
                selected = true;
                tell(SELECT);
            }
            tell(command);
        }
    }

    private void tell(String command) {
        relay(Resp.bytes(command));
    }

    /** The next part of the history, our own or our master's. */
    void relay(byte[] command) {
        redis.state.history.append(command);
        replicas.forEach(replica -> replica.send(command));
    }

    String configure(RedisSession session, Request request) {
        if (session.replica == null) {
            session.replica = new Replica(session);
        }
        Replica replica = session.replica;
        for (int i = 1; i + 1 < request.size(); i += 2) {
            String value = request.text(i + 1);
            switch (request.lower(i)) {
                case "listening-port" -> replica.port = Integer.parseInt(value);
                case "ip-address" -> replica.announcedIp = value;
                case "capa" -> {}
                case "ack" -> {
                    acknowledged(replica, Long.parseLong(value));
                    return "";
                }
                default -> {
                    return Resp.error("ERR Unrecognized REPLCONF option: " + request.text(i));
                }
            }
        }
        return Resp.OK;
    }

    private void acknowledged(Replica replica, long offset) {
        replica.acknowledged = Math.max(replica.acknowledged, offset);
        replica.acknowledgedAt = redis.now();
        for (Waiting wait : List.copyOf(waiting)) {
            if (reached(wait.offset) >= wait.wanted) {
                answer(wait);
            }
        }
    }

    String sync(RedisSession session, Request request) {
        if (!redis.state.isMaster() && !redis.replicaSide.isConnected()) {
            return Resp.error("NOMASTERLINK Can't SYNC while not connected with my master");
        }
        Replica replica = session.replica == null ? new Replica(session) : session.replica;
        session.replica = replica;
        replica.acknowledgedAt = redis.now();
        replicas.add(replica);
        History history = redis.state.history;
        byte[] missing = history.since(request.text(1), Long.parseLong(request.text(2)));
        history.activate();
        if (missing != null) {
            redis.note("goes on with " + replica.address() + " from " + request.text(2));
            replica.stage = Stage.ONLINE;
            partialSyncs++;
            session.write(Resp.status("CONTINUE " + history.id()));
            replica.send(missing);
            return "";
        }
        replica.stage = Stage.WAITS;
        fullSyncs++;
        refusedPartialSyncs += request.is(1, "?") ? 0 : 1;
        awaitTransfer(replica, redis.now());
        return "";
    }

    /** The setting is looked at anew each second, by the real one as well. */
    private void awaitTransfer(Replica replica, Duration since) {
        Duration left = Duration.ofSeconds(redis.conf.number("repl-diskless-sync-delay"))
                .minus(redis.now().minus(since));
        if (left.compareTo(LOOK) > 0) {
            redis.after(LOOK, () -> awaitTransfer(replica, since));
        } else {
            redis.after(left.isNegative() ? Duration.ZERO : left, () -> beginTransfer(replica));
        }
    }

    private void beginTransfer(Replica replica) {
        if (!replicas.contains(replica)) {
            return;
        }
        redis.note("sends all to " + replica.address());
        replica.stage = Stage.RECEIVES;
        selected = false;
        History history = redis.state.history;
        replica.session.write(Resp.status("FULLRESYNC " + history.id() + " " + history.offset()));
        String all = redis.state.data.dump();
        replica.behind.reset();
        redis.after(redis.server.drawnTransfer(), () -> endTransfer(replica, all));
    }

    private void endTransfer(Replica replica, String all) {
        if (replicas.contains(replica)) {
            replica.session.write("$" + all.length() + "\r\n" + all);
            replica.stage = Stage.ONLINE;
            replica.acknowledgedAt = redis.now();
            replica.send(replica.behind.toByteArray());
            replica.behind.reset();
        }
    }

    /** How many replicas know all of that. */
    private long reached(long offset) {
        return replicas.stream()
                .filter(replica -> replica.stage == Stage.ONLINE && replica.acknowledged >= offset)
                .count();
    }

    int goodReplicas() {
        int lag = redis.conf.number("min-replicas-max-lag");
        return (int) replicas.stream()
                .filter(replica -> replica.stage == Stage.ONLINE && lag(replica) <= lag)
                .count();
    }

    long lag(Replica replica) {
        return redis.now().minus(replica.acknowledgedAt).toSeconds();
    }

    /** @return empty when the answer comes later */
    String await(RedisSession client, long wanted, long millis) {
        if (!redis.state.isMaster()) {
            return Resp.error("ERR WAIT cannot be used with replica instances. Please also note that since Redis 4.0 "
                    + "if a replica is configured to be writable (which is not the default) writes to replicas are "
                    + "just local and are not propagated.");
        }
        long reached = reached(client.written);
        if (reached >= wanted || client.executing) {
            return Resp.number(reached);
        }
        Waiting wait = new Waiting(client, client.written, wanted);
        waiting.add(wait);
        client.blocked = true;
        if (millis > 0) {
            redis.after(Duration.ofMillis(millis), () -> answer(wait));
        }
        if (redis.state.history.isActive()) {
            tell(GETACK);
        }
        return "";
    }

    private void answer(Waiting wait) {
        if (waiting.remove(wait)) {
            wait.client.blocked = false;
            wait.client.write(Resp.number(reached(wait.offset)));
            redis.serve(wait.client);
        }
    }

    /** Whoever waits here for replicas waits in vain from now on. */
    void unblockAll() {
        for (Waiting wait : List.copyOf(waiting)) {
            waiting.remove(wait);
            wait.client.write(Resp.error("UNBLOCKED force unblock from blocking operation, instance state changed "
                    + "(master -> replica?)"));
            wait.client.close();
        }
    }

    void gone(RedisSession session) {
        replicas.removeIf(replica -> replica.session == session);
        waiting.removeIf(wait -> wait.client == session);
    }

    /** They have to ask anew what they have in common with us. */
    void disconnectAll() {
        List<Replica> all = List.copyOf(replicas);
        replicas.clear();
        all.forEach(replica -> replica.session.close());
        selected = false;
    }

    static String word(Stage stage) {
        return switch (stage) {
            case WAITS -> "wait_bgsave";
            case RECEIVES -> "send_bulk";
            default -> stage.name().toLowerCase(Locale.ROOT);
        };
    }
}
