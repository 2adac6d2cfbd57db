package dev.vedette.sim.storm;

import static dev.vedette.sim.storm.Ring.MYMASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.ElectionFact;
import dev.vedette.bus.MonitorFact;
import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.Periods;
import dev.vedette.sim.Observation;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import dev.vedette.sim.redis.SimClient;
import dev.vedette.sim.stock.StockSentinel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Several people order a failover at the same time, at several sentinels. Stock sentinels make two masters of that. */
class ForcedTwinsTest {
    private static final Watcher.Make OURS = SimSentinel::new;
    private static final Watcher.Make STOCK = StockSentinel::new;

    /** Long enough that nobody acts of his own accord before the orders come. */
    private static final Duration DOWN_AFTER = Duration.ofSeconds(20);

    /** A replica that is silent for longer is not chosen. */
    private static final Duration SILENCE = Duration.ofMillis(6_500);

    private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(180);

    /** Up to this seed one loop serves the clients, beyond it all do, which makes other moments meet. */
    private static final int ONE_LOOP = 10;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    /** A ring, one terminal at each sentinel, and who led and named whom in which epoch. */
    private static final class Story implements AutoCloseable {
        final Ring ring;
        final List<SimClient> terminals = new ArrayList<>();
        final Map<Epoch, Set<String>> leaders = new TreeMap<>();
        final Map<Epoch, Set<Address>> masters = new TreeMap<>();

        Story(long seed, List<Watcher.Make> makes) {
            Patience patience = new Patience(DOWN_AFTER, FAILOVER_TIMEOUT);
            int quorum = makes.size() / 2 + 1;
            World world = new World(seed);
            if (seed > ONE_LOOP) {
                world.clientsOfOneLoop = 0;
            }
            ring = makes.contains(STOCK)
                    ? patience.unchecked(world, makes, 2, quorum)
                    : patience.settled(world, makes, 2, quorum);
            ring.world.observed(this::hear);
            int number = 0;
            for (Watcher watcher : ring.watchers) {
                number++;
                SimClient terminal = SimClient.started(
                        ring.world, "c" + number, "10.0.2." + number, watcher.process(), SimSentinel.PORT);
                ring.await("a terminal", terminal::isConnected, Duration.ofSeconds(1));
                terminals.add(terminal);
            }
        }

        private void hear(Observation observation) {
            if (observation instanceof Observation.Told told && told.fact() instanceof ElectionFact.Elected elected) {
                leaders.computeIfAbsent(elected.epoch(), epoch -> new TreeSet<>())
                        .add(told.who());
            } else if (observation instanceof Observation.Told told
                    && told.fact() instanceof MonitorFact.Topology topology) {
                masters.computeIfAbsent(topology.master().configEpoch(), epoch -> new TreeSet<>())
                        .add(topology.master().advertised());
            }
        }

        void order(int sentinel) {
            terminals.get(sentinel).say("SENTINEL FAILOVER mymaster");
        }

        /** Every sentinel names it, since one and the same epoch. */
        boolean allName(Address address) {
            return ring.watchers.stream()
                            .allMatch(watcher -> watcher.names(MYMASTER).equals(address))
                    && ring.watchers.stream()
                                    .map(watcher -> watcher.configEpoch(MYMASTER))
                                    .distinct()
                                    .count()
                            == 1;
        }

        boolean isOneMind() {
            return ring.agreed(ring.watchers, any -> true);
        }

        @Override
        public void close() {
            ring.close();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void ordersAtTheSameTimeMakeOneMasterPerEpoch(long seed) {
        int sentinels = seed % 4 == 0 ? 5 : 3;
        try (Story story = new Story(seed, Collections.nCopies(sentinels, OURS))) {
            Ring ring = story.ring;
            // Some worlds are quick, in some a vote takes longer than an order waits.
            ring.sentinels.forEach(sentinel -> sentinel.process.disk.slow(Duration.ofMillis(40 * (seed % 8))));
            for (int i = 0; i < sentinels - seed % 2; i++) {
                story.order(i);
            }
            Duration bound = Duration.ofMillis(500) // an order waits for votes
                    .plus(Duration.ofMillis(700)) // and for its turn in a newer epoch
                    .multipliedBy(2) // which may be split again
                    .plus(Duration.ofSeconds(4)); // promotion, and all follow, one at a time
            ring.await("all stand behind a new master", ring::movedOn, bound);
            ring.world.run(Duration.ofSeconds(20));
            assertTrue(ring.movedOn(), () -> "" + ring.world.trace.last(80));
            story.leaders.forEach((epoch, who) ->
                    assertEquals(1, who.size(), () -> "leaders of " + epoch + "\n" + ring.world.trace.last(80)));
            story.masters.forEach((epoch, who) ->
                    assertEquals(1, who.size(), () -> "masters of " + epoch + "\n" + ring.world.trace.last(80)));
        }
    }

    private static Story twins(long seed, Duration lasting) {
        return twins(seed, lasting, Collections.nCopies(3, OURS), 0);
    }

    /** One sentinel with the master and one replica here, two with the other replica there: one epoch, two masters. */
    private static Story twins(long seed, Duration lasting, List<Watcher.Make> makes, int replicaHere) {
        Story story = new Story(seed, makes);
        Ring ring = story.ring;
        SimProcess ours = ring.replicas().get(replicaHere);
        SimProcess theirs = ring.replicas().get(1 - replicaHere);
        List<SimProcess> here = List.of(ring.watchers.get(0).process(), ring.master(), ours);
        List<SimProcess> there =
                List.of(ring.watchers.get(1).process(), ring.watchers.get(2).process(), theirs);
        ring.world.network.partition(here, there);
        ring.world.run(SILENCE);
        story.order(0);
        story.order(1 + (int) (seed % 2));
        ring.await(
                "two masters of one epoch",
                () -> ring.watchers.get(0).names(MYMASTER).equals(Ring.address(ours))
                        && ring.watchers.get(1).names(MYMASTER).equals(Ring.address(theirs))
                        && ring.watchers.stream().allMatch(watcher -> watcher.configEpoch(MYMASTER)
                                .equals(new Epoch(1))),
                Duration.ofSeconds(8));
        ring.world.run(lasting);
        assertEquals(Ring.address(ours), ring.watchers.get(0).names(MYMASTER));
        assertEquals(Ring.address(theirs), ring.watchers.get(1).names(MYMASTER));
        return story;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void twoSidesOfAPartitionBecomeOne(long seed) {
        // By then each leader has given up what it cannot reach, and has switched.
        try (Story story = twins(seed, DOWN_AFTER.plusSeconds(5 + seed))) {
            Ring ring = story.ring;
            Address smaller = Ring.address(ring.replicas().get(0));
            ring.world.network.heal();
            Duration bound = Periods.MIN_LINK_RECONNECT // connections that carry nothing are opened anew
                    .plus(Periods.PUBLISH.multipliedBy(5)) // who sees it down waits for who does not
                    .plus(Periods.PUBLISH.multipliedBy(2)) // hellos tell of both, and then of one
                    .plus(Duration.ofSeconds(1));
            ring.await("one master", () -> story.allName(smaller), bound);
            ring.await("all follow it", ring::movedOn, Duration.ofSeconds(40));
            assertEquals(2, story.masters.get(new Epoch(1)).size());
            story.masters.forEach((epoch, who) -> {
                if (epoch.isAfter(new Epoch(1))) {
                    assertEquals(Set.of(smaller), who, () -> "epoch " + epoch + "\n" + ring.world.trace.last(80));
                }
            });
            Epoch settled = ring.sentinels.get(0).configEpoch(MYMASTER);
            ring.world.run(Duration.ofMinutes(2));
            assertEquals(settled, ring.sentinels.get(0).configEpoch(MYMASTER), "and nobody goes on disputing");
        }
    }

    /**
     * Both leaders are still busy with turning replicas, perhaps each other's master. Then the master that is settled
     * on may say that it is a replica, and is replaced for that, in its time.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void twoBusyLeadersBecomeOneInTheEnd(long seed) {
        try (Story story = twins(seed, Duration.ofMillis(700 * seed))) {
            Ring ring = story.ring;
            ring.world.network.heal();
            Duration bound = Periods.MIN_LINK_RECONNECT
                    .plus(Periods.PUBLISH.multipliedBy(7))
                    .plus(DOWN_AFTER.plus(Periods.INFO.multipliedBy(3))) // a master that says that it is a replica
                    .plus(Periods.INFO.plus(Periods.PUBLISH.multipliedBy(4))) // who calls itself one is turned back
                    .plus(Duration.ofSeconds(5)); // an election, and its failover
            ring.await("one master, and all follow it", story::isOneMind, bound);
            ring.world.run(Duration.ofSeconds(30));
            assertTrue(story.isOneMind(), () -> "" + ring.world.trace.last(80));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aDeadTwinDoesNotWin(long seed) {
        try (Story story = twins(seed, DOWN_AFTER.plusSeconds(5 + seed))) {
            Ring ring = story.ring;
            ring.replicas().get(0).kill();
            ring.world.run(DOWN_AFTER.plusSeconds(2));
            ring.world.network.heal();
            Address living = Ring.address(ring.replicas().get(1));
            Duration bound = Periods.MIN_LINK_RECONNECT
                    .plus(Periods.PUBLISH.multipliedBy(5))
                    .plus(Periods.PUBLISH.multipliedBy(2))
                    .plus(Duration.ofSeconds(1));
            ring.await("one master", () -> story.allName(living), bound);
            assertNotEquals(new Epoch(1), ring.sentinels.get(0).configEpoch(MYMASTER));
            ring.await("all follow it", ring::movedOn, Duration.ofSeconds(40));
        }
    }

    private static Stream<Arguments> mixtures() {
        return LongStream.rangeClosed(1, 20)
                .boxed()
                .flatMap(seed -> Stream.of(
                        Arguments.of(seed, List.of(OURS, STOCK, STOCK), 0),
                        Arguments.of(seed, List.of(OURS, STOCK, STOCK), 1),
                        Arguments.of(seed, List.of(STOCK, STOCK, OURS), 0)));
    }

    /** One Vedette on either side is enough: stock sentinels follow the newer epoch. */
    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("mixtures")
    void stockSentinelsAreSettledToo(long seed, List<Watcher.Make> makes, int replicaHere) {
        try (Story story = twins(seed, DOWN_AFTER.plusSeconds(5 + seed), makes, replicaHere)) {
            Ring ring = story.ring;
            ring.world.network.heal();
            Duration bound = Periods.MIN_LINK_RECONNECT
                    .plus(Periods.PUBLISH.multipliedBy(5))
                    .plus(Periods.PUBLISH.multipliedBy(2))
                    .plus(Duration.ofSeconds(1));
            ring.await(
                    "one master",
                    () -> story.allName(Ring.address(ring.replicas().get(0))),
                    bound);
        }
    }
}
