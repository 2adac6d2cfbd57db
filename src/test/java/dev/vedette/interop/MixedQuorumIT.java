package dev.vedette.interop;

import static dev.vedette.interop.SentinelFlavour.STOCK;
import static dev.vedette.interop.SentinelFlavour.VEDETTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.EventLog;
import dev.vedette.demo.RedisProcess;
import dev.vedette.demo.SentinelProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A deployment is replaced node by node: in between, Vedettes and stock sentinels discover each other, vote for each
 * other, and follow each other's failovers, whoever leads.
 *
 * <p>Who leads is not left to luck: one sentinel sees a dead master down after a moment and needs nobody else to agree,
 * all others are so patient that they never start a failover. They vote all the same.
 */
class MixedQuorumIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String EAGER = "2000";
    private static final String PATIENT = "600000";

    static Stream<List<SentinelFlavour>> mixtures() {
        return Stream.of(List.of(VEDETTE, VEDETTE, STOCK), List.of(VEDETTE, STOCK, STOCK));
    }

    @Test
    @Tag("long")
    void soItIsAmongFive() throws IOException {
        eitherKindLeadsAndEitherKindFollows(List.of(VEDETTE, VEDETTE, STOCK, STOCK, STOCK));
    }

    private record Quorum(Deployment deployment, EventLog events, List<SentinelFlavour> flavours) {
        SentinelProcess first(SentinelFlavour flavour) {
            return deployment.sentinels().get(flavours.indexOf(flavour));
        }

        long count(SentinelProcess sentinel, String event) {
            return events.messages(sentinel.name(), event).size();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mixtures")
    void eitherKindLeadsAndEitherKindFollows(List<SentinelFlavour> mixture) throws IOException {
        Deployment.Plan plan = new Deployment.Plan(
                Machine.redis(),
                2,
                mixture.stream().map(SentinelFlavour::make).toList(),
                2,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                false);
        try (Deployment deployment = Deployment.start(plan);
                EventLog events = new EventLog()) {
            deployment.awaitDiscovered();
            for (SentinelProcess sentinel : deployment.sentinels()) {
                events.follow(sentinel);
            }
            Quorum quorum = new Quorum(deployment, events, mixture);
            assertEveryoneKnowsEveryone(deployment);
            for (SentinelFlavour leader : List.of(STOCK, VEDETTE)) {
                masterDies(quorum, quorum.first(leader));
            }
            for (SentinelFlavour ordered : List.of(STOCK, VEDETTE)) {
                operatorOrders(quorum, quorum.first(ordered));
            }
        }
    }

    private static void masterDies(Quorum quorum, SentinelProcess leader) throws IOException {
        Deployment deployment = quorum.deployment();
        for (SentinelProcess sentinel : deployment.sentinels()) {
            boolean eager = sentinel == leader;
            set(sentinel, "down-after-milliseconds", eager ? EAGER : PATIENT);
            set(sentinel, "quorum", eager ? "1" : "2");
        }
        RedisProcess old = deployment.node(leader.masterPort());
        long elected = quorum.count(leader, "+elected-leader");
        List<Long> switches = switches(quorum);
        old.child().kill();
        int port = deployment.awaitOtherMaster(old.port(), PATIENCE);
        awaitOneSwitchMore(quorum, switches, old.port(), port);
        assertEquals(elected + 1, quorum.count(leader, "+elected-leader"), deployment::evidence);
        String epoch = leader.master().get("config-epoch");
        int votes = 0;
        for (SentinelProcess sentinel : deployment.sentinels()) {
            votes += quorum.events()
                            .messages(sentinel.name(), "+vote-for-leader")
                            .contains(leader.id() + " " + epoch)
                    ? 1
                    : 0;
        }
        assertTrue(
                deployment.sentinels().stream()
                        .filter(sentinel -> sentinel != leader)
                        .anyMatch(sentinel -> quorum.events().messages(sentinel.name(), "+config-update-from").stream()
                                .anyMatch(message -> message.startsWith("sentinel " + id(leader) + " "))),
                () -> "who follows first heard it from the leader, the others perhaps from who follows\n"
                        + deployment.evidence());
        assertTrue(votes > deployment.sentinels().size() / 2, votes + " votes\n" + deployment.evidence());
        old.start();
        awaitOneMind(deployment, port);
    }

    private static void operatorOrders(Quorum quorum, SentinelProcess ordered) throws IOException {
        Deployment deployment = quorum.deployment();
        for (SentinelProcess sentinel : deployment.sentinels()) {
            set(sentinel, "down-after-milliseconds", PATIENT);
        }
        int old = ordered.masterPort();
        List<Long> switches = switches(quorum);
        assertEquals("OK", ordered.ask("SENTINEL", "FAILOVER", Deployment.MASTER));
        int port = deployment.awaitOtherMaster(old, PATIENCE);
        awaitOneSwitchMore(quorum, switches, old, port);
        awaitOneMind(deployment, port);
    }

    private static void set(SentinelProcess sentinel, String option, String value) throws IOException {
        assertEquals("OK", sentinel.ask("SENTINEL", "SET", Deployment.MASTER, option, value), sentinel.name());
    }

    private static List<Long> switches(Quorum quorum) {
        return quorum.deployment().sentinels().stream()
                .map(sentinel -> quorum.count(sentinel, "+switch-master"))
                .toList();
    }

    /** The leader says so last, when the other replicas have followed. */
    private static void awaitOneSwitchMore(Quorum quorum, List<Long> before, int from, int to) {
        List<Long> after = before.stream().map(count -> count + 1).toList();
        Await.until(
                PATIENCE,
                "every sentinel says +switch-master once",
                () -> switches(quorum).equals(after),
                quorum.deployment()::evidence);
        String expected = Deployment.MASTER + " 127.0.0.1 " + from + " 127.0.0.1 " + to;
        for (SentinelProcess sentinel : quorum.deployment().sentinels()) {
            List<String> said = quorum.events().messages(sentinel.name(), "+switch-master");
            assertEquals(expected, said.get(said.size() - 1), sentinel.name());
        }
    }

    /** One configuration, in every head and in every file, and every node follows it. */
    private static void awaitOneMind(Deployment deployment, int port) throws IOException {
        for (RedisProcess node : deployment.nodes()) {
            Await.until(
                    PATIENCE,
                    node.name() + " has its role",
                    () -> node.port() == port ? node.isMaster() : node.follows(port),
                    deployment::evidence);
        }
        deployment.awaitDiscovered(port, PATIENCE);
        String epoch = deployment.sentinels().get(0).master().get("config-epoch");
        for (SentinelProcess sentinel : deployment.sentinels()) {
            assertEquals(epoch, sentinel.master().get("config-epoch"), "config-epoch of " + sentinel.name());
            Await.until(
                    PATIENCE,
                    "the file of " + sentinel.name() + " says epoch " + epoch + " and port " + port,
                    () -> {
                        List<String> lines = Files.readAllLines(sentinel.configuration());
                        return lines.contains("sentinel config-epoch mymaster " + epoch)
                                && lines.stream()
                                        .anyMatch(line ->
                                                line.startsWith("sentinel monitor mymaster 127.0.0.1 " + port + " "));
                    },
                    deployment::evidence);
        }
        assertEveryoneKnowsEveryone(deployment);
    }

    private static void assertEveryoneKnowsEveryone(Deployment deployment) throws IOException {
        Set<String> all = new TreeSet<>();
        for (SentinelProcess sentinel : deployment.sentinels()) {
            all.add(sentinel.id());
        }
        for (SentinelProcess sentinel : deployment.sentinels()) {
            // Whom it has met is told first and saved then, without waiting for it.
            Await.until(
                    PATIENCE,
                    all + " are the identities in the file of " + sentinel.name(),
                    () -> known(sentinel).equals(all),
                    deployment::evidence);
        }
    }

    private static Set<String> known(SentinelProcess sentinel) throws IOException {
        Set<String> known = new TreeSet<>(Set.of(sentinel.id()));
        for (String line : Files.readAllLines(sentinel.configuration())) {
            if (line.startsWith("sentinel known-sentinel mymaster ")) {
                known.add(line.split(" ")[5]);
            }
        }
        return known;
    }

    private static String id(SentinelProcess sentinel) {
        try {
            return sentinel.id();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
