package dev.vedette.hosts;

import dev.vedette.demo.EventLog;
import dev.vedette.demo.Resp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hears every event of every sentinel and every hello at every data node, from outside of all partitions. What must
 * always hold is checked over all of it at the end.
 *
 * <p>Hellos say config epoch and address in one breath. The fields of SENTINEL MASTER do not: during a failover they
 * are the new epoch and the old address, as in Redis.
 */
final class Witness implements AutoCloseable {
    private static final Duration HELLO = Duration.ofSeconds(6);
    private static final long PACE_MILLIS = 50;
    private static final int FIELDS = 8;

    private final EventLog events = new EventLog();
    private final Map<String, String> ids = new TreeMap<>();
    private final Map<String, TreeSet<String>> addressesOfEpochs = new TreeMap<>();
    private final List<Thread> ears = new ArrayList<>();
    private volatile boolean ended;
    private long hellos;
    private long began = System.nanoTime();

    void begin(List<Watch> watches, List<Site.Node> nodes) throws IOException {
        began = System.nanoTime();
        for (Watch watch : watches) {
            ids.put(watch.name(), String.valueOf(watch.ask("SENTINEL", "MYID")));
            events.follow(watch.name(), watch.connect());
        }
        for (Site.Node node : nodes) {
            Thread ear = new Thread(() -> keepListening(node), "hellos at " + node.name());
            ear.setDaemon(true);
            ear.start();
            ears.add(ear);
        }
    }

    /** One that was started again has lost its listeners. */
    void followAgain(Watch watch) throws IOException {
        events.follow(watch.name(), watch.connect());
    }

    private void keepListening(Site.Node node) {
        while (!ended) {
            try (Resp resp = Resp.connect(node.host().at(Site.NODE_PORT), HELLO)) {
                resp.call("SUBSCRIBE", "__sentinel__:hello");
                while (!ended) {
                    if (resp.next() instanceof List<?> push) {
                        hello(String.valueOf(push.get(2)).split(","));
                    }
                }
            } catch (IOException again) {
                pause();
            }
        }
    }

    private synchronized void hello(String... fields) {
        if (fields.length == FIELDS) {
            hellos++;
            add(addressesOfEpochs, fields[7], fields[5] + ":" + fields[6]);
        }
    }

    private void pause() {
        try {
            Thread.sleep(PACE_MILLIS);
        } catch (InterruptedException e) {
            ended = true;
        }
    }

    List<EventLog.Entry> entries() {
        return events.entries();
    }

    long count(String event) {
        return entries().stream().filter(entry -> entry.event().equals(event)).count();
    }

    boolean heard(Watch watch, String event) {
        return !events.messages(watch.name(), event).isEmpty();
    }

    /** How long after a moment somebody said this for the first time; null when nobody did. */
    @Nullable
    Duration sinceUntil(long nanos, String event) {
        return entries().stream()
                .filter(entry -> entry.event().equals(event) && entry.nanos() > nanos)
                .map(entry -> Duration.ofNanos(entry.nanos() - nanos))
                .min(Duration::compareTo)
                .orElse(null);
    }

    /** Everything of what must always hold that is broken. */
    List<String> breaches(int voters, int quorum) {
        List<String> breaches = new ArrayList<>();
        Map<String, TreeSet<String>> votes = new TreeMap<>();
        Map<String, TreeSet<String>> voices = new TreeMap<>();
        Map<String, TreeSet<String>> leaders = new TreeMap<>();
        Map<String, String> ownVote = new TreeMap<>();
        for (EventLog.Entry entry : entries()) {
            String[] words = entry.message().split(" ");
            switch (entry.event()) {
                case "+vote-for-leader" -> {
                    add(votes, entry.sentinel() + " in epoch " + words[1], words[0]);
                    add(voices, words[0] + " in epoch " + words[1], entry.sentinel());
                    if (words[0].equals(ids.get(entry.sentinel()))) {
                        ownVote.put(entry.sentinel(), words[1]);
                    }
                }
                case "+elected-leader" -> {
                    String epoch = ownVote.getOrDefault(entry.sentinel(), "unknown");
                    add(leaders, epoch, entry.sentinel());
                }
                default -> {}
            }
        }
        // Only now: what a voter said may have got here later than what the leader said.
        leaders.forEach((epoch, all) -> all.forEach(leader -> {
            int voted = voices.getOrDefault(ids.get(leader) + " in epoch " + epoch, new TreeSet<>())
                    .size();
            if (voted < Math.max(quorum, voters / 2 + 1)) {
                breaches.add(leader + " leads epoch " + epoch + " with " + voted + " votes");
            }
        }));
        more(breaches, "votes of ", votes);
        more(breaches, "leaders of epoch ", leaders);
        synchronized (this) {
            if (hellos == 0) {
                breaches.add("no hello was heard");
            }
            addressesOfEpochs.forEach((epoch, addresses) -> {
                if (addresses.size() > 1) {
                    breaches.add("config epoch " + epoch + " names " + addresses);
                }
            });
        }
        return breaches;
    }

    private static void add(Map<String, TreeSet<String>> map, String key, String value) {
        map.computeIfAbsent(key, absent -> new TreeSet<>()).add(value);
    }

    private static void more(List<String> breaches, String what, Map<String, TreeSet<String>> map) {
        Consumer<Map.Entry<String, TreeSet<String>>> report =
                entry -> breaches.add(what + entry.getKey() + ": " + entry.getValue());
        map.entrySet().stream().filter(entry -> entry.getValue().size() > 1).forEach(report);
    }

    String story() {
        return "---- events\n"
                + entries().stream()
                        .map(entry -> (entry.nanos() - began) / 1_000_000 + " ms " + entry.sentinel() + " "
                                + entry.event() + " " + entry.message())
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    @Override
    public void close() {
        ended = true;
        ears.forEach(Thread::interrupt);
        try {
            events.close();
        } catch (IOException e) {
            // Their processes are about to be ended, too.
        }
    }
}
