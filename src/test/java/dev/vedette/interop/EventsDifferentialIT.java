package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.demo.Await;
import dev.vedette.demo.Deployment;
import dev.vedette.demo.RedisProcess;
import dev.vedette.interop.Twin.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            new String[] {"failover-timeout", "30000", "parallel-syncs", "2"},
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

    private static Twins twins;

    @BeforeAll
    static void start() throws IOException {
        List<String> lines = List.of("loglevel debug", "sentinel deny-scripts-reconfig no");
        twins = new Twins(lines, ONLY_OURS);
        twins.both(twin -> {
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
        if (twins != null) {
            twins.close();
        }
    }

    @Test
    @Order(1)
    void aMasterDiesAndComesBack() throws IOException {
        twins.same(
                Set.of("+switch-master", "+slave", "+sdown slave"),
                twin -> twin.node("r1").child().kill());
        twins.assertOrder(FAILOVER);
        twins.same(Set.of("-sdown", "-role-change", "+convert-to-slave", "+role-change"), twin -> twin.node("r1")
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
        twins.same(
                Set.of("+switch-master", "+slave"),
                ofTheOldMaster,
                twin -> assertEquals("OK", twin.ask("SENTINEL", "FAILOVER", MASTER)));
        twins.assertOrder(FAILOVER.subList(2, FAILOVER.size()));
        twins.both(twin -> Await.until(
                PATIENCE,
                "the old master follows, and the sentinel has seen it",
                () -> twin.sentinel.replicas().stream()
                        .allMatch(replica -> "slave".equals(replica.get("role-reported"))
                                && "ok".equals(replica.get("master-link-status")))));
        twins.markHere();
    }

    @Test
    @Order(3)
    void replicasGoAstray() throws IOException {
        twins.same(Set.of("-role-change", "+convert-to-slave", "+role-change"), twin -> twin.node("r3")
                .ask("REPLICAOF", "NO", "ONE"));
        twins.same(Set.of("+fix-slave-config"), twin -> twin.node("r3")
                .ask("REPLICAOF", "127.0.0.1", String.valueOf(twin.node("r2").port())));
    }

    @Test
    @Order(4)
    void aReplicaRestarts() throws IOException {
        twins.same(Set.of("+sdown"), twin -> twin.node("r3").child().kill());
        twins.same(Set.of("-sdown", "+reboot"), twin -> twin.node("r3").start());
    }

    @Test
    @Order(5)
    void nobodyIsGoodEnough() throws IOException {
        twins.both(twin -> {
            twin.node("r2").ask("CONFIG", "SET", "replica-priority", "0");
            twin.node("r3").ask("CONFIG", "SET", "replica-priority", "0");
        });
        twins.both(twin ->
                Await.until(PATIENCE, "the sentinel knows the priorities", () -> twin.sentinel.replicas().stream()
                        .allMatch(replica -> "0".equals(replica.get("slave-priority")))));
        twins.same(
                Set.of("-failover-abort-no-good-slave"),
                twin -> twin.node("r1").child().kill());
        twins.same(
                Set.of("-sdown", "-odown", "+reboot"), twin -> twin.node("r1").start());
        twins.both(twin -> {
            twin.node("r2").ask("CONFIG", "SET", "replica-priority", "20");
            twin.node("r3").ask("CONFIG", "SET", "replica-priority", "30");
        });
    }

    @Test
    @Order(6)
    void strangersSayHello() throws IOException {
        twins.same(Set.of("+sentinel"), greets(0, Twin.STRANGER, MASTER));
        twins.same(Set.of("+sdown"), twin -> {});
        // It was down where it was: that is over. Stock sentinels forget it without a word.
        twins.same(
                Set.of("+sentinel-address-switch", "+sdown"),
                said -> said.toString().startsWith("-sdown sentinel " + Twin.STRANGER),
                greets(1, Twin.STRANGER, MASTER));
        twins.same(Set.of("+sentinel-invalid-addr", "+sentinel"), greets(1, Twin.IMPOSTOR, MASTER));
    }

    /** Somebody at a closed port says hello, and knows the master where it is. */
    private static Twins.Deed greets(int closed, String who, String master) {
        return twin ->
                twin.greet(twin.closed(closed), who, 0, master, twin.node("r1").port(), 0);
    }

    /** One stranger, known with two masters, moves. */
    @Test
    @Order(7)
    void aSentinelOfTwoMastersMoves() throws IOException {
        twins.same(
                Set.of("+monitor", "+slave"),
                twin -> twin.ask(
                        "SENTINEL",
                        "MONITOR",
                        "second",
                        "127.0.0.1",
                        String.valueOf(twin.node("r1").port()),
                        "3"));
        twins.same(Set.of("+sentinel"), greets(1, Twin.IMPOSTOR, "second"));
        twins.same(
                Set.of("+sentinel-address-switch", "+sentinel-address-update"),
                said -> said.toString().contains("sdown sentinel " + Twin.IMPOSTOR),
                greets(0, Twin.IMPOSTOR, MASTER));
        twins.same(
                Set.of("-monitor"),
                said -> said.toString().contains("sdown sentinel " + Twin.IMPOSTOR),
                twin -> twin.ask("SENTINEL", "REMOVE", "second"));
    }

    /** Two of the three sentinels do not exist. */
    @Test
    @Order(8)
    void nobodyIsElected() throws IOException {
        twins.both(twin -> twin.ask("SENTINEL", "DEBUG", "election-timeout", "1000"));
        twins.same(
                Set.of("-failover-abort-not-elected"),
                twin -> twin.node("r1").child().kill());
        twins.same(
                Set.of("-sdown", "-odown", "+reboot"), twin -> twin.node("r1").start());
        twins.same(Set.of("+reset-master", "+slave"), twin -> twin.ask("SENTINEL", "RESET", MASTER));
    }

    /** Redis-sentinel gives up after failover-timeout; we as soon as the replica has said no. */
    @Test
    @Order(9)
    void theChosenReplicaRefuses() throws IOException {
        twins.both(twin -> {
            twin.ask("SENTINEL", "SET", MASTER, "failover-timeout", "3000");
            for (String replica : List.of("r2", "r3")) {
                twin.node(replica).ask("ACL", "SETUSER", "default", "-slaveof", "-replicaof");
            }
        });
        twins.same(
                Set.of("-failover-abort-slave-timeout"),
                twin -> twin.node("r1").child().kill());
        twins.both(twin -> {
            // Nobody tries again before twice this time is over. No number that could be the port of one of ours.
            twin.ask("SENTINEL", "SET", MASTER, "failover-timeout", "30000");
            for (String replica : List.of("r2", "r3")) {
                twin.node(replica).ask("ACL", "SETUSER", "default", "+@all");
            }
        });
        twins.same(
                Set.of("-sdown", "-odown", "+reboot"), twin -> twin.node("r1").start());
    }

    @Test
    @Order(10)
    void settingsAreChanged() throws IOException {
        for (String[] change : CHANGES) {
            twins.same(Set.of("+set"), twin -> assertEquals("OK", twin.ask(orders("SENTINEL SET " + MASTER, change))));
        }
        twins.same(
                Set.of("+monitor"),
                twin -> twin.ask("SENTINEL", "MONITOR", "other", "127.0.0.1", String.valueOf(twin.closed(0)), "3"));
        twins.same(Set.of("+sdown"), twin -> twin.ask("SENTINEL", "SET", "other", "down-after-milliseconds", "1000"));
        twins.same(Set.of("-monitor"), twin -> twin.ask("SENTINEL", "REMOVE", "other"));
        // Longer than what an event may have.
        String path = script("x".repeat(200), "exit 0").toString();
        String name = "n".repeat(1000);
        twins.same(
                Set.of("+monitor"),
                twin -> twin.ask("SENTINEL", "MONITOR", name, "127.0.0.1", String.valueOf(twin.closed(0)), "3"));
        twins.same(Set.of("+set"), twin -> twin.ask("SENTINEL", "SET", name, "notification-script", path));
        twins.same(Set.of("-monitor"), twin -> twin.ask("SENTINEL", "REMOVE", name));
    }

    @Test
    @Order(11)
    void scriptsFail() throws IOException {
        String fails = script("fails", "exit 3").toString();
        String hangs = script("hangs", "exec sleep 60").toString();
        twins.same(
                Set.of("+set", "-script-error"),
                twin -> twin.ask("SENTINEL", "SET", MASTER, "notification-script", fails));
        twins.both(twin -> twin.ask("SENTINEL", "DEBUG", "script-max-runtime", "500"));
        twins.same(
                Set.of("+set", "-script-timeout"),
                twin -> twin.ask("SENTINEL", "SET", MASTER, "notification-script", hangs));
        twins.same(Set.of("+set"), twin -> twin.ask("SENTINEL", "SET", MASTER, "notification-script", ""));
    }

    @Test
    @Order(12)
    void theProcessSleeps() throws IOException {
        twins.both(twin -> twin.ask("SENTINEL", "DEBUG", "tilt-period", "1000"));
        twins.same(Set.of("+tilt", "-tilt"), twin -> {
            twin.sentinel.child().freeze();
            long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            Await.until(PATIENCE, "three seconds pass", () -> System.nanoTime() > until);
            twin.sentinel.child().thaw();
        });
    }

    /** Another sentinel led a failover. */
    @Test
    @Order(13)
    void anotherConfigurationIsHeard() throws IOException {
        // An INFO between the orders and the hello would show one of the two that roles have changed.
        twins.both(twin -> twin.ask("SENTINEL", "DEBUG", "info-period", "3600000"));
        twins.same(Set.of("+new-epoch", "+sentinel", "+config-update-from", "+switch-master", "+slave"), twin -> {
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
    @Order(14)
    void theLevelsInTheLogAreTheSame() throws IOException {
        // Ours writes its log aside: the last line may come later than the event that it tells of.
        Await.until(
                PATIENCE,
                "the same levels",
                () -> ourLevels().equals(levelsOf(twins.theirs())),
                () -> ourLevels() + "\nwhere redis-sentinel has\n" + levelsOf(twins.theirs()));
        twins.both(twin ->
                assertTrue(twin.logged("*", "Sentinel new configuration saved on disk"), twin.flavour::toString));
    }

    private static Map<String, TreeSet<String>> ourLevels() {
        Map<String, TreeSet<String>> ours = levelsOf(twins.ours());
        ours.keySet().removeAll(ONLY_OURS);
        ours.keySet().removeAll(LOGGED_BY_US);
        return ours;
    }

    private static Map<String, TreeSet<String>> levelsOf(Twin twin) {
        try {
            return twin.levels();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
