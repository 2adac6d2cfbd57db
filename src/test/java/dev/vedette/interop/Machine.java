package dev.vedette.interop;

import dev.vedette.demo.Deployment;
import dev.vedette.demo.RedisBinary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import redis.embedded.RedisServer;

/** What the machine that runs the tests has to offer. */
public final class Machine {
    private Machine() {}

    /** Three Vedettes, quorum 2, each with its page, around a master with two replicas. */
    static Deployment.Plan vedettesWithPages(Duration downAfter) {
        return new Deployment.Plan(
                        redis(),
                        2,
                        Collections.nCopies(3, SentinelFlavour.VEDETTE.make()),
                        2,
                        downAfter,
                        Duration.ofSeconds(10),
                        false)
                .withFeed();
    }

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
