package dev.vedette.sim.storm;

import dev.vedette.model.Periods;
import dev.vedette.sim.World;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One host with several masters dies. All elections share one clock of epochs; none may make another one wait. */
class SeveralMastersTest {
    private static final Duration DOWN_AFTER = Duration.ofSeconds(1);
    private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(180);
    private static final int MASTERS = 4;

    /** From their death until every one of them has a successor that is named. */
    private static final Duration BOUND = DOWN_AFTER // they are missed
            .plus(Periods.PING.dividedBy(10)) // their last pings had just been answered
            .plus(Duration.ofMillis(200)) // two sentinels with smaller ids have their turns
            .plus(Duration.ofMillis(500)) // votes in an epoch that was over are asked for once more
            .plus(Periods.INFO_BUSY) // fresh INFO of every replica is waited for
            .plus(Duration.ofSeconds(1)); // votes, promotions, hellos

    static Stream<Arguments> worlds() {
        return LongStream.rangeClosed(1, 20)
                .boxed()
                .flatMap(seed -> Stream.of(Arguments.of(seed, false), Arguments.of(seed, true)));
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void allAreReplacedAtOnce(long seed, boolean everyLoop) {
        Storm quiet = Storm.quiet();
        Storm storm = new Storm(
                seed % 4 == 0 ? 5 : 3,
                0,
                seed % 4 == 0 ? 3 : 2,
                MASTERS,
                2,
                DOWN_AFTER,
                FAILOVER_TIMEOUT,
                1,
                false,
                everyLoop,
                true,
                0,
                quiet.slowestPacket(),
                Duration.ofMillis(1 + 5 * seed),
                0,
                false,
                quiet.writersPace(),
                EnumSet.noneOf(Fault.class));
        try (World world = new World(seed);
                Deployment all = Deployment.settled(world, storm)) {
            all.sentinels.forEach(sentinel -> sentinel.process.disk.slow(storm.slowestWrite()));
            all.sets.forEach(set -> set.servers.get(0).kill());
            all.await("every master has a successor", () -> orphan(all), BOUND);
        }
    }

    private static Optional<String> orphan(Deployment all) {
        for (MasterSet set : all.sets) {
            for (SimSentinel sentinel : all.sentinels) {
                boolean replaced = set.at(sentinel.names(set.name))
                        .filter(server -> server.runs() && server.isMaster())
                        .isPresent();
                if (!replaced) {
                    return Optional.of(sentinel + " names " + sentinel.names(set.name) + " for " + set.name);
                }
            }
        }
        return Optional.empty();
    }
}
