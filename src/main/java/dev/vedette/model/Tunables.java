package dev.vedette.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The periods that are in force. Only {@code SENTINEL DEBUG} changes them, and the next start begins with the standard
 * ones again; so they are a value that travels, and no setting.
 */
public final class Tunables {
    /** What every process begins with. */
    public static final Tunables STANDARD = new Tunables(new EnumMap<>(Tunable.class));

    /** Those that were changed. */
    private final Map<Tunable, Duration> changed;

    /** All of them, by their place: each PING asks for several. */
    private final Duration[] inForce;

    private Tunables(Map<Tunable, Duration> changed) {
        this.changed = changed;
        this.inForce = Arrays.stream(Tunable.values())
                .map(tunable -> changed.getOrDefault(tunable, tunable.standard()))
                .toArray(Duration[]::new);
    }

    public Tunables with(Tunable tunable, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(tunable.word() + " must be more than 0: " + value);
        }
        EnumMap<Tunable, Duration> next = new EnumMap<>(Tunable.class);
        next.putAll(changed);
        next.put(tunable, value);
        return new Tunables(next);
    }

    public Duration of(Tunable tunable) {
        return inForce[tunable.ordinal()];
    }

    /** INFO of an instance with which nothing is going on. */
    public Duration info() {
        return of(Tunable.INFO_PERIOD);
    }

    /** The longest pause between two PINGs, and between two attempts to connect. */
    public Duration ping() {
        return of(Tunable.PING_PERIOD);
    }

    public Duration ask() {
        return of(Tunable.ASK_PERIOD);
    }

    public Duration publish() {
        return of(Tunable.PUBLISH_PERIOD);
    }

    /** How long a replica may take to say that it follows the new master. */
    public Duration reconfiguration() {
        return of(Tunable.SLAVE_RECONF_TIMEOUT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tunables tunables && changed.equals(tunables.changed);
    }

    @Override
    public int hashCode() {
        return changed.hashCode();
    }

    @Override
    public String toString() {
        return "Tunables" + changed;
    }
}
