package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Address;
import dev.vedette.model.Reason;
import dev.vedette.sim.World;
import dev.vedette.sim.check.Reached;
import dev.vedette.sim.redis.SimServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * People made the replica a master, and the master its replica, while it said that it must never be promoted: what it
 * says as a master cannot take that back, so it is left to people. Seed 4014250.
 */
class TakenOverTest {
    private static final Duration TO_BE_HEARD = Duration.ofSeconds(12);

    @Test
    void theLastWordOnPriorityStandsUntilPeopleSettleIt() {
        try (Deployment all = Deployment.settled(new World(1), Storm.quiet())) {
            MasterSet set = all.sets.get(0);
            SimServer master = set.servers.get(0);
            for (SimServer replica : set.servers.subList(1, set.servers.size())) {
                replica.config("replica-priority", "0");
            }
            all.world.run(TO_BE_HEARD);
            SimServer other = set.servers.get(1);
            all.operator.type(other.process, SimServer.PORT, "REPLICAOF NO ONE");
            turn(all, master, other);
            for (SimServer replica : set.servers.subList(2, set.servers.size())) {
                turn(all, replica, other);
            }
            other.config("replica-priority", "100");
            Address named = master.address();
            assertTrue(all.world.until(
                    () -> all.world.trace.toString().contains(Reason.REPLICA_PRIORITY_WAS_ZERO.sentence()),
                    Duration.ofMinutes(1)));
            new Aftermath(all, new Reached()).outlive();
            assertEquals(named, all.watchers.get(0).names(set.name));
        }
    }

    private static void turn(Deployment all, SimServer server, SimServer to) {
        all.operator.type(
                server.process,
                SimServer.PORT,
                "REPLICAOF " + to.address().host() + " " + to.address().port());
    }
}
