package dev.vedette.journal;

import dev.vedette.bus.Bus;
import dev.vedette.bus.ConfigFact;
import dev.vedette.bus.Note;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.platform.LocalBus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * Writes what happens, as it happens: the event's own name and payload, exactly as subscribers get them, and behind a
 * bar the reason, which only the log and people's pages carry.
 */
public final class JournalVerticle extends VerticleBase {
    @Override
    public Future<?> start() {
        LocalBus bus = LocalBus.of(vertx);
        bus.consume(Bus.EVENT, message -> event((SentinelEvent) message.body()));
        bus.consume(
                Bus.FACT_CONFIG,
                message ->
                        Journal.show(((ConfigFact.Changed) message.body()).now().logLevel()));
        bus.consume(Bus.NOTE, message -> note((Note) message.body()));
        return Future.succeededFuture();
    }

    private static void event(SentinelEvent event) {
        String line = event.name() + " " + event.payload();
        Journal.write(event.level(), event.reason() == null ? line : line + " | " + event.reason());
    }

    private static void note(Note note) {
        Journal.write(note.level(), note.master() == null ? note.text() : note.text() + " | master " + note.master());
    }
}
