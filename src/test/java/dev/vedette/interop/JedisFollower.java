package dev.vedette.interop;

import java.util.Map;
import java.util.Set;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSentineled;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Jedis follows the master by itself; where the replicas are the application asks a sentinel. */
final class JedisFollower implements Follower {
    private final Set<HostAndPort> sentinels;
    private final JedisClientConfig config;
    private final JedisSentineled master;

    JedisFollower(Door door) {
        sentinels = door.sentinels();
        // page
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder();
        // end
        door.user().ifPresent(user -> {
            // page passwords
            builder.user(user.name()).password(user.password());
            // end
        });
        door.keys().ifPresent(keys -> {
            // page encrypted
            builder.ssl(true).sslSocketFactory(KeyFiles.context(keys).getSocketFactory());
            // end
        });
        // page master
        config = builder.build();
        master = new JedisSentineled(MASTER, config, sentinels, config);
        // end
    }

    @Override
    public void write(String key, String value) {
        master.set(key, value);
    }

    @Override
    public String readFromReplica(String key) {
        try (Jedis replica = new Jedis(replica(), config)) {
            return replica.get(key);
        }
    }

    // page replicas
    HostAndPort replica() {
        for (HostAndPort address : sentinels) {
            try (Jedis sentinel = new Jedis(address, config)) {
                for (Map<String, String> replica : sentinel.sentinelReplicas(MASTER)) {
                    boolean up = "slave".equals(replica.get("flags"));
                    if (up && "ok".equals(replica.get("master-link-status"))) {
                        return new HostAndPort(replica.get("ip"), Integer.parseInt(replica.get("port")));
                    }
                }
            } catch (JedisConnectionException e) {
                // The next one may know.
            }
        }
        throw new JedisConnectionException("no replica to read from");
    }
    // end

    @Override
    public void close() {
        master.close();
    }
}
