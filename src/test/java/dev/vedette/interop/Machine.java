package dev.vedette.interop;

import dev.vedette.demo.RedisBinary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import redis.embedded.RedisServer;

/** What the machine that runs the tests has to offer. */
public final class Machine {
    private Machine() {}

    /** The {@code redis-server} that is installed, else the one that the tests bring along. */
    public static Path redis() {
        try {
            Path jar = Path.of(RedisServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return RedisBinary.find(jar, Path.of("target/redis").toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
