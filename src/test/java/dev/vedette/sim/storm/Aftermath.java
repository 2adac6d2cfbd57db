package dev.vedette.sim.storm;

import dev.vedette.sim.check.Reached;
import dev.vedette.sim.redis.LostWrites;
import dev.vedette.sim.redis.SimWriter;
import java.time.Duration;
import java.util.Optional;

/** What must come of a deployment once nothing is broken any more, within a bound of named delays. */
final class Aftermath {
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(3);
    /** A client may wait for a dead connection, and asks the sentinels again after that. */
    private static final Duration TO_WRITE_AGAIN = Duration.ofSeconds(30);

    private static final Duration TO_REPLICATE = Duration.ofSeconds(3);
    /** Long enough for a hello, an INFO and a write of everybody. */
    private static final Duration QUIET = Duration.ofSeconds(15);

    /** What is heard is told first and saved then: peace may begin between the two. */
    private static final Duration TO_SAVE = Duration.ofSeconds(1);

    /** Whoever turned servers to one another by hand sees then that no sentinel will help. */
    private static final int ROUNDS_OF_PATIENCE = 10;

    private final Deployment all;
    private final Reached reached;
    private int rounds;

    Aftermath(Deployment all, Reached reached) {
        this.all = all;
        this.reached = reached;
    }

    /** @return how long it took until all were of one mind */
    Duration outlive() {
        tend();
        Duration bound = FailoverBound.of(all.storm).total();
        if (FailoverBound.isMissing(all.storm) && !all.world.until(() -> unrest().isEmpty(), bound)) {
            reached.count("excused: stock sentinels with a short down-after whose failovers cause failovers", 1);
            return bound;
        }
        Duration recovery = all.await("one mind", this::unrest, bound);
        Duration calm = all.world.now();
        all.world.run(QUIET);
        all.await("writes", () -> all.unheardWriter(calm), TO_WRITE_AGAIN);
        all.await("lasting peace", this::unrest, FailoverBound.of(all.storm).total());
        all.world.run(TO_SAVE);
        all.await("peace still", this::unrest, FailoverBound.of(all.storm).total());
        all.checkers.atTheEnd(all.files());
        countWrites();
        return recovery;
    }

    private void countWrites() {
        all.writers.forEach(SimWriter::stop);
        all.world.run(TO_REPLICATE);
        for (int i = 0; i < all.sets.size(); i++) {
            LostWrites lost = all.lostWrites(i);
            reached.count("writes promised", lost.promised());
            reached.count("writes promised and lost", lost.lost().size());
            reached.count(
                    "writes confirmed by a replica and lost",
                    lost.lostAfterWait().size());
        }
    }

    private Optional<String> unrest() {
        Optional<String> discord = all.discord();
        return discord.isPresent() || all.checkers.isAtRest(all.names())
                ? discord
                : Optional.of("somebody's failover is still under way");
    }

    /** The operator looks again and again whether everything that was configured still is. */
    private void tend() {
        all.watchers.forEach(all::restore);
        all.restoreRoles(++rounds > ROUNDS_OF_PATIENCE);
        all.world.after(BETWEEN_ROUNDS, this::tend);
    }
}
