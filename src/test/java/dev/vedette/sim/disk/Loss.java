package dev.vedette.sim.disk;

/**
 * What became of one unsynced thing when the power went.
 *
 * @param what a file whose content was not synced, or a change of a folder
 */
public record Loss(String what, Fate fate) {
    @Override
    public String toString() {
        return what + " " + fate;
    }
}
