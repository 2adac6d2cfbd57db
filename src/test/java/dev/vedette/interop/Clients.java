package dev.vedette.interop;

import dev.vedette.demo.Deployment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisRole;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisSentinelPool;
import redis.clients.jedis.exceptions.JedisException;

/** Clients as applications use them, which know only the sentinels. They live through the failover. */
final class Clients implements AutoCloseable {
    /** A client that hangs on a frozen master notices it after its own timeout of two seconds. */
    static final Duration RECOVERY = Duration.ofSeconds(30);

    private static final int REPLY_SECONDS = 2;

    private final JedisSentinelPool jedis;
    private final Vertx vertx = Vertx.vertx();
    private final Redis redis;

    Clients(Deployment deployment) {
        Set<String> addresses = new LinkedHashSet<>();
        RedisOptions options = new RedisOptions()
                .setType(RedisClientType.SENTINEL)
                .setRole(RedisRole.MASTER)
                .setMasterName(Deployment.MASTER);
        deployment.sentinels().forEach(sentinel -> {
            HostAndPort address = new HostAndPort("127.0.0.1", sentinel.port());
            addresses.add(address.toString());
            options.addConnectionString("redis://" + address);
        });
        jedis = new JedisSentinelPool(Deployment.MASTER, addresses);
        redis = Redis.createClient(vertx, options);
    }

    void write(String client, String key, String value) throws IOException {
        if (client.equals("jedis")) {
            writeWithJedis(key, value);
        } else {
            writeWithVertx(key, value);
        }
    }

    void writeWithJedis(String key, String value) throws IOException {
        try (Jedis connection = jedis.getResource()) {
            connection.set(key, value);
        } catch (JedisException e) {
            throw new IOException(e);
        }
    }

    void writeWithVertx(String key, String value) throws IOException {
        Future<?> written = redis.connect().compose(connection -> connection
                .send(Request.cmd(Command.SET).arg(key).arg(value))
                .eventually(connection::close));
        try {
            written.toCompletionStage().toCompletableFuture().get(REPLY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        jedis.close();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
