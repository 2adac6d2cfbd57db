package dev.vedette.sim.check;

import dev.vedette.model.Reason;
import dev.vedette.sim.Observation;
import dev.vedette.sim.World;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What must hold in every world at every moment, whatever is done to it: all checkers of the {@link Invariant}s, and
 * {@link Calm} for what must hold in the end.
 */
public final class Checkers {
    /** Why a sentinel may campaign although it tried or voted a short while ago. */
    private static final Set<Reason> EXCUSES =
            EnumSet.of(Reason.SPLIT_VOTE, Reason.LEADER_GONE, Reason.VOTERS_BACK, Reason.ORDERED);

    private final Court court;
    private final List<Checker> checkers = new ArrayList<>();
    private final Calm calm;

    private Checkers(World world) {
        court = new Court(world::now, world::clockOf, (law, what) -> world.broken(law + ": " + what));
        FailoversEnd failovers = new FailoversEnd(court);
        calm = new Calm(court, failovers);
        checkers.addAll(List.of(
                new OneVote(court),
                new OneLeader(court),
                new EpochsRise(court),
                new DurableFirst(court),
                new OneAddress(court),
                new Mandate(court),
                new OneHeir(court),
                new FitHeir(court),
                new HeardItself(court),
                new ParallelSyncs(court),
                new StillInTilt(court),
                failovers,
                new EvidentCrash(court),
                new StatesAlternate(court),
                new TrueSwitch(court),
                new CoolDown(court, EXCUSES),
                new ReasonsGiven(court),
                new ProcessesStay(court)));
    }

    /** From now on somebody looks. */
    public static Checkers watch(World world) {
        Checkers all = new Checkers(world);
        world.observed(all::hear);
        world.settled(all::settled);
        return all;
    }

    private void settled() {
        checkers.forEach(Checker::settled);
        court.cast.settled();
    }

    private void hear(Observation observation) {
        court.hear(observation);
        checkers.forEach(checker -> checker.hear(observation));
    }

    /** What was not asked of stock sentinels because their protocol does not promise it, and how often. */
    public Map<String, Integer> excuses() {
        Map<String, Integer> excuses = new TreeMap<>();
        court.cast.stock.used().forEach((why, times) -> excuses.put(why.sentence(), times));
        return excuses;
    }

    /** Whether these sentinels have ended all failovers that they began: to be waited for before {@link #atTheEnd}. */
    public boolean isAtRest(List<String> live) {
        return calm.isAtRest(live);
    }

    /**
     * The world is calm, has been so for a while, and all live sentinels should be at rest: {@code files} are theirs.
     */
    public void atTheEnd(List<Calm.Kept> files) {
        calm.check(files);
    }
}
