package dev.vedette.cluster;

import dev.vedette.model.Address;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was said once to all nodes, and when this one was last told anything about each master by anybody.
 *
 * <p>Think of the book at a watchman's lodge. Whoever was away reads on behind the last number that he knows, and does
 * what is written there about a master only if nobody has told him anything about it since, neither in person nor by
 * changing his papers while he was away. Nothing is read to him that is not still so with the one who reads it. So an
 * order cannot undo a later one, and what is in doubt is left to people. Rejected: to hand over settings instead of
 * orders, which would make the last one to arrive right; and to keep passwords, which no file but the sentinel's own
 * should have.
 *
 * <p>Numbers grow over all nodes, as nobody takes one that it has heard of. They count orders, but are never larger
 * than the milliseconds of the clock: so whoever makes one up cannot use them up, as the clock moves on. What a node
 * has is known by looking: a change of its settings is when they were seen to differ, whoever changed them.
 */
final class Ledger {

    /** @param words without passwords: of what is not repeated only as many as say which it was */
    record Entry(long number, Instant at, RunId giver, String user, List<String> words) {
        Entry {
            words = List.copyOf(words);
        }

        MasterName master() {
            return new MasterName(words.size() > 1 ? words.get(1) : "");
        }
    }

    /** A master as it is watched here. */
    record Own(Address address, Opinion.Settings settings) {}

    enum Kind {
        TAKE,
        /** It is for people to decide. */
        MISSED,
        /** It is so already, or not for us. */
        NOTHING
    }

    record Verdict(Entry entry, Kind kind, String why) {}

    /** @param settings null when it is not watched */
    private record Stand(Instant at, Opinion.@Nullable Settings settings) {}

    private record Held(Entry entry, boolean done) {}

    /** How far the clock of another node may be ahead. An order that is later has not been given yet: it is refused. */
    static final Duration CLOCKS = Duration.ofMinutes(1);

    private final Deque<Held> held = new ArrayDeque<>();
    private final SortedMap<MasterName, Stand> stands = new TreeMap<>();
    /** Nothing that was said before counts. */
    private Instant since;

    private SortedMap<MasterName, Own> own = new TreeMap<>();
    private long considered;
    private long highest;

    Ledger(Instant now) {
        since = now;
    }

    /** All orders up to this one have been done, refused, or thought about. */
    long considered() {
        return considered;
    }

    /** The largest number that an order can have by now, if clocks are not further apart. */
    static long most(Instant now) {
        return now.plus(CLOCKS).toEpochMilli();
    }

    /** Another node says that it knows of so many. */
    void heard(long number, Instant now) {
        if (number <= most(now)) {
            highest = Math.max(highest, number);
        }
    }

    /** For an order of ours. By our own clock alone, so that others believe it whose clocks are behind. */
    long next(Instant now) {
        long number = Math.max(1, Math.min(highest + 1, now.toEpochMilli()));
        highest = Math.max(highest, number);
        return number;
    }

    /** What was said to us while we were here. */
    void live(Entry entry, boolean done) {
        held.addLast(new Held(Words.kept(entry), done));
        if (held.size() > Limits.CLUSTER_LEDGER) {
            held.removeFirst();
        }
        highest = Math.max(highest, entry.number());
        if (entry.number() == considered + 1) {
            considered = entry.number();
        }
    }

    /** What is watched now. True when that is to be written down. */
    boolean look(Instant now, SortedMap<MasterName, Own> current) {
        own = new TreeMap<>(current);
        boolean changed = stands.entrySet()
                .removeIf(each -> each.getValue().settings() == null
                        && isOld(each.getValue().at(), now));
        for (Map.Entry<MasterName, Own> each : own.entrySet()) {
            Stand known = stands.get(each.getKey());
            if (known == null || !each.getValue().settings().equals(known.settings())) {
                stands.put(each.getKey(), new Stand(now, each.getValue().settings()));
                changed = true;
            }
        }
        for (Map.Entry<MasterName, Stand> each : stands.entrySet()) {
            if (each.getValue().settings() != null && !own.containsKey(each.getKey())) {
                each.setValue(new Stand(now, null));
                changed = true;
            }
        }
        return changed;
    }

    /** Somebody has set something, perhaps to what it was. */
    void told(MasterName master, Instant now) {
        Stand known = stands.get(master);
        if (known != null) {
            stands.put(master, new Stand(now, known.settings()));
        }
    }

    private static boolean isOld(Instant at, Instant now) {
        return Duration.between(at, now).compareTo(Limits.CLUSTER_LEDGER_AGE) > 0;
    }

    /** For a node that knows everything up to a number: what was done here since, and is so still. */
    List<Entry> offers(long after, Instant now) {
        return held.stream()
                .filter(Held::done)
                .map(Held::entry)
                .filter(entry -> entry.number() > after && !isOld(entry.at(), now))
                .filter(entry -> Duration.between(entry.at(), now).compareTo(Limits.CLUSTER_LEDGER_SETTLED) > 0)
                .map(entry -> Words.stillSo(entry, own.get(entry.master())))
                .filter(entry -> !entry.words().isEmpty())
                .limit(Limits.CLUSTER_LEDGER_OFFERED)
                .toList();
    }

    /** Whether all of these can have been given by now, going by their numbers. */
    static boolean areGiven(List<Entry> offered, Instant now) {
        return offered.stream().allMatch(entry -> entry.number() <= most(now));
    }

    /**
     * Another node offers these, the oldest first. What is to be taken is the caller's to do, in this order.
     *
     * @param offered whose numbers can be
     */
    List<Verdict> consider(List<Entry> offered, Instant now) {
        List<Verdict> verdicts = new ArrayList<>();
        SortedMap<MasterName, Opinion.Settings> then = new TreeMap<>();
        own.forEach((name, master) -> then.put(name, master.settings()));
        for (Entry entry : offered) {
            boolean seen = entry.number() <= considered
                    || held.stream()
                            .anyMatch(each -> each.entry().number() == entry.number()
                                    && each.entry().giver().equals(entry.giver()));
            Verdict verdict = seen ? new Verdict(entry, Kind.NOTHING, "it is known here") : judge(entry, then, now);
            if (verdict.kind() == Kind.TAKE) {
                Words.apply(entry, then);
            }
            verdicts.add(verdict);
        }
        offered.forEach(entry -> {
            heard(entry.number(), now);
            considered = Math.max(considered, entry.number());
        });
        return verdicts;
    }

    private Verdict judge(Entry entry, SortedMap<MasterName, Opinion.Settings> then, Instant now) {
        String never = Words.whyNeverRepeated(entry);
        if (Words.isSo(entry, then.get(entry.master()))) {
            return new Verdict(entry, Kind.NOTHING, "it is so already");
        }
        Stand stand = stands.get(entry.master());
        Instant last = stand == null ? since : stand.at();
        if (!entry.at().isAfter(since)) {
            return new Verdict(entry, Kind.NOTHING, "it was said before this node was there");
        }
        if (entry.at().isAfter(now.plus(CLOCKS))) {
            return new Verdict(entry, Kind.MISSED, "it is from the future by the clock of this node");
        }
        if (isOld(entry.at().plus(CLOCKS), now)) {
            return new Verdict(entry, Kind.MISSED, "it is too old to be offered");
        }
        if (!entry.at().isAfter(last)) {
            return new Verdict(entry, Kind.MISSED, "this node has been told otherwise since");
        }
        if (!never.isEmpty()) {
            return new Verdict(entry, Kind.MISSED, never);
        }
        if (Words.is(entry, "set") && !then.containsKey(entry.master())) {
            return new Verdict(entry, Kind.MISSED, "it does not watch this master");
        }
        return new Verdict(entry, Kind.TAKE, "");
    }

    /** What outlives the process. */
    String text() {
        JsonObject masters = new JsonObject();
        stands.forEach((name, stand) -> {
            JsonObject json = new JsonObject().put("at", stand.at().toEpochMilli());
            Opinion.Settings s = stand.settings();
            masters.put(name.value(), s == null ? json : json.put("settings", Language.written(s)));
        });
        return new JsonObject()
                .put("since", since.toEpochMilli())
                .put("considered", considered)
                .put("masters", masters)
                .encode();
    }

    /** The text of last time; throws when it cannot be understood. */
    void remember(String text, Instant now) {
        JsonObject json = new JsonObject(text);
        SortedMap<MasterName, Stand> read = new TreeMap<>();
        JsonObject masters = json.getJsonObject("masters");
        masters.fieldNames().forEach(name -> {
            Reading reading = new Reading(masters.getJsonObject(name));
            boolean watched = masters.getJsonObject(name).containsKey("settings");
            read.put(
                    new MasterName(name),
                    new Stand(reading.at("at"), watched ? Language.settings(reading.object("settings")) : null));
        });
        Reading reading = new Reading(json);
        since = reading.at("since");
        considered = Math.min(reading.whole("considered", 0, Limits.CLUSTER_ORDER_NUMBERS), most(now));
        heard(considered, now);
        stands.putAll(read);
    }
}
