package dev.vedette.bus;

/** What comes back from a {@link ClusterAsk}. */
public sealed interface ClusterAnswer extends BusMessage {

    /**
     * For people and programs; nobody in the house reads it.
     *
     * @param json an object
     */
    record Shown(String json) implements ClusterAnswer {}
}
