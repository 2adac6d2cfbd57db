package dev.vedette.interop;

import java.util.Set;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.ReadMode;
import org.redisson.config.SentinelServersConfig;
import org.redisson.config.SslVerificationMode;
import redis.clients.jedis.HostAndPort;

/** Redisson asks the sentinels for everything, again and again. */
final class RedissonFollower implements Follower {
    private final RedissonClient redisson;

    RedissonFollower(Door door) {
        // page
        Config config = new Config();
        SentinelServersConfig servers = config.useSentinelServers()
                .setMasterName(MASTER)
                .setReadMode(ReadMode.SLAVE)
                .setScanInterval(1000);
        // end
        servers.setTimeout(2000).setRetryAttempts(0);
        String scheme = door.keys().isPresent() ? "rediss://" : "redis://";
        Set<HostAndPort> sentinels = door.sentinels();
        // page sentinels
        sentinels.forEach(address -> servers.addSentinelAddress(scheme + address));
        // end
        door.user().ifPresent(user -> {
            // page passwords
            servers.setUsername(user.name()).setPassword(user.password());
            servers.setSentinelUsername(user.name()).setSentinelPassword(user.password());
            // end
        });
        door.keys().ifPresent(keys -> {
            // page encrypted
            servers.setSslVerificationMode(SslVerificationMode.CA_ONLY)
                    .setSslTrustManagerFactory(KeyFiles.trusted(keys))
                    .setSslKeyManagerFactory(KeyFiles.ours(keys));
            // end
        });
        // page create
        redisson = Redisson.create(config);
        // end
    }

    @Override
    public void write(String key, String value) {
        redisson.getBucket(key, StringCodec.INSTANCE).set(value);
    }

    @Override
    public String readFromReplica(String key) {
        return String.valueOf(redisson.getBucket(key, StringCodec.INSTANCE).get());
    }

    @Override
    public void close() {
        redisson.shutdown();
    }
}
