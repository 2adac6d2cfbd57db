package dev.vedette.sim.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.sim.mutant.Trial.Verdict;
import dev.vedette.sim.storm.Swarm;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The checkers can fail. Mutants that need many worlds, and those of which it is known what is missing to catch them,
 * are for {@link Mutants}.
 */
class MutantsTest {
    private static final int FEW = 3;
    private static final int LIMIT = 12;

    /** What is loaded anew is the same product: no world ends otherwise than it does without that, to the letter. */
    @Test
    void withoutAMutantNothingIsDifferent() {
        for (int seed = 1; seed <= FEW; seed++) {
            assertEquals(Swarm.breachOf(seed, ""), Trial.breachOf(Trial.swarm(Mutant.NONE), seed, ""));
        }
    }

    @Test
    void mutantsAreCaughtByTheInvariantThatTheyBreak() {
        List<Mutant> quick = Mutant.all().stream()
                .filter(mutant -> mutant.rare().isEmpty() && mutant.missing().isEmpty())
                .toList();
        List<Verdict> wrong = Mutants.tryAll(quick, LIMIT, verdict -> {}).stream()
                .filter(verdict -> !verdict.isAsExpected())
                .toList();
        assertTrue(wrong.isEmpty(), () -> wrong.stream()
                .map(verdict -> verdict.mutant().name() + ": " + verdict.caughtBy() + "\n" + verdict.breach())
                .collect(Collectors.joining("\n\n")));
    }
}
