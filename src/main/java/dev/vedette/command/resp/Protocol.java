package dev.vedette.command.resp;

/** The two dialects. A connection starts with the first and changes by HELLO. */
public enum Protocol {
    RESP2(2),
    RESP3(3);

    private final int version;

    Protocol(int version) {
        this.version = version;
    }

    public int version() {
        return version;
    }

    public static Protocol of(long version) {
        return version == RESP3.version ? RESP3 : RESP2;
    }
}
