package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Address;
import dev.vedette.sim.Breach;
import dev.vedette.sim.Observation;
import dev.vedette.sim.SimDisk;
import dev.vedette.sim.disk.Stage;
import dev.vedette.sim.redis.SimClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A voter goes down at each call of the save of its vote, in each way, and is asked again: it has voted once. */
class SavedVoteTest {
    private static final String ONE = "1".repeat(40);
    private static final String OTHER = "2".repeat(40);
    private static final Duration SOON = Duration.ofMillis(600);
    private static final Pattern VOTE = Pattern.compile("\\$40\r\n([12]{40})\r\n:9\r\n");
    private static final int SEEDS = 4;

    /** How a sentinel goes down, and perhaps comes up, and goes down again. */
    private enum Fall {
        KILL,
        POWER_LOSS,
        /** What the first life left in the page cache, the second reads, and says, and then it is gone. */
        KILL_AND_POWER_LOSS
    }

    private final List<SimClient> clients = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {
                "BEFORE_CREATE",
                "BEFORE_WRITE",
                "BEFORE_FSYNC",
                "BEFORE_RENAME",
                "BEFORE_FOLDER_FSYNC",
                "BEFORE_ANSWER"
            })
    void whoFallsWhileItsVoteIsSavedVotesOnce(Stage stage) {
        for (Fall fall : Fall.values()) {
            for (long seed = 1; seed <= SEEDS; seed++) {
                try (Ring ring = Ring.settled(seed)) {
                    SimSentinel voter = ring.sentinels.get(0);
                    Set<Stage> crashes = EnumSet.noneOf(Stage.class);
                    ring.world.observed(observation -> {
                        if (observation instanceof Observation.Crashed crashed) {
                            crashes.add(crashed.during());
                        }
                    });
                    fallAt(stage, fall, ring, voter);
                    ask(ring, voter, OTHER);
                    ask(ring, voter, ONE);
                    String context = stage + " " + fall + " seed " + seed;
                    // The file holds the epoch of the vote and not its name: who reads it back votes for nobody.
                    assertTrue(votes().size() <= 1, () -> context + " " + votes() + "\n" + ring.world.trace.last(30));
                    assertTrue(crashes.contains(stage), context);
                }
            }
        }
    }

    /** A sync that does nothing is noticed at the next start, or the checkers could not tell a lost promise. */
    @Test
    void diskThatLiesIsNoticed() {
        int noticed = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (Ring ring = Ring.settled(seed)) {
                SimSentinel voter = ring.sentinels.get(0);
                voter.process.disk.lies();
                ask(ring, voter, ONE);
                assertEquals(Set.of(ONE), votes());
                clients.clear();
                voter.process.losePower();
                noticed += isNoticed(ring, voter) ? 1 : 0;
            }
        }
        assertTrue(noticed > SEEDS / 2, noticed + " of " + SEEDS);
    }

    private static boolean isNoticed(Ring ring, SimSentinel liedTo) {
        try {
            liedTo.process.start();
            ring.world.run(SOON);
            return false;
        } catch (Breach broken) {
            String what = String.valueOf(broken.getMessage());
            assertTrue(what.contains("/s1/sentinel.conf is not whole, or older than what was promised"), what);
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SimDisk.Mood.class,
            names = {"FAILING", "TORN", "BROKEN", "READ_ONLY"})
    void whoCannotSaveDoesNotVote(SimDisk.Mood mood) {
        try (Ring ring = Ring.settled(2)) {
            SimSentinel voter = ring.sentinels.get(0);
            voter.process.disk.mood(mood);
            connected(ring, voter).say(request(ring, ONE));
            connected(ring, voter).say(request(ring, OTHER));
            ring.world.run(SOON);
            assertEquals(Set.of(), votes());
            voter.process.disk.mood(SimDisk.Mood.FINE);
            ring.await("the vote", () -> votes().size() == 1, Duration.ofSeconds(2));
            ring.world.run(SOON);
            assertEquals(1, votes().size());
            assertEquals(9, voter.onDisk().currentEpoch().value());
        }
    }

    /** A call that hangs ends when the disk is back, and the vote is told then. */
    @Test
    void voteWaitsForADiskThatHangs() {
        try (Ring ring = Ring.settled(3)) {
            SimSentinel voter = ring.sentinels.get(0);
            voter.process.disk.mood(SimDisk.Mood.HANGING);
            SimClient client = connected(ring, voter);
            client.say(request(ring, ONE));
            ring.world.run(SOON);
            assertEquals(Set.of(), votes());
            voter.process.disk.mood(SimDisk.Mood.FINE);
            ring.await("the vote", () -> votes().equals(Set.of(ONE)), SOON);
        }
    }

    private void fallAt(Stage stage, Fall fall, Ring ring, SimSentinel voter) {
        clients.clear();
        voter.process.disk.slow(Duration.ofMillis(100));
        SimClient first = connected(ring, voter);
        first.say(request(ring, ONE));
        ring.await("the save", () -> voter.process.disk.stage() == stage, SOON);
        if (fall == Fall.POWER_LOSS) {
            voter.process.losePower();
        } else {
            voter.process.kill();
        }
        ring.world.run(SOON);
        assertEquals(List.of(), first.replies(), "nobody has heard of it");
        voter.process.start();
        ring.world.run(SOON);
        if (fall == Fall.KILL_AND_POWER_LOSS) {
            ask(ring, voter, ONE);
            voter.process.losePower();
            voter.process.start();
            ring.world.run(SOON);
        }
    }

    /** Everybody whom it has named to anybody as its choice in that epoch. */
    private Set<String> votes() {
        Set<String> votes = new TreeSet<>();
        for (SimClient client : clients) {
            Matcher said = VOTE.matcher(String.join("", client.replies()));
            while (said.find()) {
                votes.add(said.group(1));
            }
        }
        return votes;
    }

    private void ask(Ring ring, SimSentinel voter, String candidate) {
        SimClient client = connected(ring, voter);
        client.say(request(ring, candidate));
        ring.await("an answer", () -> !client.replies().isEmpty(), SOON);
    }

    private SimClient connected(Ring ring, SimSentinel to) {
        int number = clients.size() + 1;
        SimClient client =
                SimClient.started(ring.world, "c" + number, "10.0.2." + number, to.process, SimSentinel.PORT);
        clients.add(client);
        ring.await("a connection", client::isConnected, SOON);
        return client;
    }

    private static String request(Ring ring, String candidate) {
        Address master = Ring.address(ring.master());
        return "SENTINEL is-master-down-by-addr " + master.host() + " " + master.port() + " 9 " + candidate;
    }
}
