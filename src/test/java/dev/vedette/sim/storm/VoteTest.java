package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.sim.redis.SimClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A vote that somebody saw is kept, whatever happens to the voter. */
class VoteTest {
    private static final String ONE = "1".repeat(40);
    private static final String OTHER = "2".repeat(40);
    private static final Duration SOON = Duration.ofMillis(500);

    @Test
    void voteThatWasSeenSurvivesACrash() {
        try (Ring ring = Ring.settled(1)) {
            SimSentinel voter = ring.sentinels.get(0);
            SimClient first = connected(ring, voter, 1);
            first.say(request(ring, ONE));
            ring.await("the vote", () -> !first.replies().isEmpty(), SOON);
            assertEquals(List.of(ballot(ONE)), first.replies());
            voter.process.kill();
            voter.process.start();
            ring.world.run(SOON);

            SimClient second = connected(ring, voter, 2);
            second.say(request(ring, OTHER));
            ring.await("an answer", () -> !second.replies().isEmpty(), SOON);
            assertEquals(List.of("*3\r\n:0\r\n$1\r\n*\r\n:9\r\n"), second.replies());
        }
    }

    /** The voter dies while its vote is being written: nobody may have heard of it, so it may vote anew, once. */
    @Test
    void voteThatWasNotSavedWasNeverSeen() {
        try (Ring ring = Ring.settled(1)) {
            SimSentinel voter = ring.sentinels.get(0);
            voter.process.disk.slow(Duration.ofMillis(300));
            SimClient first = connected(ring, voter, 1);
            first.say(request(ring, ONE));
            ring.await("the write", voter.process.disk::isWriting, SOON);
            assertEquals(List.of(), first.replies());
            voter.process.kill();
            ring.world.run(SOON);
            assertEquals(List.of(), first.replies());
            assertEquals(Epoch.ZERO, voter.onDisk().currentEpoch());

            voter.process.start();
            ring.world.run(SOON);
            SimClient second = connected(ring, voter, 2);
            second.say(request(ring, OTHER));
            second.say(request(ring, ONE));
            ring.await(
                    "two answers",
                    () -> String.join("", second.replies()).length()
                            >= 2 * ballot(ONE).length(),
                    SOON);
            assertEquals(ballot(OTHER) + ballot(OTHER), String.join("", second.replies()));
        }
    }

    /** In the middle of a failover, with candidates that really ask; the checkers count the votes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void votersThatCrashDuringAFailoverVoteOnce(long seed) {
        try (Ring ring = Ring.settled(seed)) {
            ring.sentinels.forEach(sentinel -> sentinel.process.disk.slow(Duration.ofMillis(60)));
            ring.master().kill();
            ring.await(
                    "a candidate", () -> !ring.world.trace.all("+try-failover").isEmpty(), Duration.ofSeconds(3));
            String candidate = ring.world.trace.all("+try-failover").get(0).who();
            List<SimSentinel> voters = ring.others(ring.sentinel(candidate));
            ring.await(
                    "a vote being written",
                    () -> voters.stream().anyMatch(voter -> voter.process.disk.isWriting()),
                    SOON);
            for (SimSentinel voter : voters) {
                if (voter.process.disk.isWriting()) {
                    voter.process.kill();
                    voter.process.start();
                }
            }
            ring.await("a new master", ring::movedOn, Duration.ofSeconds(30));
            assertTrue(ring.world.trace.all("+vote-for-leader").size() >= 2);
        }
    }

    private static SimClient connected(Ring ring, SimSentinel to, int number) {
        SimClient client =
                SimClient.started(ring.world, "c" + number, "10.0.2." + number, to.process, SimSentinel.PORT);
        ring.await("a connection", client::isConnected, SOON);
        return client;
    }

    private static String request(Ring ring, String candidate) {
        Address master = Ring.address(ring.master());
        return "SENTINEL is-master-down-by-addr " + master.host() + " " + master.port() + " 9 " + candidate;
    }

    private static String ballot(String leader) {
        return "*3\r\n:0\r\n$40\r\n" + leader + "\r\n:9\r\n";
    }
}
