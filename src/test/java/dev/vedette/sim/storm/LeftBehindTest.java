package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.sim.World;
import dev.vedette.sim.check.Reached;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A sentinel was down while people took the master away everywhere and added it again under its new address: it comes
 * back with the old one. Seeds 50222, 200228, 200327 and 301296.
 */
class LeftBehindTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void sentinelThatMissedANewStartIsToldByPeople() {
        try (Deployment all = Deployment.settled(new World(1), Storm.quiet())) {
            MasterSet set = all.sets.get(0);
            Address old = set.servers.get(0).address();
            Watcher absent = all.watchers.get(2);
            absent.process().kill();
            all.operator.type(all.watchers.get(0).process(), SimSentinel.PORT, "SENTINEL FAILOVER " + set.name);
            assertTrue(
                    all.world.until(() -> !all.watchers.get(1).follows(set.name).equals(old), SOON));
            all.note(set);
            all.watchers.subList(0, 2).forEach(sentinel -> {
                all.operator.type(sentinel.process(), SimSentinel.PORT, "SENTINEL REMOVE " + set.name);
                assertTrue(all.world.until(() -> !sentinel.watches(set.name), SOON));
            });
            all.watchers.subList(0, 2).forEach(all::restore);
            absent.process().start();
            all.world.run(SOON);
            assertEquals(old, absent.names(set.name), "nothing tells it that the others are right");
            assertTrue(all.world.trace.toString().contains("people have to settle that"));
            new Aftermath(all, new Reached()).outlive();
            assertTrue(!absent.names(set.name).equals(old));
            assertEquals(Epoch.ZERO, absent.configEpoch(set.name));
        }
    }
}
