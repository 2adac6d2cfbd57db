package dev.vedette.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Joining, with a wire that fails, and dies, as it is told. */
class MembershipTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final FakeWire wire = new FakeWire();
    private final Membership membership =
            new Membership(vertx, wire, heard::add, (level, text) -> log.add(level + " " + text));

    /** Fails as often as it is told, then joins. */
    private static final class FakeWire implements Wire {
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicBoolean lostInTheMaking = new AtomicBoolean();
        private final AtomicInteger joins = new AtomicInteger();
        private final AtomicInteger hungUp = new AtomicInteger();
        private final List<String> said = new CopyOnWriteArrayList<>();
        private volatile int nodes = 1;
        private volatile Ears ears;

        @Override
        public Future<Line> join(Ears who) {
            joins.incrementAndGet();
            if (failures.getAndDecrement() > 0) {
                return Future.failedFuture("port 5701 is taken");
            }
            ears = who;
            if (lostInTheMaking.getAndSet(false)) {
                who.lost("two parts of the cluster have found each other");
                return Vertx.currentContext().owner().timer(50).map(rung -> line());
            }
            return Future.succeededFuture(line());
        }

        private Line line() {
            return new Line() {
                @Override
                public void say(String text) {
                    said.add(text);
                }

                @Override
                public int nodes() {
                    return nodes;
                }

                @Override
                public Future<Void> hangUp() {
                    hungUp.incrementAndGet();
                    return Future.succeededFuture();
                }
            };
        }
    }

    @AfterEach
    void end() {
        vertx.close();
    }

    private void open() {
        vertx.runOnContext(go -> membership.open());
    }

    private void onContext(Runnable work) {
        vertx.runOnContext(go -> work.run());
    }

    private void awaitLog(String line) {
        Await.until(PATIENCE, line, () -> log.contains(line), log::toString);
    }

    @Test
    void triesUntilItHasJoinedAndSaysEachReasonOnce() {
        wire.failures.set(2);
        open();
        awaitLog("NOTICE cluster: joined, no other node is there yet");
        assertEquals(
                List.of(
                        "WARNING cluster: cannot join, and will go on trying; watching and failovers do not need it:"
                                + " port 5701 is taken",
                        "NOTICE cluster: joined, no other node is there yet"),
                log);
        assertEquals(3, wire.joins.get());
    }

    @Test
    void joinsAgainWhenTheLineIsLost() {
        open();
        awaitLog("NOTICE cluster: joined, no other node is there yet");
        wire.nodes = 3;
        wire.ears.lost("Hazelcast has ended");
        awaitLog("NOTICE cluster: joined, 3 nodes");
        assertEquals("WARNING cluster: left, and will join again: Hazelcast has ended", log.get(1));
        assertEquals(1, wire.hungUp.get(), "what was lost is thrown away as a whole");
    }

    /** Otherwise it would stay with a line on which nobody is heard: parts that began alone meet while they join. */
    @Test
    void joinsAgainWhenTheLineWasLostBeforeItWasThere() {
        wire.lostInTheMaking.set(true);
        wire.nodes = 3;
        open();
        Await.until(PATIENCE, "a second line", () -> wire.joins.get() == 2, log::toString);
        assertEquals(
                List.of(
                        "NOTICE cluster: joined, 3 nodes",
                        "WARNING cluster: left, and will join again: two parts of the cluster have found each other"),
                log.subList(0, 2));
        assertEquals(1, wire.hungUp.get(), "what was lost is thrown away as a whole");
    }

    @Test
    void anOldLineThatDiesLateChangesNothing() {
        open();
        awaitLog("NOTICE cluster: joined, no other node is there yet");
        Wire.Ears old = wire.ears;
        wire.nodes = 2;
        old.lost("first");
        awaitLog("NOTICE cluster: joined, 2 nodes");
        old.lost("second");
        wire.nodes = 5;
        onContext(membership::look);
        awaitLog("NOTICE cluster: 5 nodes");
        assertFalse(log.toString().contains("second"), log.toString());
    }

    @Test
    void speaksWhileThereIsALineAndNotAtLength() {
        membership.say("too early");
        open();
        awaitLog("NOTICE cluster: joined, no other node is there yet");
        membership.say("x".repeat(100_000));
        membership.say("hello");
        assertEquals(List.of("hello"), wire.said);
        wire.ears.heard("back");
        assertEquals(List.of("back"), heard);
    }

    @Test
    void doesNotComeBackOnceItIsClosed() {
        open();
        awaitLog("NOTICE cluster: joined, no other node is there yet");
        onContext(membership::close);
        Await.until(PATIENCE, "it hangs up", () -> wire.hungUp.get() == 1);
        assertTrue(membership.trouble().isEmpty());
        assertFalse(membership.isJoined());
        assertEquals(1, wire.joins.get());
    }
}
