package dev.vedette.sim;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One direction of a connection: everything arrives once, in order, after a drawn latency. What a cut holds back is
 * sent again, later and later, as TCP does, and everything behind it waits.
 */
final class Pipe {
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);

    private record Segment(long due, Runnable arrival) {}

    private final SimNetwork network;
    private final InetAddress from;
    private final InetAddress to;
    private final Deque<Segment> underWay = new ArrayDeque<>();
    private Duration retry = FIRST_RETRY;
    private long clear;

    Pipe(SimNetwork network, InetAddress from, InetAddress to) {
        this.network = network;
        this.from = from;
        this.to = to;
    }

    void send(Runnable arrival) {
        long due = Math.max(clear, network.world.nanos() + network.latency().toNanos());
        clear = due;
        underWay.add(new Segment(due, arrival));
        if (underWay.size() == 1) {
            network.world.at(due, this::deliver);
        }
    }

    private void deliver() {
        if (network.isDown(from)) {
            underWay.clear();
            return;
        }
        if (network.isCut(from, to) || network.isDown(to)) {
            network.world.at(network.world.nanos() + retry.toNanos(), this::deliver);
            Duration doubled = retry.multipliedBy(2);
            retry = doubled.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : doubled;
            return;
        }
        retry = FIRST_RETRY;
        while (!underWay.isEmpty() && underWay.peek().due() <= network.world.nanos()) {
            underWay.poll().arrival().run();
        }
        if (!underWay.isEmpty()) {
            network.world.at(underWay.peek().due(), this::deliver);
        }
    }
}
