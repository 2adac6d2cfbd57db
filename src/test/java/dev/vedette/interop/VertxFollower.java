package dev.vedette.interop;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisRole;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.HostAndPort;

/** vertx-redis-client: one client for the master, one for the replicas. */
final class VertxFollower implements Follower {
    private static final int PATIENCE_SECONDS = 2;

    private final Vertx vertx = Vertx.vertx();
    private final Redis master;
    private final Redis replicas;

    VertxFollower(Door door) {
        // page
        RedisOptions options = new RedisOptions()
                .setType(RedisClientType.SENTINEL)
                .setMasterName(MASTER)
                .setTopologyCacheTTL(1000);
        // end
        String scheme = door.keys().isPresent() ? "rediss://" : "redis://";
        Set<HostAndPort> sentinels = door.sentinels();
        // page sentinels
        sentinels.forEach(address -> options.addConnectionString(scheme + address));
        // end
        door.user().ifPresent(user -> {
            // page passwords
            options.setUser(user.name()).setPassword(user.password());
            // end
        });
        door.keys().ifPresent(keys -> {
            // page encrypted
            options.setNetClientOptions(new NetClientOptions()
                    .setHostnameVerificationAlgorithm("")
                    .setTrustOptions(
                            new PemTrustOptions().addCertPath(keys.authority().toString()))
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(keys.certificate().toString())
                            .addKeyPath(keys.key().toString())));
            // end
        });
        // page clients
        master = Redis.createClient(vertx, new RedisOptions(options).setRole(RedisRole.MASTER));
        replicas = Redis.createClient(vertx, new RedisOptions(options).setRole(RedisRole.REPLICA));
        // end
    }

    @Override
    public void write(String key, String value) throws Exception {
        ask(master, Request.cmd(Command.SET).arg(key).arg(value));
    }

    @Override
    public String readFromReplica(String key) throws Exception {
        Response reply = ask(replicas, Request.cmd(Command.GET).arg(key));
        return reply == null ? null : reply.toString();
    }

    private static Response ask(Redis redis, Request request) throws Exception {
        // page ask
        Future<Response> reply =
                redis.connect().compose(connection -> connection.send(request).eventually(connection::close));
        // end
        return reply.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        master.close();
        replicas.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
