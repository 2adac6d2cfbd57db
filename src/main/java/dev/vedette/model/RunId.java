package dev.vedette.model;

/**
 * An identity: of a sentinel (kept for ever) or of one run of a data node (new at every start). Usually 40 hexadecimal
 * characters, but any text that a peer sends is taken as it is.
 */
public record RunId(String value) implements Comparable<RunId> {
    /** How many characters a generated id has. */
    public static final int LENGTH = 40;

    @Override
    public int compareTo(RunId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
