package dev.vedette.sim.stock;

import dev.vedette.sim.storm.Ring;
import dev.vedette.sim.storm.Watcher;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The model by itself: as quick, as slow and as wrong as the reference says that the C program is. */
class StockSentinelTest {
    static final List<Watcher.Make> THREE = Collections.nCopies(3, StockSentinel::new);

    @Test
    void aDeadMasterIsReplaced() {
        try (Ring ring = Ring.settled(1, THREE, 2, 2)) {
            ring.master().kill();
            ring.await("everybody follows a new master", ring::movedOn, Duration.ofSeconds(5));
        }
    }
}
