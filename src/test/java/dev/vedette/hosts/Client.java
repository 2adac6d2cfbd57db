package dev.vedette.hosts;

import dev.vedette.demo.Resp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * An application that writes all the time, some hundred times a second, one write after the other, and remembers what
 * was acknowledged and when. Whenever its connection breaks it asks anew where to write.
 */
final class Client implements AutoCloseable {
    private static final Duration REPLY = Duration.ofSeconds(1);
    private static final long PACE_NANOS = 2_000_000;

    private final String name;
    private final Guide guide;
    private final Thread thread;
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private volatile boolean ended;

    /** Where to write, as far as the client can know. */
    @FunctionalInterface
    interface Guide {
        InetSocketAddress where() throws IOException;
    }

    private record Acknowledged(long number, long nanos) {}

    private Client(String name, Guide guide) {
        this.name = name;
        this.guide = guide;
        this.thread = new Thread(this::run, "client " + name);
    }

    static Client begin(String name, Guide guide) {
        Client client = new Client(name, guide);
        client.thread.setDaemon(true);
        client.thread.start();
        return client;
    }

    private void run() {
        long next = 0;
        while (!ended) {
            try (Resp node = Resp.connect(guide.where(), REPLY)) {
                while (!ended) {
                    long number = next++;
                    if ("OK".equals(node.call("SET", name + number, "x"))) {
                        acknowledge(number);
                    }
                    LockSupport.parkNanos(PACE_NANOS);
                }
            } catch (IOException | RuntimeException again) {
                LockSupport.parkNanos(PACE_NANOS);
            }
        }
    }

    private synchronized void acknowledge(long number) {
        acknowledged.add(new Acknowledged(number, System.nanoTime()));
    }

    synchronized int count() {
        return acknowledged.size();
    }

    synchronized long countAfter(long nanos) {
        return acknowledged.stream().filter(write -> write.nanos() > nanos).count();
    }

    /** From a moment until the last write that was acknowledged; zero when none was. */
    synchronized Duration lastAfter(long nanos) {
        long last = acknowledged.isEmpty()
                ? nanos
                : acknowledged.get(acknowledged.size() - 1).nanos();
        return Duration.ofNanos(Math.max(0, last - nanos));
    }

    /** Stops; how many of those that were acknowledged are not there. */
    long lostAt(Site.Node node) throws IOException {
        close();
        long lost = 0;
        try (Resp resp = Resp.connect(node.host().at(Site.NODE_PORT), Duration.ofSeconds(20))) {
            for (Acknowledged write : acknowledged) {
                if (resp.call("GET", name + write.number()) == null) {
                    lost++;
                }
            }
        }
        return lost;
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join(REPLY.multipliedBy(4).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
