package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.bus.Level;
import dev.vedette.model.Address;
import dev.vedette.sim.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts of every temper, while a master dies: the failover does not notice, and clients hear the right last word. */
class ScriptsTest {
    private static final Duration SWIFT = Ring.DOWN_AFTER.plusSeconds(1);
    /** Each is killed after a minute and tried again half a minute later, and then a whole one. */
    private static final Duration THREE_TRIES = Duration.ofMinutes(4);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 5);
    }

    private static SimSentinel withScripts(World world, String name, String ip, String conf) {
        SimSentinel sentinel = new SimSentinel(
                world,
                name,
                ip,
                conf + "\nsentinel notification-script mymaster /" + name + "/notify\n"
                        + "sentinel client-reconfig-script mymaster /" + name + "/reconfig\n");
        sentinel.process.disk.put("/" + name + "/notify", "");
        sentinel.process.disk.put("/" + name + "/reconfig", "");
        return sentinel;
    }

    private static Ring ring(long seed, boolean hanging) {
        return Ring.settled(
                seed,
                Collections.nCopies(3, (world, name, ip, conf) -> {
                    SimSentinel sentinel = withScripts(world, name, ip, conf);
                    sentinel.process.programsHang = hanging;
                    return sentinel;
                }),
                2,
                2);
    }

    private static List<String> runs(SimSentinel sentinel, String script) {
        String path = "/" + sentinel + "/" + script + " ";
        return sentinel.process.programs.stream()
                .filter(line -> line.startsWith(path))
                .map(line -> line.substring(path.length()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theyAreStartedInOrderAndTheLastWordIsRight(long seed) {
        try (Ring ring = ring(seed, false)) {
            ring.master().kill();
            ring.await("everybody follows a new master", ring::movedOn, SWIFT);
            ring.world.run(Duration.ofMinutes(1));
            for (SimSentinel sentinel : ring.sentinels) {
                List<String> first = List.copyOf(new LinkedHashSet<>(runs(sentinel, "notify")));
                List<String> published = ring.world.trace.all().stream()
                        .filter(entry -> entry.who().equals(sentinel.process.name)
                                && entry.level() == Level.WARNING
                                && entry.master() != null)
                        .map(entry -> entry.name() + " " + entry.payload())
                        .toList();
                assertInOrder(first, published, () -> sentinel + "\n" + ring.world.trace);
                Address master = sentinel.names(Ring.MYMASTER);
                List<String> reconfigs = runs(sentinel, "reconfig");
                assertTrue(reconfigs.size() <= 10, reconfigs::toString);
                for (String run : reconfigs) {
                    assertTrue(run.endsWith(" " + master.host() + " " + master.port()), reconfigs::toString);
                }
            }
        }
    }

    private static void assertInOrder(List<String> part, List<String> whole, Supplier<String> evidence) {
        List<String> rest = new ArrayList<>(whole);
        for (String line : part) {
            int at = rest.indexOf(line);
            assertTrue(at >= 0, () -> "not in order: " + line + "\n" + evidence.get());
            rest.subList(0, at).clear();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noneIsWaitedForByAFailover(long seed) {
        try (Ring ring = ring(seed, true)) {
            ring.master().kill();
            ring.await("everybody follows a new master", ring::movedOn, SWIFT);
            ring.world.run(THREE_TRIES);
            for (SimSentinel sentinel : ring.sentinels) {
                List<String> reconfigs = runs(sentinel, "reconfig");
                assertEquals(3, reconfigs.size(), () -> sentinel + " " + reconfigs);
                assertEquals(
                        3,
                        runs(sentinel, "notify").stream()
                                .filter(line -> line.startsWith("+switch-master"))
                                .count());
            }
        }
    }
}
