package dev.vedette.interop;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.masterreplica.MasterReplica;
import io.lettuce.core.masterreplica.StatefulRedisMasterReplicaConnection;
import java.time.Duration;
import java.util.Set;
import redis.clients.jedis.HostAndPort;

/** Lettuce's master-replica connection writes to the master and reads from where it is told to. */
final class LettuceFollower implements Follower {
    private final RedisClient client;
    private final StatefulRedisMasterReplicaConnection<String, String> connection;

    LettuceFollower(Door door) {
        Set<HostAndPort> sentinels = door.sentinels();
        // page nodes
        ClientOptions.Builder options = ClientOptions.builder();
        RedisURI.Builder nodes = RedisURI.builder().withSentinelMasterId(MASTER).withTimeout(Duration.ofSeconds(2));
        // end
        door.user().ifPresent(user -> {
            // page passwords of nodes
            nodes.withAuthentication(user.name(), user.password());
            // end
        });
        door.keys().ifPresent(keys -> {
            // page encrypted
            nodes.withSsl(true).withVerifyPeer(SslVerifyMode.CA);
            options.sslOptions(SslOptions.builder()
                    .trustManager(keys.authority().toFile())
                    .keyManager(keys.certificate().toFile(), keys.key().toFile(), null)
                    .build());
            // end
        });
        // page sentinels
        for (HostAndPort address : sentinels) {
            RedisURI.Builder sentinel =
                    RedisURI.builder().withHost(address.getHost()).withPort(address.getPort());
            // end
            door.user().ifPresent(user -> {
                // page passwords of sentinels
                sentinel.withAuthentication(user.name(), user.password());
                // end
            });
            door.keys().ifPresent(keys -> {
                // page encrypted sentinels
                sentinel.withSsl(true).withVerifyPeer(SslVerifyMode.CA);
                // end
            });
            // page the rest of the loop
            nodes.withSentinel(sentinel.build());
        }
        // end
        // page connection
        client = RedisClient.create();
        client.setOptions(options.build());
        connection = MasterReplica.connect(client, StringCodec.UTF8, nodes.build());
        connection.setReadFrom(ReadFrom.REPLICA);
        // end
    }

    @Override
    public void write(String key, String value) {
        connection.sync().set(key, value);
    }

    @Override
    public String readFromReplica(String key) {
        return connection.sync().get(key);
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
    }
}
