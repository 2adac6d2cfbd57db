package dev.vedette.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vedette.demo.Await;
import dev.vedette.demo.Resp;
import dev.vedette.interop.Follower.Door;
import dev.vedette.interop.Follower.Keys;
import dev.vedette.interop.Follower.User;
import dev.vedette.interop.SecuredRing.Guard;
import dev.vedette.interop.SecuredRing.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.HostAndPort;

/**
 * Four clients of four makes find the master through three Vedettes, write to it and read from its replicas; the master
 * is killed while all of them write, and each of them goes on at the new one, with what it acknowledged in place.
 */
class ClientsFollowIT {
    private static final int ENOUGH = 100;
    private static final int READS = 20;
    private static final String CLIENTS_PASSWORD = "the-clients-password";
    /** Down-after is two seconds, what clients wait for a reply two more, and the machine may be busy. */
    private static final Duration RECOVERY = Duration.ofSeconds(40);

    /** The makes, and what each may do at a sentinel where users have names: docs/clients.md lists the same. */
    enum Make {
        JEDIS(
                JedisFollower::new,
                "resetchannels &+switch-master +subscribe +unsubscribe +client|setinfo"
                        + " +sentinel|get-master-addr-by-name +sentinel|replicas"),
        LETTUCE(LettuceFollower::new, "&* +psubscribe +ping +client|setinfo +sentinel|master +sentinel|replicas"),
        REDISSON(
                RedissonFollower::new,
                "resetchannels +ping +sentinel|get-master-addr-by-name +sentinel|slaves +sentinel|sentinels"),
        VERTX(
                VertxFollower::new,
                "resetchannels &+switch-master +subscribe +sentinel|get-master-addr-by-name +sentinel|slaves"
                        + " +sentinel|sentinels");

        final Function<Door, Follower> open;
        final String rights;

        Make(Function<Door, Follower> open, String rights) {
            this.open = open;
            this.rights = rights;
        }

        String user() {
            return name().toLowerCase();
        }

        static String users(Function<Make, String> rights) {
            return Stream.of(values())
                    .map(make -> "user " + make.user() + " on >" + CLIENTS_PASSWORD + " " + rights.apply(make) + "\n")
                    .collect(Collectors.joining());
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Guard.class, names = "USERS", mode = EnumSource.Mode.EXCLUDE)
    void everyMakeOfClientFollows(Guard guard) throws Exception {
        SecuredRing.Users users =
                new SecuredRing.Users(Make.users(make -> "~* &* +@all"), Make.users(make -> "-@all " + make.rights));
        Map<Make, Follower> clients = new LinkedHashMap<>();
        Map<Make, Load> loads = new LinkedHashMap<>();
        try (SecuredRing ring = SecuredRing.start(guard, Collections.nCopies(3, SentinelFlavour.VEDETTE), users)) {
            try {
                for (Make make : Make.values()) {
                    clients.put(make, make.open.apply(door(ring, guard, make)));
                }
                readFromReplicas(ring, clients, ring.nodes.get(0));
                clients.forEach((make, client) -> loads.put(make, new Load(make.user(), client)));
                awaitWrites(ring, loads, Map.of());

                Member old = ring.nodes.get(0);
                Member next = ring.killMaster();
                Map<Make, Integer> then = counts(loads);
                awaitWrites(ring, loads, then);
                old.start();
                ring.awaitHealthy(next.guarded);
                readFromReplicas(ring, clients, next);
                for (Map.Entry<Make, Load> load : loads.entrySet()) {
                    assertEquals(0, load.getValue().lostAt(next, then.get(load.getKey())), load.getKey()::toString);
                }
                for (Load load : loads.values()) {
                    System.out.println(guard + ", " + load + ", lost " + load.lostAt(next, 0));
                }
                assertNobodyWasRefused(ring);
            } finally {
                loads.values().forEach(Load::close);
                clients.values().forEach(Follower::close);
            }
        }
    }

    private static Door door(SecuredRing ring, Guard guard, Make make) {
        return new Door(
                ring.sentinels.stream()
                        .map(sentinel -> new HostAndPort("127.0.0.1", sentinel.guarded))
                        .collect(Collectors.toSet()),
                guard == Guard.PASSWORDS ? Optional.of(new User(make.user(), CLIENTS_PASSWORD)) : Optional.empty(),
                guard == Guard.TLS
                        ? Optional.of(new Keys(
                                ring.folder.resolve("ca.crt"),
                                ring.folder.resolve("client.crt"),
                                ring.folder.resolve("client.key")))
                        : Optional.empty());
    }

    private static Map<Make, Integer> counts(Map<Make, Load> loads) {
        Map<Make, Integer> counts = new LinkedHashMap<>();
        loads.forEach((make, load) -> counts.put(make, load.acknowledged()));
        return counts;
    }

    private static void awaitWrites(SecuredRing ring, Map<Make, Load> loads, Map<Make, Integer> before) {
        loads.forEach((make, load) -> Await.until(
                RECOVERY,
                make + " goes on writing",
                () -> load.acknowledged() >= before.getOrDefault(make, 0) + ENOUGH,
                () -> load + "\n" + ring.evidence()));
    }

    /** Each client alone, so that what the nodes count is its doing. */
    private static void readFromReplicas(SecuredRing ring, Map<Make, Follower> clients, Member master)
            throws Exception {
        for (Map.Entry<Make, Follower> client : clients.entrySet()) {
            String key = "read by " + client.getKey();
            Await.until(
                    RECOVERY,
                    key,
                    () -> {
                        try {
                            client.getValue().write(key, "yes");
                            return "yes".equals(client.getValue().readFromReplica(key));
                        } catch (Exception e) {
                            throw new IOException(e);
                        }
                    },
                    ring::evidence);
            // The client has seen it on one replica, and may read from another one next.
            for (Member node : ring.nodes) {
                Await.until(RECOVERY, key + " at " + node.name, () -> "yes".equals(node.ask("GET", key)));
            }
            for (Member node : ring.nodes) {
                node.ask("CONFIG", "RESETSTAT");
            }
            for (int i = 0; i < READS; i++) {
                assertEquals("yes", client.getValue().readFromReplica(key), key);
            }
            List<Integer> reads = new ArrayList<>();
            for (Member node : ring.nodes) {
                reads.add(node == master ? 0 : gets(node));
            }
            assertEquals(0, gets(master), () -> client.getKey() + " reads from the master");
            assertEquals(READS, reads.stream().mapToInt(Integer::intValue).sum(), () -> client.getKey() + " " + reads);
        }
    }

    private static int gets(Member node) throws IOException {
        String calls = Resp.info(node.ask("INFO", "commandstats")).getOrDefault("cmdstat_get", "calls=0,");
        return Integer.parseInt(calls.replaceAll("calls=(\\d+),.*", "$1"));
    }

    private static void assertNobodyWasRefused(SecuredRing ring) throws IOException {
        for (Member sentinel : ring.sentinels) {
            assertEquals(List.of(), sentinel.ask("ACL", "LOG"), sentinel.name);
        }
    }
}
