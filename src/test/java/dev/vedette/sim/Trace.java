package dev.vedette.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What happened, in order: the events of all sentinels and what was done to them. Equal seeds give equal texts. */
public final class Trace {
    /** @param name of the event, or empty for something that was done to the process */
    public record Entry(long nanos, String who, String name, String payload) {
        @Override
        public String toString() {
            long micros = nanos / 1_000;
            return String.format(
                    "%8d.%03d  %-3s  %s",
                    micros / 1_000, micros % 1_000, who, name.isEmpty() ? "* " + payload : name + " " + payload);
        }

        public boolean is(String event) {
            return name.equals(event);
        }
    }

    private record Reaction(Predicate<Entry> to, Consumer<Entry> what) {}

    private final World world;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Reaction> reactions = new ArrayList<>();

    public Trace(World world) {
        this.world = world;
    }

    void hear(Observation observation) {
        if (observation instanceof Observation.Announced announced) {
            event(announced.who(), announced.event().name(), announced.event().payload());
        } else if (observation instanceof Observation.Noted noted) {
            note(noted.who(), noted.note().text());
        } else if (observation instanceof Observation.StockAnnounced announced) {
            event(announced.who(), announced.event(), announced.payload());
        } else if (observation instanceof Observation.StockLogged logged) {
            note(logged.who(), logged.text());
        }
    }

    public void note(String who, String what) {
        entries.add(new Entry(world.nanos(), who, "", what));
    }

    private void event(String who, String name, String payload) {
        Entry entry = new Entry(world.nanos(), who, name, payload);
        entries.add(entry);
        for (Reaction reaction : List.copyOf(reactions)) {
            if (reaction.to().test(entry)) {
                reactions.remove(reaction);
                reaction.what().accept(entry);
            }
        }
    }

    /** Does something once, in the middle of whatever happens, when such an event is heard. */
    public void once(Predicate<Entry> event, Consumer<Entry> reaction) {
        reactions.add(new Reaction(event, reaction));
    }

    public List<Entry> all() {
        return List.copyOf(entries);
    }

    public List<Entry> all(String event) {
        return entries.stream().filter(entry -> entry.is(event)).toList();
    }

    public List<Entry> all(String who, String event) {
        return entries.stream()
                .filter(entry -> entry.who().equals(who) && entry.is(event))
                .toList();
    }

    public String last(int lines) {
        return text(entries.subList(Math.max(0, entries.size() - lines), entries.size()));
    }

    @Override
    public String toString() {
        return text(entries);
    }

    private static String text(List<Entry> entries) {
        StringBuilder text = new StringBuilder();
        entries.forEach(entry -> text.append(entry).append('\n'));
        return text.toString();
    }
}
