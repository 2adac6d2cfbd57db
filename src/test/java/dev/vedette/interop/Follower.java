package dev.vedette.interop;

import dev.vedette.demo.Deployment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.HostAndPort;

/**
 * An application's client that knows nothing but the sentinels. What stands between the marks {@code // page} and
 * {@code // end} in its implementations is what docs/clients.md shows, word for word.
 */
interface Follower extends AutoCloseable {
    String MASTER = Deployment.MASTER;

    /**
     * How to get in.
     *
     * @param user at the sentinels and at the data nodes; none: nobody asks for a password
     * @param keys none: nothing is encrypted
     */
    record Door(Set<HostAndPort> sentinels, Optional<User> user, Optional<Keys> keys) {}

    record User(String name, String password) {}

    /** PEM files. */
    record Keys(Path authority, Path certificate, Path key) {}

    /** Returns when it is acknowledged. */
    void write(String key, String value) throws Exception;

    /** What a replica has there; null if nothing. */
    String readFromReplica(String key) throws Exception;

    @Override
    void close();
}
