package dev.vedette.model;

import java.time.Duration;

/** A named stream of random draws. Two streams never disturb one another, so that a seed stays a seed. */
public interface Chance {
    /** A duration from zero to {@code bound}, the bound itself excluded. */
    Duration upTo(Duration bound);

    /** A whole number from {@code from} to {@code to}, both included. */
    int between(int from, int to);

    /** A fresh identity: {@link RunId#LENGTH} hexadecimal characters. */
    RunId runId();
}
