package dev.vedette.bus;

/** The two connections of a link. Peers have only the first. */
public enum Channel {
    COMMAND,
    PUBSUB
}
