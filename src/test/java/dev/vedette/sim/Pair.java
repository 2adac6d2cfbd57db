package dev.vedette.sim;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A world of two hosts: one that listens and one that speaks. */
final class Pair implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(1);

    final World world;
    final SimProcess server;
    final SimProcess client;
    /** Of the present life. */
    Ear ear;

    final Mouth mouth = new Mouth();

    Pair(long seed, boolean echo) {
        world = new World(seed);
        server = world.process("ear", "10.0.0.1", 1, life -> {
            ear = new Ear(echo);
            return List.of(ear);
        });
        client = world.process("mouth", "10.0.0.2", 1, life -> List.of(mouth));
        server.start();
        client.start();
        run(SOON);
    }

    /** Two hosts with a connection. */
    static Pair connected(long seed, boolean echo) {
        Pair pair = new Pair(seed, echo);
        pair.connect();
        return pair;
    }

    void connect() {
        int before = mouth.sockets.size();
        mouth.connect(server);
        await("a connection", () -> mouth.sockets.size() > before && ear.sockets.size() >= mouth.sockets.size());
    }

    void run(Duration time) {
        world.run(time);
    }

    void await(String what, BooleanSupplier condition) {
        await(what, condition, SOON);
    }

    void await(String what, BooleanSupplier condition, Duration limit) {
        if (!world.until(condition, limit)) {
            throw new AssertionError("not within " + limit + ": " + what + "; mouth " + mouth.ends + ", ear " + ear.ends
                    + ", heard " + ear.heard.length() + " bytes there and " + mouth.heard.length() + " here");
        }
    }

    /** How long until the condition holds. */
    Duration timeUntil(BooleanSupplier condition) {
        Duration from = world.now();
        await("in time", condition, Duration.ofMinutes(10));
        return world.now().minus(from);
    }

    @Override
    public void close() {
        world.close();
    }
}
