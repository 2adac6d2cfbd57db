package dev.vedette.interop;

import static dev.vedette.interop.SentinelFlavour.STOCK;
import static dev.vedette.interop.SentinelFlavour.VEDETTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.interop.SecuredRing.Guard;
import dev.vedette.interop.SecuredRing.Member;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data nodes that let nobody in without a password, and sentinels that may do there what they must and no more. */
class AuthIT {
    static Stream<List<SentinelFlavour>> makes() {
        return Stream.of(List.of(VEDETTE, VEDETTE, VEDETTE), List.of(STOCK, STOCK, STOCK));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("makes")
    void theLeastRightsAreEnoughAndAPasswordMayChange(List<SentinelFlavour> makes) throws IOException {
        try (SecuredRing ring = SecuredRing.start(Guard.PASSWORDS, makes)) {
            Member master = ring.nodes.get(0);

            // Who is logged in already stays; what is opened anew is refused, and shows as down and disconnected.
            for (Member node : ring.nodes) {
                assertEquals("OK", node.ask("ACL", "SETUSER", "watcher", "resetpass", ">another-password"));
            }
            ring.awaitHealthy(master.guarded);
            Member first = ring.sentinels.get(0);
            setPassword(first, "wrong");
            awaitFlags(ring, first, flags -> flags.contains("s_down") && flags.contains("disconnected"));

            for (Member sentinel : ring.sentinels) {
                setPassword(sentinel, "another-password");
            }
            ring.awaitHealthy(master.guarded);

            Member next = ring.killMaster();
            assertTrue(String.valueOf(next.ask("ROLE")).contains("master"), ring::evidence);
        }
    }

    private static void setPassword(Member sentinel, String password) throws IOException {
        assertEquals("OK", sentinel.ask("SENTINEL", "SET", Deployment.MASTER, "auth-pass", password));
    }

    private static void awaitFlags(SecuredRing ring, Member sentinel, Predicate<String> expected) {
        Await.until(
                SecuredRing.PATIENCE,
                "flags of the master",
                () -> {
                    Map<String, String> master = sentinel.master();
                    return expected.test(master.getOrDefault("flags", ""));
                },
                ring::evidence);
    }
}
