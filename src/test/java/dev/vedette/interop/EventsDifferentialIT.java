package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.RedisProcess;
import dev.vedette.interop.Twin.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Vedette and a redis-sentinel, each alone with a master and two replicas, live through the same. Both say the same:
 * every event with the same payload, as often, at the same level of the log. What only one of them says is listed here
 * with its reason, and in docs/compatibility.md.
 *
 * <p>The order is compared where it is one: that of a failover. Elsewhere two instances are told about, and stock
 * sentinels come to them at their next tick.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EventsDifferentialIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String MASTER = Deployment.MASTER;
    /** Redis's documentation has them, its code has not. */
    private static final Set<String> ONLY_OURS = Set.of("+failover-detected", "-dup-sentinel");
    /** In the log at level debug: stock sentinels only when a connection fails before it was begun. */
    private static final Set<String> LOGGED_BY_US = Set.of("-cmd-link-reconnection", "-pubsub-link-reconnection");

    private static final List<String> FAILOVER = List.of(
            "+sdown",
            "+odown",
            "+new-epoch",
            "+try-failover",
            "+vote-for-leader",
            "+elected-leader",
            "+failover-state-select-slave",
            "+selected-slave",
            "+failover-state-send-slaveof-noone",
            "+failover-state-wait-promotion",
            "+promoted-slave",
            "+failover-state-reconf-slaves",
            "+slave-reconf-sent",
            "+slave-reconf-inprog",
            "+slave-reconf-done",
            "+failover-end",
            "+switch-master");
    private static final List<String[]> CHANGES = List.of(
            new String[] {"down-after-milliseconds", "2500"},
            new String[] {"failover-timeout", "20000", "parallel-syncs", "2"},
            new String[] {"quorum", "2"},
            new String[] {"quorum", "1"},
            new String[] {"auth-user", "somebody"},
            new String[] {"auth-user", ""},
            new String[] {"auth-pass", ""},
            new String[] {"master-reboot-down-after-period", "100"},
            new String[] {"master-reboot-down-after-period", "0"},
            new String[] {"rename-command", "CONFIG", "other"},
            new String[] {"rename-command", "CONFIG", "CONFIG"});

    @TempDir
    static Path folder;

    private static List<Twin> twins;
    /** What each of them said last, in its order. */
    private static List<List<Said>> latest = new ArrayList<>();

    /** Does the same to either. */
    @FunctionalInterface
    private interface Deed {
        void to(Twin twin) throws IOException;
    }

    @BeforeAll
    static void start() throws IOException {
        List<String> lines = List.of("loglevel debug", "sentinel deny-scripts-reconfig no");
        twins = new ArrayList<>();
        twins.add(new Twin(SentinelFlavour.VEDETTE, lines));
        twins.add(new Twin(SentinelFlavour.STOCK, lines));
        both(twin -> {
            twin.ask("SENTINEL", "DEBUG", "info-period", "1000", "publish-period", "500");
            for (RedisProcess node : twin.deployment.nodes()) {
                node.ask("CONFIG", "SET", "replica-priority", node.name().substring(1) + "0");
                node.ask("CONFIG", "REWRITE");
            }
            Await.until(PATIENCE, "the sentinel knows the priorities", () -> twin.sentinel.replicas().stream()
                    .noneMatch(replica -> "100".equals(replica.get("slave-priority"))));
        });
    }

    @AfterAll
    static void stop() throws IOException {
        for (Twin twin : twins) {
            twin.close();
        }
    }

    private static void both(Deed deed) throws IOException {
        for (Twin twin : twins) {
            deed.to(twin);
        }
    }

    /** Does it to both, and waits until both have said the same, with all of {@code events} in it. */
    private static void same(Set<String> events, Deed deed) throws IOException {
        same(events, said -> false, deed);
    }

    private static void same(Set<String> events, Predicate<Said> apart, Deed deed) throws IOException {
        both(deed);
        try {
            Await.until(
                    PATIENCE,
                    "both say the same, " + events + " among it",
                    () -> {
                        List<Said> ours = compared(twins.get(0), apart);
                        return events.stream().allMatch(event -> isAmong(ours, event))
                                && sorted(ours).equals(sorted(compared(twins.get(1), apart)));
                    },
                    EventsDifferentialIT::told);
        } finally {
            latest.clear();
            for (Twin twin : twins) {
                latest.add(twin.said());
            }
            markHere();
        }
    }

    private static void markHere() {
        for (Twin twin : twins) {
            twin.mark(twin.said().size());
        }
    }

    /** @param beginning an event and, where it matters, how its payload begins */
    private static boolean isAmong(List<Said> said, String beginning) {
        return said.stream().anyMatch(one -> one.toString().startsWith(beginning + " "));
    }

    private static List<Said> compared(Twin twin, Predicate<Said> apart) {
        return twin.said().stream()
                .filter(said -> !ONLY_OURS.contains(said.event()) && !apart.test(said))
                .toList();
    }

    private static List<String> sorted(List<Said> said) {
        return said.stream().map(Said::toString).sorted().toList();
    }

    private static String told() {
        StringBuilder text = new StringBuilder();
        for (Twin twin : twins) {
            text.append(twin.flavour).append(":\n");
            twin.said().forEach(said -> text.append("  ").append(said).append('\n'));
        }
        return text.toString();
    }

    /** Of what is said about the failover of a master, in this order; later its address may be told to be down. */
    private static void assertOrder(List<String> events) {
        for (List<Said> said : latest) {
            List<String> order = said.stream()
                    .map(Said::event)
                    .filter(events::contains)
                    .distinct()
                    .toList();
            assertEquals(events, order);
        }
    }

    @Test
    @Order(1)
    void aMasterDiesAndComesBack() throws IOException {
        same(
                Set.of("+switch-master", "+slave", "+sdown slave"),
                twin -> twin.node("r1").child().kill());
        assertOrder(FAILOVER);
        same(Set.of("-sdown", "-role-change", "+convert-to-slave", "+role-change"), twin -> twin.node("r1")
                .start());
    }

    /**
     * The old master lives: we tell it to follow while the failover goes on, so that nothing is written to it
     * meanwhile; stock sentinels find out by INFO that it is still a master, and tell it then.
     */
    @Test
    @Order(2)
    void anOperatorOrders() throws IOException {
        Predicate<Said> ofTheOldMaster = said -> said.payload().startsWith("slave 127.0.0.1:r2 ")
                && Set.of("-role-change", "+role-change", "+convert-to-slave").contains(said.event());
        same(
                Set.of("+switch-master", "+slave"),
                ofTheOldMaster,
                twin -> assertEquals("OK", twin.ask("SENTINEL", "FAILOVER", MASTER)));
        assertOrder(FAILOVER.subList(2, FAILOVER.size()));
        both(twin -> Await.until(
                PATIENCE,
                "the old master follows, and the sentinel has seen it",
                () -> twin.sentinel.replicas().stream()
                        .allMatch(replica -> "slave".equals(replica.get("role-reported"))
                                && "ok".equals(replica.get("master-link-status")))));
        markHere();
    }

    @Test
    @Order(3)
    void replicasGoAstray() throws IOException {
        same(Set.of("-role-change", "+convert-to-slave", "+role-change"), twin -> twin.node("r3")
                .ask("REPLICAOF", "NO", "ONE"));
        same(Set.of("+fix-slave-config"), twin -> twin.node("r3")
                .ask("REPLICAOF", "127.0.0.1", String.valueOf(twin.node("r2").port())));
    }

    @Test
    @Order(4)
    void aReplicaRestarts() throws IOException {
        same(Set.of("+sdown"), twin -> twin.node("r3").child().kill());
        same(Set.of("-sdown", "+reboot"), twin -> twin.node("r3").start());
    }

    @Test
    @Order(5)
    void nobodyIsGoodEnough() throws IOException {
        both(twin -> {
            twin.node("r2").ask("CONFIG", "SET", "replica-priority", "0");
            twin.node("r3").ask("CONFIG", "SET", "replica-priority", "0");
        });
        both(twin -> Await.until(PATIENCE, "the sentinel knows the priorities", () -> twin.sentinel.replicas().stream()
                .allMatch(replica -> "0".equals(replica.get("slave-priority")))));
        same(
                Set.of("-failover-abort-no-good-slave"),
                twin -> twin.node("r1").child().kill());
        same(Set.of("-sdown", "-odown", "+reboot"), twin -> twin.node("r1").start());
        both(twin -> {
            twin.node("r2").ask("CONFIG", "SET", "replica-priority", "20");
            twin.node("r3").ask("CONFIG", "SET", "replica-priority", "30");
        });
    }

    @Test
    @Order(6)
    void strangersSayHello() throws IOException {
        same(
                Set.of("+sentinel"),
                twin -> twin.greet(
                        twin.closed(0),
                        Twin.STRANGER,
                        0,
                        MASTER,
                        twin.node("r1").port(),
                        0));
        same(Set.of("+sdown"), twin -> {});
        // It was down where it was: that is over. Stock sentinels forget it without a word.
        same(
                Set.of("+sentinel-address-switch", "+sdown"),
                said -> said.toString().startsWith("-sdown sentinel " + Twin.STRANGER),
                twin -> twin.greet(
                        twin.closed(1),
                        Twin.STRANGER,
                        0,
                        MASTER,
                        twin.node("r1").port(),
                        0));
        same(
                Set.of("+sentinel-invalid-addr", "+sentinel"),
                twin -> twin.greet(
                        twin.closed(1),
                        Twin.IMPOSTOR,
                        0,
                        MASTER,
                        twin.node("r1").port(),
                        0));
    }

    /** Two of the three sentinels do not exist. */
    @Test
    @Order(7)
    void nobodyIsElected() throws IOException {
        both(twin -> twin.ask("SENTINEL", "DEBUG", "election-timeout", "1000"));
        same(
                Set.of("-failover-abort-not-elected"),
                twin -> twin.node("r1").child().kill());
        same(Set.of("-sdown", "-odown", "+reboot"), twin -> twin.node("r1").start());
        same(Set.of("+reset-master", "+slave"), twin -> twin.ask("SENTINEL", "RESET", MASTER));
    }

    @Test
    @Order(8)
    void settingsAreChanged() throws IOException {
        for (String[] change : CHANGES) {
            same(Set.of("+set"), twin -> assertEquals("OK", twin.ask(orders("SENTINEL SET " + MASTER, change))));
        }
        same(
                Set.of("+monitor"),
                twin -> twin.ask("SENTINEL", "MONITOR", "other", "127.0.0.1", String.valueOf(twin.closed(0)), "3"));
        same(Set.of("+sdown"), twin -> twin.ask("SENTINEL", "SET", "other", "down-after-milliseconds", "1000"));
        same(Set.of("-monitor"), twin -> twin.ask("SENTINEL", "REMOVE", "other"));
        // Longer than what an event may have.
        String path = script("x".repeat(200), "exit 0").toString();
        String name = "n".repeat(1000);
        same(
                Set.of("+monitor"),
                twin -> twin.ask("SENTINEL", "MONITOR", name, "127.0.0.1", String.valueOf(twin.closed(0)), "3"));
        same(Set.of("+set"), twin -> twin.ask("SENTINEL", "SET", name, "notification-script", path));
        same(Set.of("-monitor"), twin -> twin.ask("SENTINEL", "REMOVE", name));
    }

    @Test
    @Order(9)
    void scriptsFail() throws IOException {
        String fails = script("fails", "exit 3").toString();
        String hangs = script("hangs", "exec sleep 60").toString();
        both(twin -> twin.ask("SENTINEL", "DEBUG", "script-max-runtime", "500"));
        same(
                Set.of("+set", "-script-error"),
                twin -> twin.ask("SENTINEL", "SET", MASTER, "notification-script", fails));
        same(
                Set.of("+set", "-script-timeout"),
                twin -> twin.ask("SENTINEL", "SET", MASTER, "notification-script", hangs));
        same(Set.of("+set"), twin -> twin.ask("SENTINEL", "SET", MASTER, "notification-script", ""));
    }

    @Test
    @Order(10)
    void theProcessSleeps() throws IOException {
        both(twin -> twin.ask("SENTINEL", "DEBUG", "tilt-period", "1000"));
        same(Set.of("+tilt", "-tilt"), twin -> {
            twin.sentinel.child().freeze();
            long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            Await.until(PATIENCE, "three seconds pass", () -> System.nanoTime() > until);
            twin.sentinel.child().thaw();
        });
    }

    /** Another sentinel led a failover. */
    @Test
    @Order(11)
    void anotherConfigurationIsHeard() throws IOException {
        same(Set.of("+new-epoch", "+sentinel", "+config-update-from", "+switch-master", "+slave"), twin -> {
            twin.node("r2").ask("REPLICAOF", "NO", "ONE");
            for (String follower : List.of("r1", "r3")) {
                twin.node(follower)
                        .ask(
                                "REPLICAOF",
                                "127.0.0.1",
                                String.valueOf(twin.node("r2").port()));
            }
            twin.greet(
                    twin.closed(0), Twin.STRANGER, 50, MASTER, twin.node("r2").port(), 50);
        });
    }

    @Test
    @Order(12)
    void theLevelsInTheLogAreTheSame() throws IOException {
        Map<String, TreeSet<String>> ours = twins.get(0).levels();
        Map<String, TreeSet<String>> theirs = new TreeMap<>(twins.get(1).levels());
        ours.keySet().removeAll(ONLY_OURS);
        ours.keySet().removeAll(LOGGED_BY_US);
        assertEquals(theirs, ours);
        both(twin -> assertTrue(twin.logged("*", "Sentinel new configuration saved on disk"), twin.flavour::toString));
    }

    private static String[] orders(String command, String... more) {
        return Stream.concat(Stream.of(command.split(" ")), Stream.of(more)).toArray(String[]::new);
    }

    private static Path script(String name, String line) throws IOException {
        Path script = folder.resolve(name);
        Files.writeString(script, "#!/bin/sh\n" + line + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
