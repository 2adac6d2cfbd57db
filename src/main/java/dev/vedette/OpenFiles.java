package dev.vedette;

import dev.vedette.model.SentinelState;
import org.jspecify.annotations.Nullable;

/**
 * Whether the system lets us have as many connections as the configuration will need. Without it a sentinel that may
 * open no further connection would see healthy instances as down, and the reason would stand nowhere.
 */
final class OpenFiles {
    /** Commands and subscription. */
    private static final long PER_DATA_NODE = 2;

    /** Of a sentinel that finds out about two replicas of each master. */
    private static final long REPLICAS_EXPECTED = 2;

    /** Archives of classes, the log, listening sockets, selectors, the state while it is written. */
    private static final long OURS = 100;

    private OpenFiles() {}

    /**
     * What to say when the limit is too low, or null.
     *
     * @param limit files and connections that may be open at the same time
     */
    static @Nullable String shortage(SentinelState state, int maxClients, long limit) {
        long watched = OURS;
        long peers = 0;
        for (var master : state.masters().values()) {
            watched += PER_DATA_NODE
                    * (1 + Math.max(REPLICAS_EXPECTED, master.replicas().size()));
            peers = Math.max(peers, master.peers().size());
        }
        watched += peers;
        if (limit <= watched) {
            return "watching " + state.masters().size() + " masters with their replicas takes about " + watched
                    + " open files, and this process may have " + limit
                    + ": instances it cannot connect to will look down. Raise the limit to "
                    + (watched + maxClients) + " (ulimit -n, or LimitNOFILE of the service)";
        }
        if (limit - watched < maxClients) {
            return "maxclients is " + maxClients + ", and beside about " + watched
                    + " open files for what is watched this process may have " + (limit - watched)
                    + " more: clients could take those that watching needs. Raise the limit to "
                    + (watched + maxClients) + " (ulimit -n, or LimitNOFILE of the service), or lower maxclients to "
                    + (limit - watched);
        }
        return null;
    }
}
