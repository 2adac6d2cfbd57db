package dev.vedette.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What sentinels publish, in the order in which it arrives here. */
public final class EventLog implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int PATTERN = 1;
    private static final int EVENT = 2;
    private static final int MESSAGE = 3;

    private final List<Resp> subscriptions = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Consumer<Entry> listener;

    /**
     * One event.
     *
     * @param nanos when it arrived, on the clock of {@link System#nanoTime}
     * @param sentinel who published it
     */
    public record Entry(long nanos, String sentinel, String event, String message) {}

    /** @param listener called for each event, one at a time */
    public EventLog(Consumer<Entry> listener) {
        this.listener = listener;
    }

    public EventLog() {
        this(entry -> {});
    }

    /** Also listens to this one. It ends quietly with the sentinel. */
    public void follow(SentinelProcess sentinel) throws IOException {
        follow(sentinel.name(), Resp.connect(sentinel.port(), CONNECT));
    }

    /**
     * The same for one that may be elsewhere.
     *
     * @param resp is closed with this
     */
    public synchronized void follow(String sentinel, Resp resp) throws IOException {
        subscriptions.add(resp);
        resp.call("PSUBSCRIBE", "*");
        resp.patient();
        Thread reader = new Thread(() -> read(sentinel, resp), "events of " + sentinel);
        reader.setDaemon(true);
        reader.start();
    }

    private void read(String sentinel, Resp resp) {
        try {
            while (true) {
                if (resp.next() instanceof List<?> push && push.size() > MESSAGE && "*".equals(push.get(PATTERN))) {
                    add(new Entry(
                            System.nanoTime(),
                            sentinel,
                            String.valueOf(push.get(EVENT)),
                            String.valueOf(push.get(MESSAGE))));
                }
            }
        } catch (IOException e) {
            // The sentinel ended, or we did: either way there is nothing more to hear.
        }
    }

    private synchronized void add(Entry entry) {
        entries.add(entry);
        listener.accept(entry);
    }

    /** Everything so far. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The messages that one sentinel published as {@code event}. */
    public synchronized List<String> messages(String sentinel, String event) {
        return entries.stream()
                .filter(entry ->
                        entry.sentinel().equals(sentinel) && entry.event().equals(event))
                .map(Entry::message)
                .toList();
    }

    @Override
    public synchronized void close() throws IOException {
        for (Resp subscription : subscriptions) {
            subscription.close();
        }
    }
}
