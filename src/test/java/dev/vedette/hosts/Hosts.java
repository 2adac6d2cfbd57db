package dev.vedette.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What tests on several hosts share: what they need, what must hold at their end, and what they measured. */
final class Hosts {
    private static final Optional<String> NO_LAN = Lan.refusal();
    private static final Optional<String> NO_CABLE = Cable.refusal();
    private static final int VOTERS = 3;
    private static final int QUORUM = 2;

    private Hosts() {}

    static void assumeNamespaces() {
        skip(NO_LAN);
    }

    static void assumeCables() {
        skip(NO_LAN);
        skip(NO_CABLE);
    }

    /** What lets one process see another time of day, where it is installed. */
    static Optional<Path> fakeTime() throws IOException {
        try (Stream<Path> files =
                Files.find(Path.of("/usr/lib"), 3, (file, facts) -> file.endsWith("libfaketimeMT.so.1"))) {
            return files.findFirst();
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    static void skip(Optional<String> why) {
        why.ifPresent(reason -> {
            System.out.println("hosts: skipped: " + reason);
            Assumptions.abort(reason);
        });
    }

    /** What docs/failures quotes. */
    static void report(String scenario, String figures) {
        System.out.println("hosts: " + scenario + ": " + figures);
    }

    /**
     * Waits until two sentinels name another master than the first one.
     *
     * @return how long the failover took; on a machine that starves, leaders find that they slept, and it takes more
     */
    static Duration replaced(Site site, long since, int one, int other) {
        site.await(
                "sentinels " + one + " and " + other + " name another master",
                () -> site.named(site.watch(one)) != site.node(1)
                        && site.named(site.watch(other)) == site.named(site.watch(one)));
        return site.awaitEvent(since, "+switch-master");
    }

    /** Of what must always hold, everything that can be seen from outside. */
    static void assertUnbroken(Site site) {
        assertEquals(List.of(), site.witness().breaches(VOTERS, QUORUM), site::evidence);
    }
}
