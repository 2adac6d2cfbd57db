package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.sim.Inventory;
import dev.vedette.sim.World;
import dev.vedette.sim.check.Reached;
import dev.vedette.sim.redis.SimWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sentinel that has come through a storm holds what it held before. */
class LeakTest {
    /** Connections of hosts that lost their power are missed after ten minutes of silence. */
    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    private static final Duration LONG_AFTER = Duration.ofMinutes(12);

    @ParameterizedTest
    @ValueSource(longs = {1, 5, 7, 9})
    void holdsAfterTheStormWhatItHeldBefore(long seed) {
        Storm storm = Storm.of(seed);
        try (Deployment all = Deployment.settled(new World(seed), storm)) {
            Map<SimSentinel, Inventory> before = new LinkedHashMap<>();
            withoutApplications(all, A_MOMENT);
            all.sentinels.forEach(sentinel -> before.put(sentinel, inventory(sentinel)));
            all.writers.forEach(SimWriter::start);
            Reached reached = new Reached();
            Nemesis nemesis = new Nemesis(all, reached);
            nemesis.storm();
            nemesis.calm();
            new Aftermath(all, reached).outlive();
            withoutApplications(all, LONG_AFTER);
            before.forEach((sentinel, then) -> compare(sentinel, then, inventory(sentinel)));
        }
    }

    /** Their connections come and go as they like. */
    private static void withoutApplications(Deployment all, Duration then) {
        all.writers.forEach(writer -> writer.process.kill());
        all.world.run(then);
    }

    private static Inventory inventory(SimSentinel sentinel) {
        return sentinel.process.life().inventory();
    }

    private static void compare(SimSentinel sentinel, Inventory then, Inventory now) {
        String both = sentinel + " held " + then + " and holds " + now;
        assertEquals(then.connections(), now.connections(), both);
        assertEquals(then.servers(), now.servers(), both);
        assertEquals(then.consumers(), now.consumers(), both);
        assertEquals(0, now.questions(), both);
        // How many alarms a link has set depends on the moment; it is never more than two.
        assertTrue(now.timers() <= then.timers() + then.connections(), both);
        // What is on its way just now: a PING, or a hello.
        assertTrue(now.unread() < 1_000, both);
    }
}
