package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Address;
import dev.vedette.sim.World;
import dev.vedette.sim.redis.SimServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sentinels that know their master by its name, while name servers fail and pods move. */
class NamesTest {
    private static final Address NAMED = new Address("redis-0", SimServer.PORT);
    private static final String FIRST = "10.0.0.1";
    private static final String MOVED = "10.0.0.9";

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 10);
    }

    /** Three sentinels, and a master {@code redis-0} with one replica. */
    private static final class Shop implements AutoCloseable {
        final World world;
        final SimServer master;
        final SimServer replica;
        final List<SimSentinel> sentinels = new ArrayList<>();

        Shop(long seed, Duration downAfter) {
            world = new World(seed);
            world.names.set("redis-0", FIRST);
            master = new SimServer(world, "r1", FIRST);
            replica = new SimServer(world, "r2", "10.0.0.2", SimServer.replicaOf(master));
            for (int i = 1; i <= 3; i++) {
                sentinels.add(new SimSentinel(world, "s" + i, "10.0.1." + i, conf(downAfter)));
            }
        }

        private static String conf(Duration downAfter) {
            return String.join(
                    "\n",
                    "port " + SimSentinel.PORT,
                    "sentinel resolve-hostnames yes",
                    "sentinel monitor mymaster redis-0 6379 2",
                    "sentinel down-after-milliseconds mymaster " + downAfter.toMillis(),
                    "sentinel failover-timeout mymaster 5000",
                    "");
        }

        Shop open() {
            master.start();
            replica.start();
            world.run(Duration.ofSeconds(1));
            sentinels.forEach(sentinel -> sentinel.process.start());
            await("everybody knows everybody", this::isKnown, Duration.ofSeconds(20));
            world.run(Duration.ofSeconds(3));
            return this;
        }

        boolean isKnown() {
            return sentinels.stream()
                    .allMatch(sentinel -> sentinel.process.runs()
                            && sentinel.peers(Ring.MYMASTER).size() == 2
                            && sentinel.replicas(Ring.MYMASTER).equals(Set.of(replica.address())));
        }

        boolean allFollow(Address address) {
            return sentinels.stream()
                    .allMatch(sentinel -> sentinel.follows(Ring.MYMASTER).equals(address)
                            && sentinel.names(Ring.MYMASTER).equals(address));
        }

        void await(String what, BooleanSupplier condition, Duration limit) {
            assertTrue(
                    world.until(condition, limit),
                    () -> "seed " + world.seed + ": not in time: " + what + "\n" + world.trace.last(60));
        }

        @Override
        public void close() {
            world.close();
        }
    }

    /** Nobody can be looked up from the death of the master on; it comes back elsewhere when that is over. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aSilentNameServerHoldsUpNoFailover(long seed) {
        try (Shop shop = new Shop(seed, Duration.ofSeconds(1)).open()) {
            shop.world.names.silent(true);
            shop.master.kill();
            shop.await("a new master", () -> shop.allFollow(shop.replica.address()), Duration.ofSeconds(6));
            assertTrue(shop.replica.isMaster());

            shop.world.names.silent(false);
            shop.world.names.set("redis-0", MOVED);
            SimServer moved = new SimServer(shop.world, "r1-again", MOVED);
            moved.start();
            shop.await(
                    "it is found at its new address, and follows",
                    () -> shop.replica.address().equals(moved.master()),
                    Duration.ofSeconds(20));
            shop.world.run(Duration.ofSeconds(12));
            shop.sentinels.forEach(sentinel ->
                    assertEquals(Set.of(NAMED), sentinel.replicas(Ring.MYMASTER), "one instance, under its name"));
        }
    }

    /** Its host is gone without a word: nothing answers at the old address, not even a refusal. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aMasterThatMovesIsFollowedBeforeItIsMissed(long seed) {
        try (Shop shop = new Shop(seed, Duration.ofSeconds(8)).open()) {
            shop.master.process.losePower();
            shop.world.run(Duration.ofMillis(500));
            SimServer moved = new SimServer(shop.world, "r1-again", MOVED);
            moved.start();
            shop.world.names.set("redis-0", MOVED);
            shop.world.run(Duration.ofSeconds(20));
            assertTrue(shop.allFollow(NAMED));
        }
    }

    /** The name server is down when they start, and for a while. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theyStartWithoutANameServer(long seed) {
        try (Shop shop = new Shop(seed, Duration.ofSeconds(30))) {
            shop.world.names.down(true);
            shop.master.start();
            shop.replica.start();
            shop.sentinels.forEach(sentinel -> sentinel.process.start());
            shop.world.run(Duration.ofSeconds(5));
            shop.world.names.down(false);
            shop.await("everybody knows everybody", shop::isKnown, Duration.ofSeconds(30));
            shop.sentinels.forEach(sentinel -> assertEquals(
                    NAMED, sentinel.onDisk().masters().get(Ring.MYMASTER).address()));
        }
    }

    /**
     * It answers, but later than anybody waits, while the master dies; and each name costs at most two questions a
     * second.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void aSlowNameServerIsNotFlooded(long seed) {
        try (Shop shop = new Shop(seed, Duration.ofSeconds(1)).open()) {
            shop.world.names.delay(Duration.ofMillis(1500));
            shop.master.kill();
            shop.await("a new master", () -> shop.allFollow(shop.replica.address()), Duration.ofSeconds(6));
            int before = shop.world.names.asked();
            shop.world.run(Duration.ofSeconds(10));
            assertTrue(shop.world.names.asked() - before <= 3 * 20, "asked " + (shop.world.names.asked() - before));
        }
    }
}
