package dev.vedette.model;

/** What an instance is to us, by configuration or discovery, whatever it says of itself. */
public enum Kind {
    MASTER("master"),
    REPLICA("slave"),
    SENTINEL("sentinel");

    private final String wire;

    Kind(String wire) {
        this.wire = wire;
    }

    /** The word in events, flags and replies. */
    public String wire() {
        return wire;
    }
}
