package dev.vedette.sim.redis;

import dev.vedette.model.Address;
import dev.vedette.sim.Life;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The replica's side of replication, reduced to its length: ten times a second it tells its master how far it is, and
 * takes over how far the master is. The words are our own; no sentinel sees them.
 */
final class Replication {
    static final String SYNC = "SIMSYNC";
    private static final long PERIOD_MILLIS = 100;
    private static final int PATIENCE_WITH_A_CONNECT_MILLIS = 1_000;
    /** A real server's is a minute; so long a wait would only make worlds slower. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Life life;
    private final RedisState state;
    private NetClient client;
    private @Nullable NetSocket socket;
    private boolean connecting;
    private Duration heard = Duration.ZERO;
    private int turn;

    Replication(Life life, RedisState state) {
        this.life = life;
        this.state = state;
    }

    void start(Vertx vertx) {
        client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(PATIENCE_WITH_A_CONNECT_MILLIS));
        vertx.setPeriodic(PERIOD_MILLIS, id -> tick());
    }

    /** Forgets the present master. */
    void drop() {
        turn++;
        connecting = false;
        NetSocket old = socket;
        socket = null;
        if (old != null) {
            old.close();
        }
    }

    private void tick() {
        Address master = state.master();
        if (master == null) {
            return;
        }
        NetSocket open = socket;
        if (open == null) {
            connect(master);
        } else if (life.world.now().minus(heard).compareTo(TIMEOUT) > 0) {
            lost(turn);
        } else {
            open.write(SYNC + " " + state.port + " " + state.offset + "\r\n");
        }
    }

    private void connect(Address master) {
        if (connecting) {
            return;
        }
        connecting = true;
        int mine = turn;
        client.connect(master.port(), master.host())
                .onSuccess(opened -> {
                    if (mine != turn) {
                        opened.close();
                        return;
                    }
                    connecting = false;
                    socket = opened;
                    heard = life.world.now();
                    opened.handler(bytes -> replied(mine, bytes.toString()));
                    opened.closeHandler(closed -> lost(mine));
                    opened.exceptionHandler(e -> lost(mine));
                    tick();
                })
                .onFailure(e -> {
                    if (mine == turn) {
                        connecting = false;
                    }
                });
    }

    private void replied(int mine, String text) {
        String line = text.trim();
        int last = line.lastIndexOf(':');
        if (mine == turn && last >= 0) {
            heard = life.world.now();
            state.linkUp = true;
            state.offset = Long.parseLong(line.substring(last + 1));
        }
    }

    private void lost(int mine) {
        if (mine == turn) {
            if (state.linkUp) {
                state.linkUp = false;
                state.linkDownSince = life.world.now();
            }
            drop();
        }
    }
}
