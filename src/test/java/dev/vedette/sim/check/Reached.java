package dev.vedette.sim.check;

import dev.vedette.bus.SentinelEvent;
import dev.vedette.model.Reason;
import dev.vedette.sim.Observation;
import dev.vedette.sim.World;
import java.lang.reflect.RecordComponent;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What worlds got to: a storm that never reaches an abort proves nothing about aborts. Counts by itself what it can
 * hear, and takes any other row by {@link #count}; what belongs to the program's own words and was never heard is shown
 * as such. One for each world, added up in any thread; counts are sums, so the order does not matter.
 */
public final class Reached {
    /** The sections of the table, in order. */
    public enum Group {
        FAILOVERS("failovers, by how they ended"),
        ELECTIONS("elections"),
        EVENTS("events"),
        REASONS("reasons"),
        OBSERVED("observed"),
        OTHER("other");

        private final String title;

        Group(String title) {
            this.title = title;
        }
    }

    private final Map<Group, Map<String, Long>> counts = new EnumMap<>(Group.class);
    /** Failovers under way: by whom and of what, whether it was elected. */
    private final Map<String, Boolean> open = new TreeMap<>();

    public Reached() {
        for (Group group : Group.values()) {
            counts.put(group, new TreeMap<>());
        }
        Vocabulary.EVENTS.forEach(event -> count(Group.EVENTS, event, 0));
        for (Reason reason : Reason.values()) {
            count(Group.REASONS, reason.name(), 0);
        }
    }

    /** From now on somebody counts in this world. */
    public static Reached watch(World world) {
        Reached reached = new Reached();
        world.observed(reached::hear);
        return reached;
    }

    /** Shows this row even when nobody reaches it. */
    public void expect(String row) {
        count(Group.OTHER, row, 0);
    }

    public void count(String row, long times) {
        count(Group.OTHER, row, times);
    }

    public void count(String row) {
        count(Group.OTHER, row);
    }

    public void count(Group group, String row) {
        count(group, row, 1);
    }

    private synchronized void count(Group group, String row, long times) {
        counts.get(group).merge(row, times, Long::sum);
    }

    /** How often this was reached. */
    public synchronized long of(Group group, String row) {
        return counts.get(group).getOrDefault(row, 0L);
    }

    /** Adds what another world reached. That one must not count any more. */
    public void add(Reached other) {
        other.counts.forEach((group, rows) -> rows.forEach((row, times) -> count(group, row, times)));
    }

    void hear(Observation observation) {
        String who = observation.who();
        if (observation instanceof Observation.Announced announced) {
            event(who, announced.event());
        } else if (observation instanceof Observation.Noted noted) {
            reasons(noted.note().text());
            if (noted.note().text().startsWith("failover over: ")
                    || noted.note().text().startsWith("campaign over: ")) {
                ended(who + " " + noted.note().master(), noted.note().text());
            }
        } else if (observation instanceof Observation.Ended) {
            count(Group.OBSERVED, "Ended");
            open.keySet().removeIf(key -> {
                boolean mine = key.startsWith(who + " ");
                if (mine) {
                    count(Group.FAILOVERS, "ended with the process");
                }
                return mine;
            });
        } else if (!(observation instanceof Observation.Told) && !(observation instanceof Observation.Saving)) {
            count(Group.OBSERVED, kind(observation));
        }
    }

    /** Its name and those of its parts that have names of their own. */
    private static String kind(Observation observation) {
        StringBuilder kind = new StringBuilder(observation.getClass().getSimpleName());
        for (RecordComponent part : observation.getClass().getRecordComponents()) {
            if (part.getType().isEnum() || part.getType() == boolean.class) {
                try {
                    kind.append(' ').append(part.getName()).append('=');
                    kind.append(part.getAccessor().invoke(observation));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return kind.toString();
    }

    private void reasons(@Nullable String text) {
        for (Reason reason : Reason.values()) {
            if (text != null && text.contains(reason.sentence())) {
                count(Group.REASONS, reason.name());
            }
        }
    }

    private void event(String who, SentinelEvent event) {
        count(Group.EVENTS, event.name());
        reasons(event.reason());
        String key = who + " " + event.master();
        switch (event.name()) {
            case "+try-failover" -> open.put(key, false);
            case "+elected-leader" -> {
                open.put(key, true);
                boolean ordered = event.reason() != null && event.reason().contains("ordered");
                count(Group.ELECTIONS, ordered ? "none: ordered by a person" : "won");
            }
            case "-failover-abort-not-elected" -> {
                String why = event.reason() == null ? "no reason" : beforeColon(event.reason());
                count(Group.ELECTIONS, "lost: " + why);
                ended(key, "not elected");
            }
            case "-failover-abort-no-good-slave" -> ended(key, "no good replica");
            case "-failover-abort-slave-timeout" ->
                ended(key, event.reason() == null ? "promotion failed" : beforeColon(event.reason()));
            case "+failover-end-for-timeout" -> ended(key, "switched, without all replicas");
            case "+failover-end" -> ended(key, "switched");
            case "+switch-master" -> ended(key, "switched by others meanwhile");
            case "+reset-master" -> ended(key, "reset");
            case "-monitor" -> ended(key, "removed");
            default -> {}
        }
    }

    private void ended(String key, String how) {
        Boolean elected = open.remove(key);
        if (elected != null) {
            count(Group.FAILOVERS, how + (elected || how.equals("not elected") ? "" : ", in the campaign"));
        }
    }

    private static String beforeColon(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    /** For people: sections and rows in order, how often, and what was never reached. */
    public synchronized String table() {
        StringBuilder table = new StringBuilder();
        counts.forEach((group, rows) -> {
            if (!rows.isEmpty()) {
                table.append(group.title).append('\n');
                rows.forEach((row, times) -> table.append(
                        String.format("  %9s  %s\n", times == 0 ? "never" : String.valueOf(times), shown(group, row))));
            }
        });
        return table.toString();
    }

    private static String shown(Group group, String row) {
        return group == Group.REASONS ? row + ": " + Reason.valueOf(row).sentence() : row;
    }
}
