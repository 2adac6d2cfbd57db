package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Deployment;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Strangers crowd at the feed of every sentinel, and a failover does not notice. */
class FeedUnderAttackIT {
    private static final byte[] UPGRADE = ("GET /api/v1/stream?topics=events,state HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HUGE_FRAME = {(byte) 0x81, (byte) 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4};
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What an attack may cost on a machine that has other things to do; a feed in the way would cost a timeout. */
    private static final Duration ALLOWED = Duration.ofSeconds(2);

    private static final int SLOW = 600;

    @Test
    void aFailoverTakesAsLongAsWithout() throws IOException {
        Deployment.Plan plan = Machine.vedettesWithPages(Duration.ofSeconds(2));
        try (Deployment deployment = Deployment.start(plan)) {
            deployment.awaitDiscovered();
            // The first failover of a deployment has no pause behind it; the next ones are alike.
            Fault.failover(deployment, PATIENCE);
            Duration calm = Fault.failover(deployment, PATIENCE);
            try (Mob mob = mob(deployment.sentinels());
                    Hiccups hiccups = new Hiccups()) {
                long begin = System.nanoTime();
                Duration attacked = Fault.failover(deployment, PATIENCE);
                assertTrue(
                        attacked.compareTo(calm.plus(ALLOWED).plus(hiccups.since(begin))) < 0,
                        "without an attack " + calm.toMillis() + " ms, with one " + attacked.toMillis() + " ms");
                System.out.println("failover without an attack on the feeds: " + calm.toMillis() + " ms, with one: "
                        + attacked.toMillis() + " ms, " + mob.size() + " connections");
            }
            for (SentinelProcess sentinel : deployment.sentinels()) {
                assertTrue(sentinel.child().isAlive(), sentinel.name() + " is alive");
            }
        }
    }

    /** Slow readers and writers, garbage, and frames without end, at every feed. */
    private static Mob mob(List<SentinelProcess> sentinels) throws IOException {
        Mob mob = new Mob(sentinels.stream().map(SentinelProcess::feedPort).toList()) {
            @Override
            void linger(Socket socket, int number) {
                say(socket, number % 3 == 0 ? UPGRADE : "GET / HT".getBytes(StandardCharsets.US_ASCII));
            }

            @Override
            void strike(Socket socket, byte[] garbage, Random random) {
                say(socket, size() % 2 == 0 ? garbage : UPGRADE);
                say(socket, HUGE_FRAME);
                say(lingering(random), new byte[] {'T'});
            }
        };
        mob.gather(SLOW);
        return mob;
    }
}
