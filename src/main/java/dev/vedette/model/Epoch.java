package dev.vedette.model;

/** A tick of the logical clock that sentinels share. Unsigned 64 bits on the wire. */
public record Epoch(long value) implements Comparable<Epoch> {
    public static final Epoch ZERO = new Epoch(0);

    public Epoch next() {
        return new Epoch(value + 1);
    }

    public boolean isAfter(Epoch other) {
        return compareTo(other) > 0;
    }

    /** Whether nobody gets from {@code other} to here by elections. */
    public boolean isLeapFrom(Epoch other) {
        return isAfter(other) && Long.compareUnsigned(value - other.value, Limits.EPOCHS_SKIPPED) > 0;
    }

    public Epoch max(Epoch other) {
        return isAfter(other) ? this : other;
    }

    @Override
    public int compareTo(Epoch other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(value);
    }
}
