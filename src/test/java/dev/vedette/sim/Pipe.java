package dev.vedette.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One direction of a connection: everything arrives once, in order, after a drawn latency. What the network holds back
 * is sent again, later and later, as TCP does, and everything behind it waits, until after a quarter of an hour the
 * sender gives the connection up.
 */
final class Pipe {
    private static final long FIRST_RETRY = Duration.ofMillis(200).toNanos();
    private static final long LONGEST_RETRY = Duration.ofSeconds(2).toNanos();
    private static final long NOT_HELD = -1;

    private record Segment(long due, Runnable arrival) {}

    private final World world;
    private final Way way;
    private final Runnable onGivingUp;
    private final Runnable delivery = this::deliver;
    private final Deque<Segment> underWay = new ArrayDeque<>();
    private long retry = FIRST_RETRY;
    private long heldSince = NOT_HELD;
    private long clear;
    private boolean forgotten;

    Pipe(Way way, Runnable onGivingUp) {
        this.world = way.network.world;
        this.way = way;
        this.onGivingUp = onGivingUp;
    }

    void send(int bytes, Runnable arrival) {
        long due = Math.max(clear, way.arrival(bytes));
        clear = due;
        underWay.add(new Segment(due, arrival));
        if (underWay.size() == 1) {
            world.at(due, delivery);
        }
    }

    Quality quality() {
        return way.quality();
    }

    /** From now on nothing gets through, and nobody says so. */
    void forget() {
        forgotten = true;
    }

    private void deliver() {
        if (way.from.down) {
            underWay.clear();
        } else if (forgotten || !way.passes()) {
            hold();
        } else {
            heldSince = NOT_HELD;
            retry = FIRST_RETRY;
            while (!underWay.isEmpty() && underWay.peek().due() <= world.nanos()) {
                underWay.poll().arrival().run();
            }
            if (!underWay.isEmpty()) {
                world.at(underWay.peek().due(), delivery);
            }
        }
    }

    private void hold() {
        if (heldSince == NOT_HELD) {
            heldSince = world.nanos();
        }
        if (world.nanos() - heldSince > SimNetwork.GIVEN_UP_AFTER.toNanos()) {
            underWay.clear();
            onGivingUp.run();
        } else {
            world.at(world.nanos() + retry, delivery);
            retry = Math.min(2 * retry, LONGEST_RETRY);
        }
    }
}
