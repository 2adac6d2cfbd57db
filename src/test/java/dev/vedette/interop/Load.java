package dev.vedette.interop;

import dev.vedette.interop.SecuredRing.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** An application that goes on writing through one client, whatever happens, and remembers what was acknowledged. */
final class Load implements AutoCloseable {
    /** Four of them and the servers share two processors. */
    private static final long PACE_NANOS = Duration.ofMillis(2).toNanos();

    private static final Duration END = Duration.ofSeconds(20);

    /** One acknowledged write, and when. */
    private record Written(long number, long nanos) {}

    private final String name;
    private final Follower client;
    private final Thread thread;
    private final List<Written> written = new ArrayList<>();
    private final long began = System.nanoTime();
    private volatile boolean ended;
    private volatile String lastError = "none";
    private long refused;

    Load(String name, Follower client) {
        this.name = name;
        this.client = client;
        this.thread = new Thread(this::run, "load of " + name);
        thread.start();
    }

    private void run() {
        for (long number = 0; !ended; number++) {
            try {
                client.write(key(number), String.valueOf(number));
                acknowledge(number);
            } catch (Exception e) {
                lastError = String.valueOf(e);
                refuse();
            }
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    private String key(long number) {
        return name + ":" + number;
    }

    private synchronized void acknowledge(long number) {
        written.add(new Written(number, System.nanoTime()));
    }

    private synchronized void refuse() {
        refused++;
    }

    synchronized int acknowledged() {
        return written.size();
    }

    String lastError() {
        return lastError;
    }

    /** The longest time without an acknowledgement. */
    synchronized Duration longestGap() {
        long last = began;
        long longest = 0;
        for (Written write : written) {
            longest = Math.max(longest, write.nanos() - last);
            last = write.nanos();
        }
        return Duration.ofNanos(longest);
    }

    /** Stops it. How many of the acknowledged writes, not counting the first {@code skip}, are not there. */
    long lostAt(Member node, int skip) throws IOException {
        close();
        List<Written> rest;
        synchronized (this) {
            rest = List.copyOf(written.subList(skip, written.size()));
        }
        List<Object> found = node.askAll(rest.stream()
                .map(write -> new String[] {"GET", key(write.number())})
                .toList());
        long lost = 0;
        for (int i = 0; i < rest.size(); i++) {
            lost += String.valueOf(rest.get(i).number()).equals(found.get(i)) ? 0 : 1;
        }
        return lost;
    }

    @Override
    public synchronized String toString() {
        return name + ": " + written.size() + " acknowledged, " + refused + " refused, longest gap "
                + longestGap().toMillis() + " ms, last error: " + lastError;
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join(END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
