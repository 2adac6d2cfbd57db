package dev.vedette.sim.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Every state of the sources has worlds of its own. */
class FreshTest {
    private static final String TREE = "e6843c9f0" + "0".repeat(31);

    @Test
    void seedsFollowFromTheSources() {
        Fresh one = Fresh.of(TREE);
        assertEquals(one, Fresh.of(TREE));
        assertEquals("tree " + TREE, one.origin());
        Fresh next = Fresh.of("e6843c9f0" + "1".repeat(31));
        assertEquals(one.from(), next.from(), "the rest of the id does not count");
        Fresh other = Fresh.of("f" + TREE.substring(1));
        assertTrue(Math.abs(other.from() - one.from()) >= 1_000);
    }

    @Test
    void withoutARepositoryTheDayDecides() {
        LocalDate day = LocalDate.of(2026, 1, 31);
        assertEquals("2026-01-31", Fresh.of(day).origin());
        assertEquals(Fresh.of(day).from() + 1_000, Fresh.of(day.plusDays(1)).from());
    }

    @Test
    void thisBuildHasSeeds() {
        assertTrue(Fresh.ofThisBuild().from() > 0);
        assertEquals(Fresh.ofThisBuild(), Fresh.ofThisBuild());
        assertNotEquals("", Fresh.ofThisBuild().origin());
    }
}
