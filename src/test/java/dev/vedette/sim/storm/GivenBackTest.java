package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.vedette.demo.Await;
import dev.vedette.sim.Trace;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A world that was played is garbage: thousands are played by one JVM. */
class GivenBackTest {
    @Test
    void worldIsGivenBackWhenItIsOver() throws Exception {
        WeakReference<Trace> world = new WeakReference<>(Swarm.play(1, null).trace());
        // Whatever belongs to the thread may hold the last one, but no more than that.
        Swarm.play(2, Duration.ofSeconds(5));
        Await.until(Duration.ofSeconds(30), "the first world is gone", () -> {
            System.gc();
            return world.refersTo(null);
        });
        assertNull(world.get());
    }
}
