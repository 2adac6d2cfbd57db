package dev.vedette.sim.redis;

/** What can be wrong with a server beside being dead, frozen or cut off; told to a {@link SimServer}. */
public enum Trouble {
    /** Is reading its data for ever: answers {@code -LOADING}, and does so again after each start. */
    LOADING,
    /** A script runs for ever that SCRIPT KILL ends; a restart ends it as well. */
    BUSY,
    /** A script runs for ever that has written: SCRIPT KILL is refused; only a restart ends it. */
    UNKILLABLE,
    /**
     * Cannot save its data: answers {@code -MISCONF} to writes and to PING. Survives restarts. A replica in that state
     * ends at the next write of its master, unless its file says {@code replica-ignore-disk-write-errors yes}.
     */
    MISCONF;

    /** Whether the next run has it as well. */
    boolean survivesRestart() {
        return this == LOADING || this == MISCONF;
    }
}
