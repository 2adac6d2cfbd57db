package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something to say on a command channel. The link room knows the words. */
public sealed interface Errand {

    /** Whether it follows from a decision, and is not said again and again by itself. */
    default boolean isOrder() {
        return this instanceof Reconfigure
                || this instanceof HandOver
                || this instanceof EndHandOver
                || this instanceof TakeBack
                || this instanceof ScriptKill;
    }

    record Ping() implements Errand {}

    record Info() implements Errand {}

    /** {@code PUBLISH __sentinel__:hello payload} about {@code master}. */
    record Hello(MasterName master, String payload) implements Errand {}

    /**
     * {@code SENTINEL is-master-down-by-addr}.
     *
     * @param candidate whom to vote for, or null when only asking
     */
    record IsMasterDown(
            MasterName master,
            Address address,
            Epoch epoch,
            @Nullable RunId candidate) implements Errand {}

    /**
     * The transaction that changes a data node's role: SLAVEOF, CONFIG REWRITE, CLIENT KILL.
     *
     * @param master whom to follow, or null to become a master
     * @param abortsHandOver it is handing over at the moment, which is to end first: FAILOVER ABORT
     */
    record Reconfigure(@Nullable Address master, boolean abortsHandOver) implements Errand {
        public Reconfigure(@Nullable Address master) {
            this(master, false);
        }
    }

    /**
     * Tells a master to stop writes, let this replica catch up and change roles with it: CLIENT PAUSE, FAILOVER.
     *
     * @param listed what that master calls the replica: it knows no other words for it
     * @param patience after which the master gives up by itself and takes writes again
     */
    record HandOver(Address replica, Address listed, Duration patience) implements Errand {}

    /** What a hand-over ends with at both of its nodes: CONFIG REWRITE, CLIENT KILL, CLIENT UNPAUSE. */
    record EndHandOver() implements Errand {}

    /** Makes a master that was told to hand over go on as before: FAILOVER ABORT, CLIENT UNPAUSE. */
    record TakeBack() implements Errand {}

    /** {@code SCRIPT KILL}. */
    record ScriptKill() implements Errand {}
}
