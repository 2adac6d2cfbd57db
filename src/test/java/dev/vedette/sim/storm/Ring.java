package dev.vedette.sim.storm;

import dev.vedette.model.Address;
import dev.vedette.model.MasterName;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import dev.vedette.sim.check.Checkers;
import dev.vedette.sim.redis.SimServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The usual deployment: a master, its replicas, and sentinels that watch them. */
public final class Ring implements AutoCloseable {
    public static final MasterName MYMASTER = new MasterName("mymaster");
    public static final Duration DOWN_AFTER = Duration.ofSeconds(1);
    public static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(5);

    public final World world;
    /** Null where nobody looks. */
    @Nullable
    public final Checkers checkers;
    /** Those of our own make. */
    public final List<SimSentinel> sentinels = new ArrayList<>();
    /** All, of whatever make. */
    public final List<Watcher> watchers = new ArrayList<>();

    public final List<SimProcess> servers = new ArrayList<>();
    private final List<SimServer> models = new ArrayList<>();

    private final Duration downAfter;

    private Ring(World world, @Nullable Checkers checkers, List<Watcher.Make> makes, int replicaCount, int quorum) {
        this(world, checkers, makes, replicaCount, quorum, DOWN_AFTER);
    }

    private Ring(
            World world,
            @Nullable Checkers checkers,
            List<Watcher.Make> makes,
            int replicaCount,
            int quorum,
            Duration downAfter) {
        this.downAfter = downAfter;
        this.world = world;
        this.checkers = checkers;
        for (int i = 0; i <= replicaCount; i++) {
            List<String> conf = new ArrayList<>(List.of("repl-timeout 10"));
            if (i > 0) {
                conf.add(SimServer.replicaOf(models.get(0)));
            }
            SimServer model = new SimServer(world, "r" + (i + 1), "10.0.0." + (i + 1), conf.toArray(String[]::new));
            models.add(model);
            servers.add(model.process);
        }
        for (int i = 1; i <= makes.size(); i++) {
            Watcher watcher = makes.get(i - 1).on(world, "s" + i, "10.0.1." + i, conf(quorum));
            watchers.add(watcher);
            if (watcher instanceof SimSentinel ours) {
                sentinels.add(ours);
            }
        }
    }

    /** Three sentinels, a master with two replicas, quorum 2; everybody knows everybody. */
    public static Ring settled(long seed) {
        return settled(seed, 3, 2, 2);
    }

    public static Ring settled(long seed, int sentinels, int replicas, int quorum) {
        return settled(seed, Collections.nCopies(sentinels, SimSentinel::new), replicas, quorum);
    }

    /** Three, a master and two replicas, with another down-after. */
    static Ring settled(long seed, Duration downAfter) {
        World world = new World(seed);
        return settle(
                new Ring(world, Checkers.watch(world), Collections.nCopies(3, SimSentinel::new), 2, 2, downAfter));
    }

    /** With sentinels of these makes. */
    public static Ring settled(long seed, List<Watcher.Make> makes, int replicas, int quorum) {
        return settled(new World(seed), makes, replicas, quorum);
    }

    static Ring settled(World world, List<Watcher.Make> makes, int replicas, int quorum) {
        return settle(new Ring(world, Checkers.watch(world), makes, replicas, quorum));
    }

    /** The same where nobody looks, for what is known to break promises. */
    public static Ring unchecked(World world, List<Watcher.Make> makes, int replicas, int quorum) {
        return settle(new Ring(world, null, makes, replicas, quorum));
    }

    private static Ring settle(Ring ring) {
        ring.servers.forEach(SimProcess::start);
        // Else the first INFO lists no replicas, and the next comes ten seconds later.
        ring.world.run(Duration.ofSeconds(1));
        ring.watchers.forEach(watcher -> watcher.process().start());
        ring.await(
                "everybody knows everybody",
                () -> ring.watchers.stream().allMatch(ring::knowsAll),
                Duration.ofSeconds(15));
        ring.world.run(Duration.ofSeconds(2));
        return ring;
    }

    private boolean knowsAll(Watcher watcher) {
        return watcher.peers(MYMASTER).size() == watchers.size() - 1
                && watcher.replicas(MYMASTER).size() == servers.size() - 1;
    }

    private String conf(int quorum) {
        Address master = address(servers.get(0));
        return String.join(
                "\n",
                "port " + SimSentinel.PORT,
                "sentinel monitor mymaster " + master.host() + " " + master.port() + " " + quorum,
                "sentinel down-after-milliseconds mymaster " + downAfter.toMillis(),
                "sentinel failover-timeout mymaster " + FAILOVER_TIMEOUT.toMillis(),
                "");
    }

    public static Address address(SimProcess server) {
        return new Address(server.host(), SimServer.PORT);
    }

    public SimProcess master() {
        return servers.get(0);
    }

    public List<SimProcess> replicas() {
        return servers.subList(1, servers.size());
    }

    public SimServer state(SimProcess server) {
        return models.get(servers.indexOf(server));
    }

    public SimSentinel sentinel(String name) {
        return sentinels.stream()
                .filter(sentinel -> sentinel.process.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** All but the one of that name. */
    public List<SimSentinel> others(SimSentinel but) {
        return sentinels.stream().filter(sentinel -> sentinel != but).toList();
    }

    /** Whether all these name one and the same live master, and every other live server follows it. */
    public boolean agreed(List<? extends Watcher> asked, Predicate<Address> wanted) {
        List<Address> named = asked.stream()
                .flatMap(watcher -> Stream.of(watcher.names(MYMASTER), watcher.follows(MYMASTER)))
                .distinct()
                .toList();
        if (named.size() != 1 || !wanted.test(named.get(0))) {
            return false;
        }
        return servers.stream()
                .filter(SimProcess::runs)
                .allMatch(server -> address(server).equals(named.get(0))
                        ? state(server).isMaster()
                        : Objects.equals(state(server).master(), named.get(0))
                                && state(server).linkUp());
    }

    /** All live sentinels and servers stand behind a new master. */
    public boolean movedOn() {
        List<Watcher> live =
                watchers.stream().filter(watcher -> watcher.process().runs()).toList();
        return agreed(live, address -> !address.equals(address(master())));
    }

    public void await(String what, java.util.function.BooleanSupplier condition, Duration limit) {
        if (!world.until(condition, limit)) {
            throw new AssertionError("seed " + world.seed + ": not within " + limit.toMillis() + " ms: " + what + "\n"
                    + world.trace.last(80));
        }
    }

    @Override
    public void close() {
        world.close();
    }
}
