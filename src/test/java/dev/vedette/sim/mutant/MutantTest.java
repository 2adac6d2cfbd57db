package dev.vedette.sim.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A mutant is what its file says, or fails. */
class MutantTest {
    private static final String HEAD = "Two\nlines.\ncaught by: ONE_VOTE | ONE_MIND\n";
    private static final String BUS = "in: bus/Begin.java\n";

    @Test
    void isRead() {
        Mutant mutant = Mutant.parse(
                "m",
                HEAD + "rare: seldom\nmissing: a look\n" + BUS
                        + " package dev.vedette.bus;\n\n+import java.util.List;\n");
        assertEquals("Two lines.", mutant.sentence());
        assertEquals(List.of("ONE_VOTE", "ONE_MIND"), mutant.caughtBy());
        assertEquals("seldom", mutant.rare());
        assertEquals("a look", mutant.missing());
        String text = mutant.apply().get("bus/Begin.java");
        assertTrue(text.startsWith("package dev.vedette.bus;\nimport java.util.List;\n"), text);
    }

    @Test
    void linesThatAreNotThereAreAnError() {
        Mutant mutant = Mutant.parse("m", HEAD + BUS + "-Nobody wrote this.\n");
        String complaint =
                assertThrows(IllegalStateException.class, mutant::apply).getMessage();
        assertTrue(complaint.startsWith("the mutant m is out of date: its lines are found 0 times"), complaint);
    }

    @Test
    void linesThatAreThereTwiceAreAnError() {
        Mutant mutant = Mutant.parse("m", HEAD + "in: election/Jury.java\n-    }\n");
        assertThrows(IllegalStateException.class, mutant::apply);
    }

    @Test
    void mutantThatChangesNothingIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> Mutant.parse("m", HEAD));
        assertThrows(IllegalArgumentException.class, () -> Mutant.parse("m", HEAD + BUS));
        assertThrows(IllegalArgumentException.class, () -> Mutant.parse("m", BUS + "-a\n+b\n"));
        assertThrows(IllegalArgumentException.class, () -> Mutant.parse("m", HEAD + BUS + "neither old nor new\n"));
    }

    @Test
    void mutantThatDoesNotCompileIsAnError() {
        Mutant mutant = Mutant.parse("m", HEAD + BUS + "-package dev.vedette.bus;\n+package 1;\n");
        assertThrows(IllegalStateException.class, () -> Breeder.loaderOf(mutant));
    }

    /** Also those that only the script plays: one that does not fit any more must not be found out months later. */
    @Test
    void allOfThemFitTheProduct() {
        List<Mutant> all = Mutant.all();
        assertTrue(all.size() >= 16);
        all.forEach(Breeder::loaderOf);
    }
}
