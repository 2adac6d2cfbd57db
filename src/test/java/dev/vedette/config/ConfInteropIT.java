package dev.vedette.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.config.Loading.Loaded;
import dev.vedette.demo.Ports;
import dev.vedette.model.Address;
import dev.vedette.model.Credentials;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.MasterState;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelSettings;
import dev.vedette.model.SentinelState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Redis Sentinel starts on what we write, and we start on what it writes, as one and the same sentinel. */
class ConfInteropIT {
    private static final MasterName MM = new MasterName("mm");
    private static final RunId PEER = new RunId("fedcba9876543210fedcba9876543210fedcba98");
    private @TempDir Path folder;
    private Process sentinel;
    private int port;

    @BeforeEach
    void needsRedis() throws IOException {
        try {
            new ProcessBuilder("redis-sentinel", "--version").start().waitFor();
        } catch (IOException | InterruptedException e) {
            assumeTrue(false, "redis-sentinel is not installed");
        }
        port = Ports.free();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (sentinel != null) {
            sentinel.destroy();
            assertTrue(sentinel.waitFor(10, TimeUnit.SECONDS));
        }
    }

    private Jedis startRedisSentinel(Path file) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        sentinel = new ProcessBuilder("redis-sentinel", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            Jedis jedis = new Jedis("127.0.0.1", port);
            try {
                jedis.ping();
                return jedis;
            } catch (JedisConnectionException e) {
                jedis.close();
                assertTrue(sentinel.isAlive() && System.nanoTime() < deadline, () -> "it did not start:\n" + text(log));
                // The process needs a moment of real time before it listens.
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static SentinelState state() {
        MasterSettings settings = MasterSettings.withQuorum(2)
                .downAfter(Duration.ofSeconds(60))
                .failoverTimeout(Duration.ofSeconds(7))
                .parallelSyncs(3)
                .credentials(new Credentials("a user", "it's \"quite\" \\odd ü"))
                .renames(new TreeMap<>(Map.of("CONFIG", "a b")))
                .rebootDownAfter(Duration.ofMillis(9));
        MasterState mm = new MasterState(
                new Address("127.0.0.1", 1),
                settings,
                new Epoch(4),
                new Epoch(5),
                new TreeSet<>(List.of(new Address("127.0.0.1", 2), new Address("::1", 3))),
                new TreeMap<>(Map.of(PEER, new Address("127.0.0.1", 4))));
        return new SentinelState(new RunId(Configs.ID), new Epoch(6), new TreeMap<>(Map.of(MM, mm)));
    }

    @Test
    void aFileGoesThereAndBackUnchangedInMeaning() throws Exception {
        Path file = folder.resolve("sentinel.conf");
        SentinelSettings settings = SentinelSettings.DEFAULTS
                .port(port)
                .bind("127.0.0.1")
                .announce("127.0.0.1", 7)
                .peerCredentials(new Credentials("peer user", "peer 'pass"))
                .maxClients(100);
        String ours = ConfRewriter.rewrite(
                "# operator's comment\nsentinel known-slave mm 10.0.0.7 9\n", state(), Configs.inForce(settings));
        Files.writeString(file, ours);

        try (Jedis jedis = startRedisSentinel(file)) {
            assertEquals(Configs.ID, jedis.sentinelMyId());
            Map<String, String> master = jedis.sentinelMaster("mm");
            assertEquals("1", master.get("port"));
            assertEquals("4", master.get("config-epoch"));
            assertEquals("2", master.get("quorum"));
            assertEquals("60000", master.get("down-after-milliseconds"));
            assertEquals("7000", master.get("failover-timeout"));
            assertEquals("3", master.get("parallel-syncs"));
            assertEquals(PEER.value(), jedis.sentinelSentinels("mm").get(0).get("runid"));
            assertEquals(2, jedis.sentinelReplicas("mm").size());
        }
        stop();
        sentinel = null;
        Loaded unchanged = Configs.good(ConfigLoader.load(file, List.of(), Configs.chance()));
        assertEquals(state(), unchanged.state(), Files.readString(file));
        assertEquals(settings, unchanged.settings());
    }

    @Test
    void whatRedisFlushesIsOursAgain() throws Exception {
        Path file = folder.resolve("sentinel.conf");
        SentinelState plain = new SentinelState(
                state().myId(),
                state().currentEpoch(),
                new TreeMap<>(Map.of(
                        MM,
                        new MasterState(
                                state().masters().get(MM).address(),
                                // Redis 7.0 writes texts without quotes: odd ones would not survive there.
                                state().masters()
                                        .get(MM)
                                        .settings()
                                        .credentials(new Credentials("user", "p#ss"))
                                        .renames(new TreeMap<>(Map.of("CONFIG", "cfg"))),
                                new Epoch(4),
                                new Epoch(5),
                                state().masters().get(MM).replicas(),
                                state().masters().get(MM).peers()))));
        SentinelSettings settings = SentinelSettings.DEFAULTS.port(port).bind("127.0.0.1");
        Files.writeString(file, ConfRewriter.rewrite("# operator's comment\n", plain, Configs.inForce(settings)));
        try (Jedis jedis = startRedisSentinel(file)) {
            jedis.sendCommand(() -> "SENTINEL".getBytes(), "MONITOR", "added", "127.0.0.1", "8", "1");
            jedis.sendCommand(() -> "SENTINEL".getBytes(), "FLUSHCONFIG");
        }
        stop();
        sentinel = null;

        String theirs = Files.readString(file);
        assertTrue(theirs.contains("# operator's comment\n"), theirs);
        Loaded loaded = Configs.good(ConfigLoader.load(file, List.of(), Configs.chance()));
        assertEquals(plain.myId(), loaded.state().myId());
        assertEquals(plain.currentEpoch(), loaded.state().currentEpoch());
        assertEquals(plain.masters().get(MM), loaded.state().masters().get(MM));
        assertEquals(
                new Address("127.0.0.1", 8),
                loaded.state().masters().get(new MasterName("added")).address());
        assertEquals(List.of(), loaded.remarks());

        Files.writeString(file, ConfRewriter.rewrite(theirs, loaded.state(), loaded.inForce()));
        try (Jedis jedis = startRedisSentinel(file)) {
            assertEquals(Configs.ID, jedis.sentinelMyId());
            assertEquals(2, jedis.sentinelMasters().size());
        }
    }

    @Test
    void aFileThatRedisMadeFromScratchIsOurs() throws Exception {
        Path file = folder.resolve("sentinel.conf");
        Files.writeString(file, "port " + port + "\nsentinel monitor mm 127.0.0.1 1 2\n");
        String id;
        try (Jedis jedis = startRedisSentinel(file)) {
            id = jedis.sentinelMyId();
        }
        Loaded loaded = Configs.good(ConfigLoader.load(file, List.of(), Configs.chance()));
        assertEquals(id, loaded.state().myId().value());
        assertTrue(loaded.onDisk());
        assertEquals(List.of(), loaded.remarks());
    }
}
