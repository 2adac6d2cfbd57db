package dev.vedette.bus;

/** What is asked of the room that knows the other nodes of the cluster, at {@link Bus#CLUSTER}. */
public sealed interface ClusterAsk extends BusMessage {

    /** What is known of the cluster. For {@link ClusterAnswer.Shown}. */
    record Show() implements ClusterAsk {}
}
