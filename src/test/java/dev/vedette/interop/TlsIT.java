package dev.vedette.interop;

import static dev.vedette.interop.SentinelFlavour.STOCK;
import static dev.vedette.interop.SentinelFlavour.VEDETTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.interop.SecuredRing.Guard;
import dev.vedette.interop.SecuredRing.Member;
import dev.vedette.tls.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything encrypted, both sides showing certificates: real servers, real sentinels, the real command line client.
 */
class TlsIT {
    static Stream<List<SentinelFlavour>> mixtures() {
        return Stream.of(List.of(VEDETTE, VEDETTE, VEDETTE), List.of(VEDETTE, STOCK, STOCK));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mixtures")
    void aFailoverGoesThroughEncryptedLinks(List<SentinelFlavour> mixture) throws IOException {
        try (SecuredRing ring = SecuredRing.start(Guard.TLS, mixture)) {
            Member old = ring.nodes.get(0);
            Member next = ring.killMaster();
            assertTrue(String.valueOf(next.ask("ROLE")).contains("master"));
            old.start();
            ring.awaitHealthy(next.guarded);
        }
    }

    @Test
    void certificatesAreRenewedAndStrangersStayOutside() throws Exception {
        try (SecuredRing ring = SecuredRing.start(Guard.TLS, List.of(VEDETTE))) {
            Member sentinel = ring.sentinels.get(0);
            Authority strangers = new Authority("strangers");
            strangers.issue("stranger").write(ring.folder, "stranger");
            assertEquals("PONG", cli(ring, sentinel.guarded, "client"));
            assertFalse(cli(ring, sentinel.guarded, "stranger").contains("PONG"));
            awaitLine(sentinel, "was issued by nobody whom we trust (addr=127.0.0.1:");
            assertFalse(run(List.of("redis-cli", "-p", "" + sentinel.guarded, "PING"))
                    .contains("PONG"));
            awaitLine(sentinel, "Error accepting a client connection: ");

            // The new authority is trusted beside the old one first, as a renewal is done.
            Files.writeString(ring.folder.resolve("ca.crt"), strangers.certificate() + ring.authority.certificate());
            awaitLine(sentinel, "new connections use CN=sentinel,");
            assertEquals("PONG", cli(ring, sentinel.guarded, "stranger"));
            ring.authority.issue("renewed").write(ring.folder, "sentinel");
            awaitLine(sentinel, "new connections use CN=renewed,");
            assertEquals("PONG", cli(ring, sentinel.guarded, "client"));

            Files.writeString(ring.folder.resolve("sentinel.key"), "nonsense");
            awaitLine(sentinel, "the old ones stay in use: Failed to load private key: ");
            assertEquals("PONG", cli(ring, sentinel.guarded, "client"));
            assertFalse(sentinel.child().tail().contains("Exception"), sentinel.child()::tail);
            ring.awaitHealthy(ring.nodes.get(0).guarded);
        }
    }

    private static String cli(SecuredRing ring, int port, String who) throws Exception {
        Path folder = ring.folder;
        return run(List.of(
                "redis-cli",
                "-p",
                String.valueOf(port),
                "--tls",
                "--cacert",
                folder.resolve("ca.crt").toString(),
                "--cert",
                folder.resolve(who + ".crt").toString(),
                "--key",
                folder.resolve(who + ".key").toString(),
                "PING"));
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), output);
        return output;
    }

    private static void awaitLine(Member member, String text) {
        Await.until(SecuredRing.PATIENCE, text, () -> member.child().tail().contains(text), member.child()::tail);
    }
}
