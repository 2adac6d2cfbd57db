package dev.vedette.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SeededChanceTest {
    @Test
    void sameSeedAndNameDrawTheSame() {
        SeededChance one = new SeededChance(42, "election");
        SeededChance two = new SeededChance(42, "gossip").fork("election");
        for (int i = 0; i < 50; i++) {
            assertEquals(one.upTo(Duration.ofSeconds(1)), two.upTo(Duration.ofSeconds(1)));
            assertEquals(one.runId(), two.runId());
        }
    }

    @Test
    void anotherNameChangesNothing() {
        SeededChance alone = new SeededChance(42, "election");
        SeededChance beside = new SeededChance(42, "election");
        SeededChance other = beside.fork("gossip");
        for (int i = 0; i < 50; i++) {
            other.runId();
            assertEquals(alone.between(0, 1_000_000), beside.between(0, 1_000_000));
        }
    }

    @Test
    void seedsAndNamesMatter() {
        assertNotEquals(new SeededChance(1, "a").runId(), new SeededChance(2, "a").runId());
        assertNotEquals(new SeededChance(1, "a").runId(), new SeededChance(1, "b").runId());
        assertNotEquals(SeededChance.freshSeed(), SeededChance.freshSeed());
    }

    @Test
    void staysInsideItsBounds() {
        SeededChance chance = new SeededChance(3, "bounds");
        boolean low = false;
        boolean high = false;
        for (int i = 0; i < 1_000; i++) {
            int drawn = chance.between(10, 19);
            assertTrue(drawn >= 10 && drawn <= 19, "drew " + drawn);
            low |= drawn == 10;
            high |= drawn == 19;
            Duration wait = chance.upTo(Duration.ofNanos(5));
            assertTrue(!wait.isNegative() && wait.toNanos() < 5, "drew " + wait);
        }
        assertTrue(low && high, "both ends are drawn");
        assertEquals(Duration.ZERO, chance.upTo(Duration.ZERO));
        assertEquals(Integer.MAX_VALUE, chance.between(Integer.MAX_VALUE, Integer.MAX_VALUE));
        assertTrue(chance.runId().value().matches("[0-9a-f]{40}"));
    }
}
