package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Strangers crowd at the feed of every sentinel, and a failover does not notice. */
class FeedUnderAttackIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What an attack may cost on a machine that has other things to do; a feed in the way would cost a timeout. */
    private static final Duration ALLOWED = Duration.ofSeconds(5);

    private static final int SLOW = 600;

    @Test
    void aFailoverTakesAsLongAsWithout() throws IOException {
        Deployment.Plan plan = new Deployment.Plan(
                        Machine.redis(),
                        2,
                        Collections.nCopies(3, SentinelFlavour.VEDETTE.make()),
                        2,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        false)
                .withFeed();
        try (Deployment deployment = Deployment.start(plan)) {
            deployment.awaitDiscovered();
            // The first failover of a deployment has no pause behind it; the next ones are alike.
            failover(deployment);
            Duration calm = failover(deployment);
            try (Mob mob = new Mob(deployment.sentinels())) {
                Duration attacked = failover(deployment);
                assertTrue(
                        attacked.compareTo(calm.plus(ALLOWED)) < 0,
                        "without an attack " + calm.toMillis() + " ms, with one " + attacked.toMillis() + " ms");
                System.out.println("failover without an attack on the feeds: " + calm.toMillis() + " ms, with one: "
                        + attacked.toMillis() + " ms, " + mob.size() + " connections");
            }
            for (SentinelProcess sentinel : deployment.sentinels()) {
                assertTrue(sentinel.child().isAlive(), sentinel.name() + " is alive");
            }
        }
    }

    private static Duration failover(Deployment deployment) throws IOException {
        int old = deployment.sentinels().get(0).masterPort();
        RedisProcess master = deployment.node(old);
        long begin = System.nanoTime();
        master.child().kill();
        int next = deployment.awaitOtherMaster(old, PATIENCE);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        master.start();
        Await.until(
                PATIENCE, "the old master follows", () -> deployment.node(old).follows(next));
        deployment.awaitDiscovered(next, PATIENCE);
        return took;
    }

    /** Slow readers and writers, garbage, and frames without end, at every feed. */
    private static final class Mob implements AutoCloseable {
        private static final byte[] UPGRADE = ("GET /api/v1/stream?topics=events,state HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        private static final byte[] HUGE_FRAME = {(byte) 0x81, (byte) 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4};

        private final List<Socket> sockets = new ArrayList<>();
        private final Thread thread;
        private volatile boolean over;
        private final AtomicInteger size = new AtomicInteger();

        Mob(List<SentinelProcess> sentinels) throws IOException {
            for (SentinelProcess sentinel : sentinels) {
                for (int i = 0; i < SLOW; i++) {
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), sentinel.feedPort());
                    sockets.add(socket);
                    say(socket, i % 3 == 0 ? UPGRADE : "GET / HT".getBytes(StandardCharsets.US_ASCII));
                }
            }
            size.set(sockets.size());
            thread = new Thread(() -> rage(sentinels), "mob");
            thread.setDaemon(true);
            thread.start();
        }

        int size() {
            return size.get();
        }

        private void rage(List<SentinelProcess> sentinels) {
            Random random = new Random(1);
            byte[] garbage = new byte[10_000];
            while (!over) {
                for (SentinelProcess sentinel : sentinels) {
                    try {
                        Socket socket = new Socket(InetAddress.getLoopbackAddress(), sentinel.feedPort());
                        random.nextBytes(garbage);
                        say(socket, size.get() % 2 == 0 ? garbage : UPGRADE);
                        say(socket, HUGE_FRAME);
                        say(sockets.get(random.nextInt(sockets.size())), new byte[] {'T'});
                        socket.close();
                        size.incrementAndGet();
                        Thread.sleep(5);
                    } catch (IOException e) {
                        size.incrementAndGet();
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            }
        }

        private static void say(Socket socket, byte[] bytes) {
            try {
                OutputStream stream = socket.getOutputStream();
                stream.write(bytes);
                stream.flush();
            } catch (IOException e) {
                // It was thrown out, as it should be.
            }
        }

        @Override
        public void close() throws IOException {
            over = true;
            thread.interrupt();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
