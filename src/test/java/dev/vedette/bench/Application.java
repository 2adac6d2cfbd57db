package dev.vedette.bench;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.SentinelProcess;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisSentineled;
import redis.clients.jedis.exceptions.JedisException;

/**
 * An application beside the failover: Jedis, as it comes, asks the sentinels for the master and writes to it all the
 * time. What it cannot do meanwhile is what a failover costs.
 */
final class Application implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final JedisSentineled master;
    private final Thread writer = new Thread(this::write, "application");
    private volatile boolean over;
    private volatile long lastAcknowledged = System.nanoTime();
    private volatile long longestGap;

    private Application(JedisSentineled master) {
        this.master = master;
    }

    static Application start(Deployment deployment) {
        Set<HostAndPort> sentinels = new HashSet<>();
        for (SentinelProcess sentinel : deployment.sentinels()) {
            sentinels.add(new HostAndPort("127.0.0.1", sentinel.port()));
        }
        DefaultJedisClientConfig plain = DefaultJedisClientConfig.builder().build();
        Application application = new Application(new JedisSentineled(Deployment.MASTER, plain, sentinels, plain));
        application.writer.setDaemon(true);
        application.writer.start();
        return application;
    }

    private void write() {
        long number = 0;
        while (!over) {
            try {
                master.set("written", Long.toString(++number));
                long now = System.nanoTime();
                longestGap = Math.max(longestGap, now - lastAcknowledged);
                lastAcknowledged = now;
            } catch (JedisException refused) {
                // The gap grows until a write is taken again: that is what is measured.
            }
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** From here on gaps count. */
    void attend() {
        longestGap = 0;
    }

    /** The longest time without an acknowledged write since {@link #attend}, once writes are taken again. */
    Duration longestGap() {
        long now = System.nanoTime();
        Await.until(
                PATIENCE,
                "the application writes again",
                () -> lastAcknowledged - now > 0,
                () -> "no write was acknowledged for " + (System.nanoTime() - lastAcknowledged) / 1_000_000 + " ms");
        return Duration.ofNanos(longestGap);
    }

    @Override
    public void close() {
        over = true;
        writer.interrupt();
        master.close();
    }
}
