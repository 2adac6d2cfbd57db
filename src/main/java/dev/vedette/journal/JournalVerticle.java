package dev.vedette.journal;

import dev.vedette.bus.Bus;
import dev.vedette.bus.Level;
import dev.vedette.bus.Note;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.platform.LocalBus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens, as it happens: the event's own name and payload, exactly as subscribers get them, and behind a
 * bar the reason, which only the log and people's pages carry.
 */
public final class JournalVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger("vedette");

    @Override
    public Future<?> start() {
        LocalBus bus = LocalBus.of(vertx);
        bus.consume(Bus.EVENT, message -> event((SentinelEvent) message.body()));
        bus.consume(Bus.NOTE, message -> note((Note) message.body()));
        return Future.succeededFuture();
    }

    private static void event(SentinelEvent event) {
        String line = event.name() + " " + event.payload();
        write(event.level(), event.reason() == null ? line : line + " | " + event.reason());
    }

    private static void note(Note note) {
        write(note.level(), note.master() == null ? note.text() : note.text() + " | master " + note.master());
    }

    /** Writes one line. What a peer or a server said is in it, so nothing in it may start a line of its own. */
    static void write(Level level, String text) {
        String line = printable(text);
        switch (level) {
            case DEBUG -> LOG.trace(line);
            case VERBOSE -> LOG.debug(line);
            case NOTICE -> LOG.info(line);
            case WARNING -> LOG.warn(line);
        }
    }

    static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.chars().forEach(c -> clean.append(Character.isISOControl(c) ? ' ' : (char) c));
        return clean.toString();
    }
}
