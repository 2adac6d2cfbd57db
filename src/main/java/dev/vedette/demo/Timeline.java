package dev.vedette.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** Prints what happens in columns: milliseconds since a moment, who, what; ids of sentinels as their short names. */
final class Timeline {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Map<String, String> names = new LinkedHashMap<>();
    private long zero = System.nanoTime();

    /** From now on {@code id} is printed as {@code name}. */
    synchronized void introduce(String id, String name) {
        names.put(id, name);
    }

    /** From now on milliseconds are counted from here. */
    synchronized void restart() {
        zero = System.nanoTime();
    }

    synchronized void event(EventLog.Entry entry) {
        String message = entry.message();
        for (Map.Entry<String, String> name : names.entrySet()) {
            message = message.replace(name.getKey(), name.getValue());
        }
        print(entry.nanos(), entry.sentinel(), "%-34s %s".formatted(entry.event(), message));
    }

    void say(String who, String what) {
        print(System.nanoTime(), who, what);
    }

    private synchronized void print(long nanos, String who, String what) {
        System.out.printf("%8d ms  %-4s %s%n", (nanos - zero) / NANOS_PER_MILLI, who, what);
        System.out.flush();
    }
}
