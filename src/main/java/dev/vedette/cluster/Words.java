package dev.vedette.cluster;

import dev.vedette.cluster.Ledger.Entry;
import dev.vedette.cluster.Ledger.Own;
import dev.vedette.model.MasterName;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an order for all nodes says, as far as it may be said again to a node that was away. */
final class Words {
    private static final String QUORUM = "quorum";
    private static final String DOWN_AFTER = "down-after-milliseconds";
    private static final String FAILOVER_TIMEOUT = "failover-timeout";
    private static final String PARALLEL_SYNCS = "parallel-syncs";
    private static final List<String> PLAIN = List.of(QUORUM, DOWN_AFTER, FAILOVER_TIMEOUT, PARALLEL_SYNCS);
    private static final int FIRST_OPTION = 2;
    private static final int MONITOR = 5;

    private Words() {}

    static boolean is(Entry entry, String command) {
        return entry.words().get(0).toLowerCase(Locale.ROOT).equals(command);
    }

    /** Whether it changes anything, so that a node can have missed it. */
    static boolean isKept(List<String> words) {
        return !words.get(0).toLowerCase(Locale.ROOT).equals("ckquorum") && words.size() >= FIRST_OPTION;
    }

    /** Without the values of a SET that has other options than the plain ones: they may be passwords. */
    static Entry kept(Entry entry) {
        return is(entry, "set") && options(entry) == null ? cut(entry) : entry;
    }

    private static Entry cut(Entry entry) {
        return new Entry(
                entry.number(),
                entry.at(),
                entry.giver(),
                entry.user(),
                entry.words().subList(0, FIRST_OPTION));
    }

    private static Entry none(Entry entry) {
        return new Entry(entry.number(), entry.at(), entry.giver(), entry.user(), List.of());
    }

    /** Null when it is no SET of plain options alone. */
    private static @Nullable SortedMap<String, Long> options(Entry entry) {
        List<String> words = entry.words();
        SortedMap<String, Long> options = new TreeMap<>();
        if (!is(entry, "set") || words.size() % 2 != 0) {
            return null;
        }
        for (int i = FIRST_OPTION; i < words.size(); i += 2) {
            String option = words.get(i).toLowerCase(Locale.ROOT);
            if (!PLAIN.contains(option) || !words.get(i + 1).matches("[0-9]{1,18}")) {
                return null;
            }
            options.put(option, Long.parseLong(words.get(i + 1)));
        }
        return options.isEmpty() ? null : options;
    }

    /** As it may be offered by a node that did it and has this now; without words when it is so no more. */
    static Entry stillSo(Entry entry, @Nullable Own now) {
        if (is(entry, "monitor")) {
            return now == null ? none(entry) : now.address().toString().equals(address(entry)) ? entry : cut(entry);
        }
        if (is(entry, "reset")) {
            return entry;
        }
        boolean stands = is(entry, "remove") ? now == null : now != null;
        boolean plain = options(entry) != null;
        return stands && (!plain || now != null && isSo(entry, now.settings())) ? entry : none(entry);
    }

    private static String address(Entry entry) {
        List<String> words = entry.words();
        return words.size() == MONITOR ? words.get(2) + ":" + words.get(3) : "";
    }

    /** Whether there is nothing to do any more for a node that watches it so, or not at all. */
    static boolean isSo(Entry entry, Opinion.@Nullable Settings now) {
        if (is(entry, "remove")) {
            return now == null;
        }
        if (is(entry, "monitor")) {
            return now != null;
        }
        SortedMap<String, Long> options = options(entry);
        return now != null && options != null && changed(now, options).equals(now);
    }

    /** What will be watched when it is done. */
    static void apply(Entry entry, SortedMap<MasterName, Opinion.Settings> then) {
        Opinion.Settings now = then.get(entry.master());
        SortedMap<String, Long> options = options(entry);
        if (is(entry, "remove")) {
            then.remove(entry.master());
        } else if (is(entry, "monitor")) {
            then.put(entry.master(), new Opinion.Settings(0, Duration.ZERO, Duration.ZERO, 0));
        } else if (now != null && options != null) {
            then.put(entry.master(), changed(now, options));
        }
    }

    private static Opinion.Settings changed(Opinion.Settings s, SortedMap<String, Long> options) {
        return new Opinion.Settings(
                whole(options.getOrDefault(QUORUM, (long) s.quorum())),
                Duration.ofMillis(options.getOrDefault(DOWN_AFTER, s.downAfter().toMillis())),
                Duration.ofMillis(options.getOrDefault(
                        FAILOVER_TIMEOUT, s.failoverTimeout().toMillis())),
                whole(options.getOrDefault(PARALLEL_SYNCS, (long) s.parallelSyncs())));
    }

    /** One that is too large is as large as can be: then it is like nothing that anybody has. */
    private static int whole(long number) {
        return (int) Math.min(number, Integer.MAX_VALUE);
    }

    /** Empty when it may be repeated. */
    static String whyNeverRepeated(Entry entry) {
        return switch (entry.words().get(0).toLowerCase(Locale.ROOT)) {
            case "set" -> options(entry) != null ? "" : "it has options that are not kept for others, as passwords are";
            case "monitor" -> entry.words().size() == MONITOR ? "" : "the master is at another address by now";
            case "remove" -> "";
            default -> "a RESET is not repeated: it could end a failover that is under way";
        };
    }
}
