package dev.vedette.bus;

import dev.vedette.model.MasterName;
import java.util.List;
import java.util.Set;

/** What is asked of the room that knows the other nodes of the cluster, at {@link Bus#CLUSTER}. */
public sealed interface ClusterAsk extends BusMessage {
    /** The subcommands of SENTINEL that may be said once for all nodes; in small letters. */
    Set<String> FOR_ALL_NODES = Set.of("ckquorum", "monitor", "remove", "reset", "set");

    /**
     * Run a command at every node, this one included, by the rights that this user has there. Whether it has them here
     * was checked. For {@link ClusterAnswer.Outcomes}.
     *
     * @param words without the container: {@code monitor mymaster 10.0.0.1 6379 2}
     */
    record Order(String user, List<String> words) implements ClusterAsk {
        public Order {
            words = List.copyOf(words);
        }

        /** Words may be passwords. */
        @Override
        public String toString() {
            return "Order[" + user + ", " + words.get(0) + "]";
        }
    }

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
