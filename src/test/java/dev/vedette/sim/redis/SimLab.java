package dev.vedette.sim.redis;

import dev.vedette.command.resp.RespValue;
import dev.vedette.sim.World;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Servers of the model, and somebody on a host of his own who talks to them. */
final class SimLab implements RedisLab {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final World world;
    private final Desk desk = new Desk();
    private int servers;

    SimLab(long seed) {
        world = new World(seed);
        world.process("lab", "10.0.9.1", 1, life -> List.of(desk)).start();
        world.until(() -> desk.client != null, PATIENCE);
    }

    private static final class Desk extends VerticleBase {
        private NetClient client;

        @Override
        public Future<?> start() {
            client = vertx.createNetClient();
            return Future.succeededFuture();
        }
    }

    @Override
    public Node start(String... lines) throws Exception {
        servers++;
        SimNode node = new SimNode(new SimServer(world, "r" + servers, "10.0.0." + servers, lines));
        node.server.start();
        node.ready();
        return node;
    }

    /** The handle of one that this lab has started. */
    static SimServer server(Node node) {
        return ((SimNode) node).server;
    }

    World world() {
        return world;
    }

    @Override
    public void await(String what, Condition condition) throws Exception {
        // The condition may talk to servers itself, so that time passes in it as well.
        Duration end = world.now().plus(PATIENCE);
        while (!holds(condition)) {
            if (world.now().compareTo(end) > 0) {
                throw new AssertionError("never: " + what + "\n" + world.trace);
            }
            world.run(Duration.ofMillis(10));
        }
    }

    private static boolean holds(Condition condition) throws Exception {
        try {
            return condition.holds();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        world.close();
    }

    private <T> T awaited(Future<T> future) throws IOException {
        world.until(future::isComplete, PATIENCE);
        if (!future.succeeded()) {
            throw new IOException(String.valueOf(future.cause()), future.cause());
        }
        return future.result();
    }

    private final class SimNode implements Node {
        private final SimServer server;

        SimNode(SimServer server) {
            this.server = server;
        }

        private void ready() throws Exception {
            SimLab.this.await("it answers", () -> !ask("PING").isEmpty());
        }

        @Override
        public String host() {
            return server.address().host();
        }

        @Override
        public int port() {
            return server.address().port();
        }

        @Override
        public Talk talk() throws IOException {
            return new SimTalk(awaited(Caller.connect(desk.client, host(), port())));
        }

        @Override
        public void kill() {
            server.kill();
        }

        @Override
        public void restart() throws Exception {
            server.restart();
            ready();
        }

        @Override
        public boolean runs() {
            return server.process.life().alive();
        }

        @Override
        public void canSave(boolean can) {
            if (can) {
                server.end(Trouble.MISCONF);
            } else {
                server.trouble(Trouble.MISCONF);
            }
        }
    }

    private final class SimTalk implements Talk {
        private final Caller caller;
        private final Deque<String> unread = new ArrayDeque<>();

        SimTalk(Caller caller) {
            this.caller = caller;
            caller.onUnasked(value -> unread.add(ReplyReader.text(value)));
        }

        @Override
        public String ask(String... words) throws IOException {
            RespValue reply = awaited(caller.ask(words));
            return ReplyReader.text(reply);
        }

        @Override
        public void say(String... words) {
            caller.say(words);
        }

        @Override
        public String next() throws IOException {
            if (!world.until(() -> !unread.isEmpty() || caller.isClosed(), PATIENCE) || unread.isEmpty()) {
                throw new IOException("nothing comes");
            }
            return unread.poll();
        }

        @Override
        public boolean isClosed() {
            world.run(Duration.ofMillis(10));
            return caller.isClosed();
        }

        @Override
        public void close() {
            caller.close();
        }
    }
}
