package dev.vedette.sim.check;

import dev.vedette.model.RunId;
import dev.vedette.sim.Observation;
import java.util.Map;
import java.util.TreeMap;

/**
 * A vote that anybody saw counts, wherever it was seen and however its voter ended; a stock sentinel's too, but for
 * those that its protocol does not keep: {@link Frailty}.
 */
final class OneVote extends Checker {
    private final Map<String, RunId> votes = new TreeMap<>();

    OneVote(Court court) {
        super(Invariant.ONE_VOTE, court);
    }

    @Override
    void hear(Observation observation) {
        Vote vote = Vote.in(observation, cast);
        if (vote == null) {
            return;
        }
        RunId before = votes.putIfAbsent(vote.voter() + " " + vote.master() + " " + vote.epoch(), vote.candidate());
        if (before != null
                && !before.equals(vote.candidate())
                && !cast.stock.excusesVote(vote.voter(), vote.master(), vote.epoch())) {
            broken(cast.name(vote.voter()) + " voted for " + cast.name(before) + " and for "
                    + cast.name(vote.candidate()) + " in epoch " + vote.epoch() + " of " + vote.master());
        }
    }
}
