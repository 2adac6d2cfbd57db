package dev.vedette.tidy.bad.election;

import dev.vedette.tidy.bad.monitor.Watcher;
import java.time.Instant;

/** Reads a clock, and knows the one who knows it. */
public class Voter {
    public Instant voted(Watcher asker) {
        return asker.voters.isEmpty() ? Instant.MIN : Instant.now();
    }
}
