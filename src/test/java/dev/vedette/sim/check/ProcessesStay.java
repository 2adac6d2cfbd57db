package dev.vedette.sim.check;

import dev.vedette.sim.Observation;

/** A person may shut one down; and one stops by itself when inputs pile up behind a dead disk, and says so. */
final class ProcessesStay extends Checker {
    private static final String DOCUMENTED = "the disk has not answered for ";

    ProcessesStay(Court court) {
        super(Invariant.PROCESSES_STAY, court);
    }

    @Override
    void hear(Observation observation) {
        if (observation instanceof Observation.Exited exited
                && exited.status() != 0
                && !exited.lastWords().startsWith(DOCUMENTED)) {
            broken(exited.who() + " exits with " + exited.status() + ": " + exited.lastWords());
        }
    }
}
