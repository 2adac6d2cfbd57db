package dev.vedette.interop;

import static dev.vedette.interop.SentinelFlavour.STOCK;
import static dev.vedette.interop.SentinelFlavour.VEDETTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Child;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.SentinelProcess;
import dev.vedette.demo.SentinelProcess.Make;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two Vedettes and a stock sentinel that know their master by the name {@code localhost}. */
class NamesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** With the master's name in the place of its address, the first time that it is started. */
    private static Make byName(Make make, String announce) {
        return configuration -> {
            try {
                String text = Files.readString(configuration);
                if (!text.contains("resolve-hostnames")) {
                    Files.writeString(
                            configuration,
                            text.replace("mymaster 127.0.0.1 ", "mymaster localhost ")
                                    + "sentinel resolve-hostnames yes\nsentinel announce-hostnames " + announce + "\n");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return make.command(configuration);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void theyFailOverAndLeaveFilesThatTheOtherReads(String announce) throws IOException {
        List<Make> makes = List.of(
                byName(VEDETTE.make(), announce), byName(VEDETTE.make(), announce), byName(STOCK.make(), announce));
        Deployment.Plan plan =
                new Deployment.Plan(Machine.redis(), 2, makes, 2, Duration.ofSeconds(2), Duration.ofSeconds(10), false);
        try (Deployment deployment = Deployment.start(plan)) {
            deployment.awaitDiscovered();
            int old = deployment.nodes().get(0).port();
            String shown = announce.equals("yes") ? "localhost" : "127.0.0.1";
            for (SentinelProcess sentinel : deployment.sentinels()) {
                assertEquals(
                        List.of(shown, String.valueOf(old)),
                        sentinel.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster"),
                        sentinel.name());
            }
            deployment.nodes().get(0).child().kill();
            int promoted = deployment.awaitOtherMaster(old, PATIENCE);
            RedisProcess returned = deployment.node(old);
            returned.start();
            // It is not to be the next master: its line among the replicas is looked for below.
            returned.ask("CONFIG", "SET", "replica-priority", "200");
            Await.until(PATIENCE, "the old master follows", () -> returned.follows(promoted), deployment::evidence);

            // Of ours: redis-sentinel takes the old master for two, one by its name and one by its address, as soon as
            // it reads of it in the new master's INFO.
            SentinelProcess ours = deployment.sentinels().get(0);
            Await.until(
                    PATIENCE,
                    "both replicas are known to follow",
                    () -> ours.masterPort() == promoted
                            && ours.replicas().size() == 2
                            && ours.replicas().stream().allMatch(Deployment::isUsable),
                    deployment::evidence);
            assertEquals("OK", ours.ask("SENTINEL", "FAILOVER", "mymaster", "COORDINATED"));
            int handedTo = deployment.awaitOtherMaster(promoted, PATIENCE);
            RedisProcess former = deployment.node(promoted);
            Await.until(PATIENCE, "who handed over follows", () -> former.follows(handedTo), deployment::evidence);
            assertTrue(former.child().tail().contains("FAILOVER requested to "), () -> former.child()
                    .tail());

            String id = ours.id();
            assertEquals(
                    2,
                    ours.replicas().size(),
                    () -> "localhost and 127.0.0.1 are one instance\n" + deployment.evidence());
            assertTrue(
                    Files.readString(ours.configuration()).contains("known-replica mymaster localhost " + old),
                    () -> deployment.evidence());
            ours.child().close();
            try (Child stock =
                    Child.start("stock", deployment.folder(), STOCK.make().command(ours.configuration()))) {
                Await.until(
                        PATIENCE,
                        "redis-sentinel has taken our file up",
                        () -> stock.isAlive() && id.equals(idOrNothing(ours)) && ours.masterPort() == handedTo,
                        stock::tail);
            }
        }
    }

    private static String idOrNothing(SentinelProcess sentinel) {
        try {
            return sentinel.id();
        } catch (IOException notYet) {
            return "";
        }
    }
}
