package dev.vedette.bus;

import dev.vedette.model.MasterName;

/** What is asked of the room that knows the other nodes of the cluster, at {@link Bus#CLUSTER}. */
public sealed interface ClusterAsk extends BusMessage {

    /** What is known of the cluster. For {@link ClusterAnswer.Shown}. */
    record Show() implements ClusterAsk {}

    /** What each node thinks of a master. For {@link ClusterAnswer.Shown}. */
    record Opinions(MasterName master) implements ClusterAsk {}

    /**
     * The events of all nodes. For {@link ClusterAnswer.Shown}.
     *
     * @param after the last change that is known; 0 for none
     */
    record Events(long after) implements ClusterAsk {}
}
