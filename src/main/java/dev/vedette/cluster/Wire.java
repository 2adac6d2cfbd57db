package dev.vedette.cluster;

import io.vertx.core.Future;

/**
 * What carries texts between nodes. A door, so that the rest of the room can be tried with a wire that lies, floods and
 * hangs.
 */
interface Wire {

    /**
     * Joins the other nodes; may take as long as it likes, and at most one is under way. To be called on a context of
     * Vert.x, where the answer comes, too.
     */
    Future<Line> join(Ears ears);

    /** Who hears. Called on any thread. */
    interface Ears {
        /** Some node said this, perhaps we ourselves, perhaps somebody who is no node. */
        void heard(String text);

        /** The line is dead; not called when we hang up. */
        void lost(String reason);
    }

    /** A joined cluster, from the other side of which nothing is certain. */
    interface Line {
        /** To all nodes; lost when too much is on its way. */
        void say(String text);

        /** How many nodes there are, this one included. */
        int nodes();

        /** Done when nothing is left of it, or soon. */
        Future<Void> hangUp();
    }
}
