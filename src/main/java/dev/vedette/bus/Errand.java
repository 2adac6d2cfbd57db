package dev.vedette.bus;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import org.jspecify.annotations.Nullable;

/** Something to say on a command channel. The link room knows the words. */
public sealed interface Errand {

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
     */
    record Reconfigure(@Nullable Address master) implements Errand {}

    /** {@code SCRIPT KILL}. */
    record ScriptKill() implements Errand {}
}
