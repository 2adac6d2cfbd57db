package dev.vedette.sim.redis;

import dev.vedette.command.resp.Parsed;
import dev.vedette.model.Address;
import dev.vedette.sim.Life;
import dev.vedette.sim.Observation;
import dev.vedette.sim.SimDisk;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of a model server: what a sentinel, a client and a replica see of a Redis 7.0, over simulated sockets.
 *
 * <p>Like the real one it does one thing at a time: while it sleeps, runs a script or writes a file it is held, and
 * what arrives meanwhile waits. It speaks the real protocol, to replicas too, so that offsets are those of real
 * servers. What it claims is what {@link RedisContract} asks of it and of a real server; what nobody asks about is left
 * out.
 */
public final class SimRedis extends VerticleBase {
    public static final String CONF = "/redis.conf";
    private static final long SECOND_MILLIS = 1_000;
    private static final long DISK_RETRY_MILLIS = 500;

    final SimServer server;
    final RedisConf conf;
    final RedisState state;
    final Users users;
    final PubSub pubsub = new PubSub(this);
    final MasterSide masterSide = new MasterSide(this);
    final Commands commands;
    final ReplicaSide replicaSide = new ReplicaSide(this);
    private final Life life;
    private final Set<RedisSession> sessions = new LinkedHashSet<>();
    /** Speaks for the master when what it has done is done here. */
    final RedisSession theMaster = new RedisSession(0, null);

    private long sessionIds;
    private int holds;
    private boolean turned;

    SimRedis(SimServer server, Life life) {
        this.server = server;
        server.begins();
        this.life = life;
        String text = life.process.disk.text(CONF);
        this.conf = RedisConf.read(text == null ? "" : text);
        var chance = life.world.chance(life.process.name + "/" + life.number);
        this.state = new RedisState(
                this,
                chance.runId(),
                new History(chance.runId(), conf.number("repl-backlog-size")),
                new Dataset(server.onDisk, conf));
        this.users = new Users(conf);
        this.commands = new Commands(this);
        server.chance = life.world.chance(life.process.name + "/" + life.number + "/redis");
    }

    @Override
    public Future<?> start() {
        replicaSide.open();
        state.load(server.loadTime(server.onDisk.size()), state.data::readDisk);
        long phase =
                1 + server.chance.upTo(Duration.ofMillis(SECOND_MILLIS - 1)).toMillis();
        vertx.setPeriodic(phase, SECOND_MILLIS, id -> tick());
        return vertx.createNetServer().connectHandler(this::connected).listen(conf.number("port"), "0.0.0.0");
    }

    /** Once a second; a server that loads or runs a script has no time for that. */
    private void tick() {
        if (life.alive() && holds == 0 && !state.isLoading() && !state.isBusy()) {
            masterSide.tick();
            replicaSide.tick();
        }
    }

    private void connected(NetSocket socket) {
        RedisSession session = new RedisSession(++sessionIds, socket);
        admit(session);
        sessions.add(session);
        socket.closeHandler(closed -> gone(session));
        socket.exceptionHandler(e -> gone(session));
        socket.handler(bytes -> {
            session.reader.feed(bytes.getBytes());
            serve(session);
        });
    }

    /** Who it is, or null: nobody needs a password that is not asked for any more. */
    Users.@Nullable User admit(RedisSession session) {
        Users.User nameless = users.named(Users.DEFAULT);
        if (session.user == null && nameless.needsNoPassword()) {
            session.user = nameless;
        }
        return session.user;
    }

    private void gone(RedisSession session) {
        sessions.remove(session);
        masterSide.gone(session);
    }

    /** Answers what has arrived, as far as that is possible now. */
    void serve(RedisSession session) {
        while (holds == 0 && !session.blocked && !session.closing && life.alive()) {
            Parsed next = session.reader.next();
            if (next instanceof Parsed.Refused refused) {
                session.write(Resp.error(refused.error()));
                session.close();
            }
            if (!(next instanceof Parsed.Complete complete)) {
                return;
            }
            String reply = commands.answer(session, complete.request());
            if (holds == 0) {
                session.write(reply);
            } else if (!reply.isEmpty()) {
                // It is said when the server comes round to it.
                session.held = reply;
            }
        }
    }

    /** Does nothing else for so long. */
    void hold(Duration time, Runnable then) {
        holds++;
        after(time, () -> release(then));
    }

    private void release(Runnable then) {
        holds--;
        then.run();
        resume();
    }

    /** Goes on where it was held. */
    void resume() {
        for (RedisSession session : List.copyOf(sessions)) {
            if (holds == 0 && !session.held.isEmpty()) {
                session.write(session.held);
                session.held = "";
            }
            serve(session);
        }
        replicaSide.proceed();
    }

    boolean isHeld() {
        return holds > 0;
    }

    /** Writes the file; a slow disk holds the whole server, as it holds a real one. */
    boolean writeConf() {
        SimDisk.Mood mood = life.process.disk.mood();
        if (mood != SimDisk.Mood.FINE) {
            if (mood == SimDisk.Mood.HANGING) {
                holds++;
                waitForDisk();
            }
            return mood == SimDisk.Mood.HANGING;
        }
        holds++;
        rewriteConf();
        return true;
    }

    /** Who turns a knob meanwhile is held like everybody: that is written behind this. */
    private void rewriteConf() {
        life.process.disk.replace(CONF, conf.rewritten()).onComplete(done -> {
            if (turned) {
                turned = false;
                life.process.disk.put(CONF, conf.rewritten());
            }
            release(() -> {});
        });
    }

    private void waitForDisk() {
        vertx.setTimer(DISK_RETRY_MILLIS, id -> {
            if (life.process.disk.mood() == SimDisk.Mood.HANGING) {
                waitForDisk();
            } else {
                rewriteConf();
            }
        });
    }

    /** @return whether that changed anything, or asked for what it was already */
    boolean follow(@Nullable Address master) {
        Address before = state.master();
        if (master == null ? before == null : master.equals(before)) {
            return master == null;
        }
        note(master == null ? "is a master" : "follows " + master);
        conf.follow(master);
        if (master == null) {
            state.history.fork(server.chance.runId());
            masterSide.disconnectAll();
        } else {
            masterSide.unblockAll();
        }
        replicaSide.follow(master, before == null);
        return true;
    }

    /** @return why not, or null */
    @Nullable
    String configure(String name, String value) {
        String refusal = conf.set(name, value);
        turned |= isHeld();
        if (refusal == null) {
            if (name.equals("requirepass")) {
                users.password(value);
            }
            state.history.limit(conf.number("repl-backlog-size"));
        }
        return refusal;
    }

    /** A script or a time without answers has ended from outside. */
    void relieved() {
        if (life.alive()) {
            life.vertx.runOnContext(go -> resume());
        }
    }

    void exit() {
        note("shuts down");
        life.process.kill();
    }

    Vertx vertx() {
        return vertx;
    }

    Collection<RedisSession> sessions() {
        return List.copyOf(sessions);
    }

    Duration now() {
        return life.world.now();
    }

    String name() {
        return life.process.name;
    }

    void note(String what) {
        life.world.trace.note(life.process.name, what);
    }

    void observe(Observation observation) {
        life.world.observe(observation);
    }

    void after(Duration time, Runnable action) {
        if (time.isZero()) {
            action.run();
            return;
        }
        vertx.setTimer(Math.max(1, time.toMillis()), id -> {
            if (life.alive()) {
                action.run();
            }
        });
    }
}
