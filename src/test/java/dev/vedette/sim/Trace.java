package dev.vedette.sim;

import dev.vedette.bus.Level;
import dev.vedette.bus.Note;
import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.MasterName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in order: what all sentinels said, and what was done to them. Equal seeds give equal texts.
 *
 * <p>One line per happening, in columns: the time, who, its role in the election (c candidate, v voted for somebody
 * else, L leader), T in TILT, its current epoch, the master that it is about, and the words. What was done to the world
 * has an arrow in place of the three marks; what a sentinel only logs stands in parentheses. Thousands of worlds are
 * played whose trace nobody reads, so an entry keeps what it was given, and becomes a line when somebody asks.
 */
public final class Trace {
    public static final String HEADING = columns("ms", "who", "role tilt epoch", "watch", "event");
    /** Where the words of a line begin. */
    public static final int WORDS_AT = HEADING.indexOf("event");

    /**
     * @param standing of the sentinel that says it; null when it is something that was done
     * @param master whom it is about; may be null
     * @param name of the event; empty for what was done, and for what is only logged
     * @param reason why, for people; may be null
     */
    public record Entry(
            long nanos,
            String who,
            @Nullable Standing standing,
            @Nullable MasterName master,
            Level level,
            String name,
            String payload,
            @Nullable String reason) {

        public boolean is(String event) {
            return name.equals(event);
        }

        /** Whether somebody did this to the world. */
        public boolean isDeed() {
            return standing == null;
        }

        /** The event's name, its payload and its reason. */
        public String words() {
            if (isDeed()) {
                return payload;
            }
            if (name.isEmpty()) {
                return "(" + payload + ")";
            }
            return name + " " + payload + (reason == null ? "" : " | " + reason);
        }

        /** The line, with another time and other words than its own. */
        public String line(String time, String words) {
            return columns(
                    time, who, standing == null ? ">>>>" : standing.marks(), master == null ? "" : "" + master, words);
        }

        @Override
        public String toString() {
            return line(millis(nanos) + String.format(".%03d", nanos / 1_000 % 1_000), words());
        }
    }

    /** How a sentinel stands while it speaks. */
    public record Standing(char role, boolean tilt, String epoch) {
        String marks() {
            return role + "    " + (tilt ? "T" : ".") + "    e" + epoch;
        }
    }

    private record Reaction(Predicate<Entry> to, Consumer<Entry> what) {}

    private final World world;
    private final Standings standings = new Standings();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Reaction> reactions = new ArrayList<>();

    public Trace(World world) {
        this.world = world;
    }

    void hear(Observation observation) {
        standings.learn(observation);
        String who = observation.who();
        if (observation instanceof Observation.Announced announced) {
            SentinelEvent event = announced.event();
            said(who, event.master(), event.level(), event.name(), event.payload(), event.reason());
        } else if (observation instanceof Observation.Noted noted) {
            Note note = noted.note();
            said(who, note.master(), note.level(), "", note.text(), null);
        } else if (observation instanceof Observation.StockAnnounced stock) {
            said(who, stock.master().orElse(null), Level.WARNING, stock.event(), stock.payload(), null);
        } else if (observation instanceof Observation.StockLogged stock) {
            said(who, null, Level.NOTICE, "", stock.text(), null);
        }
    }

    private void said(
            String who,
            @Nullable MasterName master,
            Level level,
            String name,
            String payload,
            @Nullable String reason) {
        add(new Entry(world.nanos(), who, standings.of(who, master), master, level, name, payload, reason));
    }

    /** Something was done to somebody, or to the world. */
    public void note(String who, String what) {
        add(new Entry(world.nanos(), who, null, null, Level.WARNING, "", what, null));
    }

    private void add(Entry entry) {
        entries.add(entry);
        if (reactions.isEmpty()) {
            return;
        }
        for (Reaction reaction : List.copyOf(reactions)) {
            if (reactions.contains(reaction) && reaction.to().test(entry)) {
                reactions.remove(reaction);
                reaction.what().accept(entry);
            }
        }
    }

    /** Does something once, in the middle of whatever happens, when such an entry is made. */
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

    /** Everything from this moment on. */
    public List<Entry> since(long nanos) {
        return entries.stream().filter(entry -> entry.nanos() >= nanos).toList();
    }

    public String last(int lines) {
        return text(entries.subList(Math.max(0, entries.size() - lines), entries.size()));
    }

    @Override
    public String toString() {
        return text(entries);
    }

    private static String text(List<Entry> entries) {
        StringBuilder text = new StringBuilder(HEADING).append('\n');
        entries.forEach(entry -> text.append(entry).append('\n'));
        return text.toString();
    }

    /** Milliseconds, with a space after the thousands. */
    public static String millis(long nanos) {
        long millis = nanos / 1_000_000;
        return millis < 1_000 ? "" + millis : String.format("%d %03d", millis / 1_000, millis % 1_000);
    }

    private static String columns(String time, String who, String marks, String watch, String words) {
        return String.format("%11s  %-4s %-16s %-9s %s", time, who, marks, watch, words);
    }
}
