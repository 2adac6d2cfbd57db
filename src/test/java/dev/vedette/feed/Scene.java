package dev.vedette.feed;

import dev.vedette.bus.Level;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import java.time.Instant;

/** Events for tests, numbered, a millisecond after one another. */
final class Scene {
    static final Run RUN = new Run(new RunId("a".repeat(40)), "5f0c1a2b3c4d");
    static final MasterName NAME = new MasterName("mymaster");
    static final String D = "master mymaster 10.0.0.1 6379";
    static final Instant BEGIN = Instant.parse("2026-11-24T10:00:00Z");

    private long seq;

    Happening event(String name, String payload, String reason) {
        return event(NAME, name, payload, reason);
    }

    Happening event(MasterName master, String name, String payload, String reason) {
        seq++;
        return new Happening(
                seq, BEGIN.plusMillis(seq), new SentinelEvent(name, Level.WARNING, payload, master, reason));
    }

    Happening event(String name, String payload) {
        return event(name, payload, null);
    }

    Happening about(String name) {
        return event(name, D);
    }
}
