package dev.vedette.sim.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.vedette.sim.mutant.Trial.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The checkers can fail. Mutants that need many worlds, and those of which it is known what is missing to catch them,
 * are for {@link Mutants}.
 */
class MutantsTest {
    private static final int FEW = 4;
    private static final int LIMIT = 25;

    @Test
    void productAsItIsIsNotCaught() {
        assertNull(Trial.of(Mutant.NONE, FEW).breach());
    }

    @Test
    void mutantsAreCaughtByTheInvariantThatTheyBreak() {
        List<Mutant> quick = Mutant.all().stream()
                .filter(mutant -> mutant.rare().isEmpty() && mutant.missing().isEmpty())
                .toList();
        List<Verdict> wrong = Mutants.tryAll(quick, LIMIT, verdict -> {}).stream()
                .filter(verdict -> !verdict.isAsExpected())
                .toList();
        assertEquals(List.of(), wrong);
    }
}
