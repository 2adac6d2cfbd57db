package dev.vedette.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.model.Address;
import dev.vedette.model.IpText;
import dev.vedette.model.Moment;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SystemPlatformTest {
    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aNameContinuesItsStream() {
        Platform platform = new SystemPlatform(vertx, 11);
        Platform again = new SystemPlatform(vertx, 11);
        var first = platform.chance("config").runId();
        var second = platform.chance("config").runId();
        assertNotEquals(first, second);
        assertEquals(first, again.chance("config").runId());
        assertEquals(second, again.chance("config").runId());
        assertNotEquals(
                new SystemPlatform(vertx).chance("config").runId(),
                new SystemPlatform(vertx).chance("config").runId());
    }

    @Test
    void theMonotonicClockGoesOnAndTheWallClockIsNear() {
        Clock clock = new SystemPlatform(vertx).clock();
        Moment earlier = clock.now();
        Moment later = clock.now();
        assertFalse(earlier.isAfter(later));
        assertTrue(Duration.between(clock.wall(), Instant.now()).abs().toSeconds() < 5);
    }

    @Test
    void knowsItsProcess() {
        assertEquals(
                ProcessHandle.current().pid(),
                new SystemPlatform(vertx).process().pid());
    }

    @Test
    void routesToTheLoopbackComeFromIt() {
        Routes routes = new SystemPlatform(vertx).routes();
        assertEquals("127.0.0.1", routes.sourceTowards(new Address("127.0.0.1", 6379)));
        assertEquals("127.0.0.1", routes.sourceTowards(new Address("127.0.0.1", 0)));
    }

    @Test
    void alwaysSaysSomeAddressOfTheRightFamily() {
        Routes routes = new SystemPlatform(vertx).routes();
        for (String target : new String[] {"192.0.2.1", "2001:db8::1", "::1", "not an address"}) {
            String source = routes.sourceTowards(new Address(target, 6379));
            assertNotNull(IpText.canonical(source), target + " gave " + source);
            assertEquals(source, IpText.canonical(source), "in the usual form");
            if (IpText.canonical(target) != null) {
                assertEquals(target.contains(":"), source.contains(":"), target + " gave " + source);
            }
        }
    }
}
