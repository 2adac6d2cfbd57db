package dev.vedette.model;

/** The configured name of a monitored master. Case matters; no spaces. */
public record MasterName(String value) implements Comparable<MasterName> {
    @Override
    public int compareTo(MasterName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
