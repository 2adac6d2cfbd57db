package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Address;
import dev.vedette.model.Periods;
import dev.vedette.sim.SimProcess;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The replica that was promoted dies before the others follow it. A stock leader waits for it without end; here one of
 * its observers is dead as well, so that nothing goes on without the leader.
 */
class DeadPromotionTest {
    private static final Duration DOWN_AFTER = Duration.ofSeconds(5);
    private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(180);

    /** From the death of the promoted replica to its successor. */
    private static final Duration BOUND = DOWN_AFTER // it is missed
            .plus(Periods.PING) // its last ping had just been answered
            .plus(Duration.ofMillis(200)) // two sentinels with smaller ids have their turns
            .plus(Periods.INFO_BUSY) // fresh INFO of the replica that is left is waited for
            .plus(Duration.ofSeconds(1)); // votes, promotion, hellos

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    /** The master is dead, a replica says that it is one now, and that is on record. */
    private static final class Story implements AutoCloseable {
        final Ring ring;
        SimSentinel leader;
        SimProcess promoted;

        Story(long seed) {
            ring = new Patience(DOWN_AFTER, FAILOVER_TIMEOUT).settled(seed, 3, 2, 2);
            ring.world.trace.once(entry -> entry.is("+promoted-slave"), entry -> {
                leader = ring.sentinel(entry.who());
                promoted = ring.servers.stream()
                        .filter(server -> entry.payload().startsWith("slave " + server.host() + ":"))
                        .findFirst()
                        .orElseThrow();
            });
            ring.master().kill();
            ring.await("a promotion", () -> promoted != null, DOWN_AFTER.plusSeconds(3));
        }

        /** Clients are sent to the replica that is left; the leader ends its failover when the dead are given up. */
        boolean isReplaced() {
            return ring.sentinels.stream()
                    .filter(sentinel -> sentinel.process.runs())
                    .map(sentinel -> sentinel.names(Ring.MYMASTER))
                    .allMatch(named -> ring.servers.stream()
                            .anyMatch(server -> Ring.address(server).equals(named)
                                    && server.runs()
                                    && ring.state(server).isMaster()));
        }

        Address promotedAddress() {
            return Ring.address(promoted);
        }

        @Override
        public void close() {
            ring.close();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void itsDeathIsSeenAsThatOfTheMaster(long seed) {
        try (Story story = new Story(seed)) {
            Ring ring = story.ring;
            story.promoted.kill();
            ring.others(story.leader).get(0).process.kill();
            ring.await("the last replica is the master", story::isReplaced, BOUND);
            // The dead replica comes back as the master that it was told to be, and is turned.
            story.promoted.start();
            ring.await("it follows", ring::movedOn, Duration.ofSeconds(30));
        }
    }

    /** It was only frozen: whoever was not yet told to follow it is told when it is back, and not minutes later. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whoComesBackIsFollowedByAll(long seed) {
        try (Story story = new Story(seed)) {
            Ring ring = story.ring;
            ring.others(story.leader).forEach(sentinel -> sentinel.process.kill());
            story.promoted.freeze();
            ring.world.run(DOWN_AFTER.plusSeconds(2));
            assertEquals(story.promotedAddress(), story.leader.follows(Ring.MYMASTER));
            story.promoted.thaw();
            ring.others(story.leader).forEach(sentinel -> sentinel.process.start());
            ring.await("all follow it, or its successor", ring::movedOn, Duration.ofSeconds(40));
            assertTrue(ring.world.now().compareTo(FAILOVER_TIMEOUT) < 0);
        }
    }
}
