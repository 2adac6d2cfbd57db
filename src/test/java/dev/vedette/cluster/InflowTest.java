package dev.vedette.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Limits;
import org.junit.jupiter.api.Test;

class InflowTest {
    private final HandClock clock = new HandClock();
    private final Inflow inflow = new Inflow(clock);

    @Test
    void whatIsTooLongIsNeverRead() {
        assertTrue(inflow.admits("x".repeat(Limits.CLUSTER_MESSAGE)));
        assertFalse(inflow.admits("x".repeat(Limits.CLUSTER_MESSAGE + 1)));
        assertEquals(1, inflow.lost());
    }

    @Test
    void soManyMessagesAreReadWithinASecond() {
        for (int i = 0; i < Limits.CLUSTER_MESSAGES_PER_SECOND; i++) {
            assertTrue(inflow.admits("x"));
        }
        assertFalse(inflow.admits("x"));
        clock.pass(1001);
        assertTrue(inflow.admits("x"), "the next second is another one");
    }

    @Test
    void soManyCharactersAreReadWithinASecond() {
        String long1 = "x".repeat(Limits.CLUSTER_MESSAGE);
        int fit = Limits.CLUSTER_CHARACTERS_PER_SECOND / Limits.CLUSTER_MESSAGE;
        for (int i = 0; i < fit; i++) {
            assertTrue(inflow.admits(long1));
        }
        assertFalse(inflow.admits(long1));
    }
}
