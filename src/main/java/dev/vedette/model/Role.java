package dev.vedette.model;

/** What a data node says of itself in INFO. */
public enum Role {
    MASTER("master"),
    REPLICA("slave"),
    /** It answered without a role that we know. */
    NONE("slave");

    private final String wire;

    Role(String wire) {
        this.wire = wire;
    }

    /** The word in replies; sentinels print {@code slave} when no role was reported. */
    public String wire() {
        return wire;
    }
}
