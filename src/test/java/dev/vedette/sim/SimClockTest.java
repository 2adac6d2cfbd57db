package dev.vedette.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.platform.Clock;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimClockTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final World world = new World(1);
    private final List<Duration> rung = new ArrayList<>();
    private final SimProcess process = world.process("p", "10.0.0.1", 1, life -> List.of(new EverySecond(rung, world)));

    @Test
    void clockOnTheWallJumpsAndTimersDoNot() {
        process.start();
        Clock clock = new SimPlatform(process.life()).clock();
        Instant before = clock.wall();
        process.clock.jump(Duration.ofHours(-3));
        world.run(MINUTE);
        assertEquals(before.plus(MINUTE).minus(Duration.ofHours(3)), clock.wall());
        assertEquals(MINUTE.toNanos(), clock.now().nanos());
        assertEquals(60, rung.size());
    }

    @Test
    void fastClockRingsEarly() {
        process.clock.drift(100_000);
        process.start();
        world.run(Duration.ofSeconds(10));
        assertEquals(11, rung.size());
        Duration early = Duration.ofNanos(10_000_000_000L / 11 + 1);
        assertTrue(rung.get(9).minus(early).abs().toMillis() < 10_000, () -> "" + rung);
        assertEquals(11_000_000_000L, process.clock.nanoTime());
    }

    @Test
    void slowClockRingsLateAlsoWhenItSlowsDownOnTheWay() {
        process.start();
        world.run(Duration.ofMillis(500));
        process.clock.drift(-500_000);
        world.run(Duration.ofSeconds(10));
        assertEquals(Duration.ofMillis(1_500), rung.get(0));
        assertEquals(5, rung.size());
    }

    @Test
    void hostThatSleptKnowsTheTimeOfDayAndNotHowLongItSlept() {
        process.start();
        world.run(Duration.ofMillis(2_500));
        Instant before = process.clock.wall();
        process.suspend();
        world.run(MINUTE);
        assertEquals(2, rung.size());
        process.resume();
        assertEquals(before.plus(MINUTE), process.clock.wall());
        assertEquals(2_500_000_000L, process.clock.nanoTime());
        world.run(Duration.ofMillis(500));
        assertEquals(Duration.ofMillis(63_000), rung.get(2));
    }

    @Test
    void frozenProcessOnALivingHostSeesTheJump() {
        process.start();
        world.run(Duration.ofMillis(500));
        process.freeze();
        world.run(MINUTE);
        assertEquals(60_500_000_000L, process.clock.nanoTime());
        assertEquals(List.of(), rung);
        process.thaw();
        world.run(Duration.ofMillis(1));
        assertEquals(60, rung.size());
    }

    @Test
    void neverGoesBackWhateverIsDoneToIt() {
        SplittableRandom draws = new SplittableRandom(42);
        long shown = process.clock.nanoTime();
        for (int i = 0; i < 20_000; i++) {
            switch (draws.nextInt(4)) {
                case 0 -> process.clock.drift(draws.nextInt(-900_000, 900_000));
                case 1 -> process.clock.jump(Duration.ofNanos(draws.nextLong(-1_000_000_000, 1_000_000_000)));
                default -> world.run(Duration.ofNanos(draws.nextLong(draws.nextBoolean() ? 5 : 5_000_000)));
            }
            assertTrue(process.clock.nanoTime() >= shown);
            shown = process.clock.nanoTime();
            long wanted = shown + draws.nextLong(1, 3_000_000);
            long due = process.clock.worldTimeOf(wanted);
            world.run(Duration.ofNanos(due - 1 - world.nanos()));
            assertTrue(process.clock.nanoTime() < wanted, "not a moment too early");
            world.run(Duration.ofNanos(1));
            assertTrue(process.clock.nanoTime() >= wanted, "nor too late");
            shown = process.clock.nanoTime();
        }
    }

    private static final class EverySecond extends VerticleBase {
        private final List<Duration> rung;
        private final World world;

        private EverySecond(List<Duration> rung, World world) {
            this.rung = rung;
            this.world = world;
        }

        @Override
        public Future<?> start() {
            vertx.setPeriodic(1_000, id -> rung.add(world.now()));
            return Future.succeededFuture();
        }
    }
}
