package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Address;
import dev.vedette.model.Periods;
import dev.vedette.model.Reason;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import dev.vedette.sim.stock.StockSentinel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever leads a failover dies, sleeps or is cut off in the middle of it. Stock sentinels wait twice failover-timeout
 * then, six minutes by default; here they wait until the leader is missed.
 */
class DeadLeaderTest {
    private static final Duration DOWN_AFTER = Duration.ofSeconds(5);
    private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(180);

    /** From the death of the leader to a new master that clients are sent to. */
    private static final Duration BOUND = DOWN_AFTER // the leader is missed
            .plus(Periods.PING) // its last ping had just been answered
            .plus(Duration.ofMillis(200)) // two sentinels with smaller ids have their turns
            .plus(Periods.INFO_BUSY) // fresh INFO of every replica is waited for
            .plus(Duration.ofSeconds(1)); // votes, promotion, hellos

    private static final Duration TO_THE_LEADER = DOWN_AFTER.plusSeconds(4);

    private static Stream<Arguments> deaths() {
        return Stream.of("+elected-leader", "+selected-slave", "+promoted-slave")
                .flatMap(event -> LongStream.rangeClosed(1, 20).mapToObj(seed -> Arguments.of(event, seed)));
    }

    private static Ring ring(long seed, int sentinels, int quorum) {
        return new Patience(DOWN_AFTER, FAILOVER_TIMEOUT).settled(seed, sentinels, 2, quorum);
    }

    /** Live sentinels name one live master. */
    private static boolean named(Ring ring, List<? extends Watcher> watchers) {
        List<Address> names = watchers.stream()
                .filter(watcher -> watcher.process().runs())
                .map(watcher -> watcher.names(Ring.MYMASTER))
                .distinct()
                .toList();
        return names.size() == 1
                && ring.servers.stream()
                        .anyMatch(server -> Ring.address(server).equals(names.get(0))
                                && server.runs()
                                && ring.state(server).isMaster());
    }

    private static SimSentinel leaderAt(Ring ring, String event, java.util.function.Consumer<SimProcess> blow) {
        SimSentinel[] leader = new SimSentinel[1];
        ring.world.trace.once(entry -> entry.is(event), entry -> {
            leader[0] = ring.sentinel(entry.who());
            blow.accept(leader[0].process);
        });
        ring.master().kill();
        ring.await("a leader", () -> leader[0] != null, TO_THE_LEADER);
        return leader[0];
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void theOthersGoOnWhenTheLeaderIsMissed(String event, long seed) {
        try (Ring ring = ring(seed, 3, 2)) {
            SimSentinel leader = leaderAt(ring, event, SimProcess::kill);
            ring.await("a new master", () -> named(ring, ring.others(leader)), BOUND);
            leader.process.start();
            ring.await("the dead leader follows", ring::movedOn, Duration.ofSeconds(30));
            ring.world.run(Duration.ofSeconds(20));
            assertTrue(ring.movedOn(), () -> "" + ring.world.trace.last(60));
        }
    }

    /** It wakes up as the leader of an epoch that is over, perhaps with an order on its lips. */
    @ParameterizedTest
    @MethodSource("deaths")
    void aLeaderThatSleepsDoesNotActOnItsOldMandate(String event, long seed) {
        try (Ring ring = ring(seed, 3, 2)) {
            SimSentinel leader = leaderAt(ring, event, SimProcess::freeze);
            ring.await("a new master", () -> named(ring, ring.others(leader)), BOUND);
            List<Address> named = new ArrayList<>();
            ring.others(leader).forEach(sentinel -> named.add(sentinel.names(Ring.MYMASTER)));
            ring.world.run(Duration.ofSeconds(seed));
            leader.process.thaw();
            ring.await("it follows", ring::movedOn, Duration.ofSeconds(60));
            ring.world.run(Duration.ofSeconds(40));
            assertTrue(ring.movedOn(), () -> "" + ring.world.trace.last(60));
            assertEquals(named.get(0), leader.names(Ring.MYMASTER), () -> "" + ring.world.trace.last(60));
        }
    }

    /** A pause in the middle, too short to be missed: nobody else is elected, and it tries again itself. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void aLeaderThatDozesStandsAgain(long seed) {
        try (Ring ring = ring(seed, 3, 2)) {
            SimSentinel leader = leaderAt(ring, "+elected-leader", SimProcess::freeze);
            ring.world.run(Duration.ofSeconds(3));
            leader.process.thaw();
            Duration bound = Periods.TILT // it doubts itself
                    .plus(DOWN_AFTER) // only then it judges the master again
                    .plus(Periods.PING)
                    .plus(Duration.ofMillis(200))
                    .plus(Periods.INFO_BUSY)
                    .plus(Duration.ofSeconds(1));
            ring.await("a new master", () -> named(ring, ring.sentinels), bound);
        }
    }

    /** Cut off from all other sentinels, but not from the servers, while the link to its choice is down. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void aLeaderThatIsCutOffGivesUp(long seed) {
        try (Ring ring = ring(seed, 3, 2)) {
            SimSentinel leader = leaderAt(ring, "+elected-leader", process -> {
                ring.replicas().forEach(replica -> ring.world.network.cut(process, replica));
                ring.sentinels.stream()
                        .map(sentinel -> sentinel.process)
                        .filter(other -> other != process)
                        .forEach(other -> ring.world.network.cut(process, other));
            });
            ring.await("a new master", () -> named(ring, ring.others(leader)), BOUND);
            ring.world.run(Duration.ofSeconds(5));
            String who = leader.process.name;
            assertFalse(
                    ring.world.trace.all(who, "-failover-abort-not-elected").isEmpty()
                            && ring.world
                                    .trace
                                    .all(who, "-failover-abort-no-good-slave")
                                    .isEmpty()
                            && ring.world
                                    .trace
                                    .all(who, "+failover-state-wait-promotion")
                                    .isEmpty(),
                    () -> "" + ring.world.trace.last(60));
            ring.world.network.heal();
            ring.await("all are one again", ring::movedOn, Duration.ofSeconds(60));
        }
    }

    /** Two and two of five elect nobody. When they hear one another again, nobody waits for any pause's end. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whoFoundTooFewVotersTriesWhenTheyAreBack(long seed) {
        try (Ring ring = ring(seed, 5, 2)) {
            List<SimProcess> all =
                    ring.sentinels.stream().map(sentinel -> sentinel.process).toList();
            ring.world.network.partition(all.subList(0, 2), all.subList(2, 5));
            all.get(4).kill();
            ring.master().kill();
            ring.world.run(Duration.ofSeconds(40));
            assertFalse(ring.world.trace.all("-failover-abort-not-elected").isEmpty());
            assertEquals(List.of(), ring.world.trace.all("+elected-leader"));
            ring.world.network.heal();
            Duration bound = Periods.PING
                    .multipliedBy(2) // they are well again: a ping that was held back, and one more
                    .plus(Periods.PUBLISH) // who knows better would have said so
                    .plus(Duration.ofMillis(400)) // four sentinels with smaller ids have their turns
                    .plus(Periods.INFO_BUSY) // fresh INFO of every replica is waited for
                    .plus(Duration.ofSeconds(1)); // votes, promotion, hellos
            ring.await("a new master", () -> named(ring, ring.sentinels), bound);
            assertTrue(ring.world.trace.toString().contains(Reason.VOTERS_BACK.sentence()));
        }
    }

    /** Whoever leads and dies, stock or not: a Vedette that is left asks the others, and stock sentinels vote. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void leadersOfBothMakesAreMissed(long seed) {
        Watcher.Make ours = SimSentinel::new;
        Watcher.Make stock = StockSentinel::new;
        List<Watcher.Make> makes =
                seed % 2 == 0 ? List.of(stock, ours, ours) : List.of(stock, stock, ours, ours, stock);
        Patience patience = new Patience(DOWN_AFTER, FAILOVER_TIMEOUT);
        try (Ring ring = patience.settled(new World(seed), makes, 2, makes.size() / 2 + 1)) {
            String[] leader = new String[1];
            ring.world.trace.once(entry -> entry.is("+elected-leader"), entry -> {
                leader[0] = entry.who();
                ring.watchers.stream()
                        .filter(watcher -> watcher.process().name.equals(entry.who()))
                        .forEach(watcher -> watcher.process().kill());
            });
            ring.master().kill();
            ring.await("a leader", () -> leader[0] != null, TO_THE_LEADER);
            Duration bound = BOUND.plus(Periods.ASK.multipliedBy(2)); // stock sentinels look and ask once a second
            if (ring.world.trace.all("+try-failover").size() > 1) {
                bound = bound.minus(DOWN_AFTER) // whoever stood beside the leader is at work until it gives up,
                        .plus(Periods.ELECTION_TIMEOUT)
                        .plus(Periods.ASK.multipliedBy(5)); // and is believed to be for as long as its word counts
            }
            ring.await("a new master", () -> named(ring, ring.watchers), bound);
        }
    }
}
