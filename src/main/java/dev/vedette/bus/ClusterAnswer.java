package dev.vedette.bus;

import dev.vedette.model.RunId;
import java.util.List;

/** What comes back from a {@link ClusterAsk}. */
public sealed interface ClusterAnswer extends BusMessage {

    /**
     * For people and programs; nobody in the house reads it.
     *
     * @param json an object
     */
    record Shown(String json) implements ClusterAnswer {}

    /** What became of an order, at each node that is known. */
    record Outcomes(List<Outcome> outcomes) implements ClusterAnswer {
        public Outcomes {
            outcomes = List.copyOf(outcomes);
        }
    }

    /**
     * @param address where the node serves commands
     * @param end how it ended there
     * @param text the reply, or why there is none
     */
    record Outcome(RunId node, String address, End end, String text) {}

    enum End {
        DONE,
        REFUSED,
        /** It did not answer in time, and nobody knows whether it was done. */
        SILENT
    }
}
