package dev.vedette.sim.stock;

import dev.vedette.model.Address;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stock sentinel alone with a master {@code r1} and its replica {@code r2}: real ones, or models. Quorum 1,
 * down-after 1 s, failover-timeout 5 s. Everything that is told of it has names in the place of addresses.
 */
abstract class Subject implements AutoCloseable {
    static final String MASTER = "mymaster";
    static final Duration DOWN_AFTER = Duration.ofSeconds(1);

    /** Something that was heard: an event, or the channel of a message. */
    record Heard(Duration at, String what, String text) {
        @Override
        public String toString() {
            return what + " " + text;
        }
    }

    private final Map<String, Address> names = new LinkedHashMap<>();

    final void name(String name, Address address) {
        names.put(name, address);
    }

    /** The address of that name in two words. */
    final String at(String name) {
        return names.get(name).host() + " " + names.get(name).port();
    }

    final String named(String text) {
        String result = text;
        for (Map.Entry<String, Address> entry : names.entrySet()) {
            Address address = entry.getValue();
            for (String between : List.of(" ", ":", ",")) {
                result = result.replaceAll(
                        "\\Q" + address.host() + between + address.port() + "\\E(?![0-9])", entry.getKey());
            }
        }
        return result;
    }

    /** Words of an event that are the same wherever it happens. */
    final List<String> events(int from) {
        List<String> texts = new ArrayList<>();
        List<Heard> all = events();
        all.subList(from, all.size()).forEach(event -> texts.add(event.toString()));
        return texts;
    }

    final int heard() {
        return events().size();
    }

    /** A String, a Long, a List of those, or null; an error begins with a minus. Words are split at spaces. */
    abstract @Nullable Object ask(String words) throws IOException;

    /** What it has announced so far. */
    abstract List<Heard> events();

    /** The next messages on the channel of hellos at the master. */
    abstract List<Heard> hellos(int count) throws IOException;

    /** Until it has announced that once more than {@code before} times. */
    abstract Heard await(String event, int from, Duration limit);

    /** For how long nobody could run between two moments of its time. */
    abstract Duration paused(Duration from, Duration to);

    abstract Duration killMaster() throws IOException;

    abstract Duration startMaster() throws IOException;

    /** Killed, and started again on what is on its disk; events are heard no more. */
    abstract void restart() throws IOException;

    @Override
    public abstract void close() throws IOException;
}
