package dev.vedette.sim.storm;

import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.List;

/** Somebody with a redis-cli: one connection for each command, and no patience to repeat one. */
final class Operator {
    private static final int PATIENCE_MILLIS = 3_000;

    private final World world;
    private final SimProcess desk;
    private final Hand hand = new Hand();

    Operator(World world) {
        this.world = world;
        this.desk = world.process("op", "10.2.0.1", 1, life -> List.of(hand));
        desk.start();
    }

    /** Types this to whoever listens there; the first line of the answer, or that there was none, is in the trace. */
    void type(SimProcess target, int port, String command) {
        desk.life().vertx.runOnContext(go -> hand.type(target, port, command));
    }

    private final class Hand extends VerticleBase {
        private NetClient client;

        @Override
        public Future<?> start() {
            client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(PATIENCE_MILLIS));
            return Future.succeededFuture();
        }

        private void type(SimProcess target, int port, String command) {
            String line = target.name + " < " + command;
            client.connect(port, target.host())
                    .onFailure(e -> world.trace.note("op", line + ": not connected"))
                    .onSuccess(socket -> {
                        boolean[] answered = new boolean[1];
                        socket.exceptionHandler(e -> {});
                        socket.closeHandler(closed -> {
                            if (!answered[0]) {
                                answered[0] = true;
                                world.trace.note("op", line + ": no answer");
                            }
                        });
                        socket.handler(bytes -> {
                            if (!answered[0]) {
                                answered[0] = true;
                                world.trace.note(
                                        "op", line + ": " + bytes.toString().split("\r\n", 2)[0]);
                                socket.close();
                            }
                        });
                        socket.write(Buffer.buffer(command + "\r\n"));
                        vertx.setTimer(PATIENCE_MILLIS, id -> socket.close());
                    });
        }
    }
}
