package dev.vedette.sim.storm;

import dev.vedette.model.Address;
import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import dev.vedette.model.RunId;
import dev.vedette.sim.Quality;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import dev.vedette.sim.check.Calm;
import dev.vedette.sim.check.Checkers;
import dev.vedette.sim.redis.LostWrites;
import dev.vedette.sim.redis.SimServer;
import dev.vedette.sim.redis.SimWriter;
import dev.vedette.sim.stock.StockSentinel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What one world consists of: masters with their replicas, and the sentinels that watch all of them. */
final class Deployment implements AutoCloseable {
    private static final Duration SERVERS_FIRST = Duration.ofSeconds(1);
    private static final Duration TO_MEET = Duration.ofSeconds(20);
    private static final Duration TO_SETTLE = Duration.ofSeconds(3);

    final World world;
    final Storm storm;
    final List<MasterSet> sets = new ArrayList<>();
    /** Those of our own make. */
    final List<SimSentinel> sentinels = new ArrayList<>();
    /** All, of whatever make; the stock ones come last. */
    final List<Watcher> watchers = new ArrayList<>();

    final Operator operator;
    /** One application for each master, in the order of the sets. */
    final List<SimWriter> writers = new ArrayList<>();

    final Checkers checkers;
    private final Map<MasterName, Address> book = new TreeMap<>();

    private Deployment(World world, Storm storm) {
        this.world = world;
        this.storm = storm;
        this.checkers = Checkers.watch(world);
        world.clientsOfOneLoop = storm.everyLoop() ? 0 : Integer.MAX_VALUE;
        for (int i = 1; i <= storm.sets(); i++) {
            sets.add(new MasterSet(world, i, storm.replicas(), storm.persistent()));
        }
        for (int i = 1; i <= storm.sentinels(); i++) {
            join("s" + i, "10.1.0." + i, i > storm.sentinels() - storm.stock());
        }
        operator = new Operator(world);
        List<Address> doors = watchers.stream()
                .map(watcher -> new Address(watcher.process().host(), SimSentinel.PORT))
                .toList();
        for (MasterSet set : sets) {
            String ip = "10.3.0." + (writers.size() + 1);
            writers.add(new SimWriter(world, "w" + set.name, ip, set.name.toString(), doors, storm.writersWait())
                    .pace(storm.writersPace()));
        }
    }

    /** Everybody runs, and everybody knows everybody. */
    static Deployment settled(World world, Storm storm) {
        Deployment all = new Deployment(world, storm);
        all.servers().forEach(SimServer::start);
        // Else the first INFO lists no replicas, and the next comes ten seconds later.
        world.run(SERVERS_FIRST);
        all.watchers.forEach(watcher -> watcher.process().start());
        all.await("everybody knows everybody", all::stranger, TO_MEET);
        all.writers.forEach(SimWriter::start);
        world.run(TO_SETTLE);
        return all;
    }

    private void join(String who, String ip, boolean stock) {
        if (stock) {
            watchers.add(new StockSentinel(world, who, ip, conf(who, false)));
        } else {
            SimSentinel ours = new SimSentinel(world, who, ip, conf(who, storm.crashDetection()));
            sentinels.add(ours);
            watchers.add(ours);
        }
    }

    private String conf(String who, boolean crashDetection) {
        List<String> lines =
                new ArrayList<>(List.of("# " + who + ": kept by its operator", "port " + SimSentinel.PORT));
        for (MasterSet set : sets) {
            lines.add("# " + set.name + " is important");
            lines.addAll(settings(set, set.servers.get(0).address()));
            if (crashDetection) {
                lines.add("sentinel crash-detection " + set.name + " yes");
            }
        }
        lines.add("");
        return String.join("\n", lines);
    }

    private List<String> settings(MasterSet set, Address master) {
        return List.of(
                "sentinel monitor " + set.name + " " + master.host() + " " + master.port() + " " + storm.quorum(),
                "sentinel down-after-milliseconds " + set.name + " "
                        + storm.downAfter().toMillis(),
                "sentinel failover-timeout " + set.name + " "
                        + storm.failoverTimeout().toMillis(),
                "sentinel parallel-syncs " + set.name + " " + storm.parallelSyncs());
    }

    /** The operator puts back what another command has taken away, if the sentinel listens. */
    void restore(Watcher sentinel) {
        if (!sentinel.process().runs()) {
            return;
        }
        for (MasterSet set : sets) {
            List<String> wanted =
                    settings(set, book.getOrDefault(set.name, set.servers.get(0).address()));
            if (isLeftBehind(sentinel, set)) {
                operator.type(sentinel.process(), SimSentinel.PORT, "SENTINEL REMOVE " + set.name);
            } else if (!sentinel.watches(set.name)) {
                operator.type(sentinel.process(), SimSentinel.PORT, wanted.get(0));
            } else if (!asPlanned(sentinel, sentinel.settings(set.name))) {
                operator.type(
                        sentinel.process(),
                        SimSentinel.PORT,
                        "SENTINEL SET " + set.name + " quorum " + storm.quorum() + " down-after-milliseconds "
                                + storm.downAfter().toMillis() + " failover-timeout "
                                + storm.failoverTimeout().toMillis() + " parallel-syncs " + storm.parallelSyncs()
                                + (detectsCrashes(sentinel) ? " crash-detection yes" : ""));
            }
        }
    }

    /**
     * Whether it missed that the master was taken away and added again under another address: with config epoch 0 on
     * both sides nothing tells sentinels who is right, so they say that people have to settle it.
     */
    private boolean isLeftBehind(Watcher sentinel, MasterSet set) {
        Address noted = book.get(set.name);
        return noted != null
                && isConfigured(sentinel, set)
                && !sentinel.names(set.name).equals(noted)
                && watchers.stream()
                        .anyMatch(other -> isConfigured(other, set)
                                && other.names(set.name).equals(noted));
    }

    /** Whether it names an address that people gave it, and no failover. */
    private static boolean isConfigured(Watcher sentinel, MasterSet set) {
        return sentinel.watches(set.name) && sentinel.configEpoch(set.name).equals(Epoch.ZERO);
    }

    /** A server that no sentinel knows is turned to the master by whoever turned it away. */
    void restoreRoles(boolean byForce) {
        for (MasterSet set : sets) {
            Watcher witness = watchers.get(0);
            if (discord().isEmpty() || !witness.process().runs() || !witness.watches(set.name)) {
                continue;
            }
            Address named = witness.names(set.name);
            if (set.isHeadless() || set.isTakenOver(named)) {
                if (!byForce) {
                    continue;
                }
                // Turned by hand, so that by the rules of the protocol nobody may ever be promoted.
                set.at(named)
                        .filter(SimServer::runs)
                        .ifPresent(server -> operator.type(server.process, SimServer.PORT, "REPLICAOF NO ONE"));
                continue;
            }
            for (SimServer server : set.servers) {
                boolean known = watchers.stream()
                        .anyMatch(sentinel -> sentinel.watches(set.name)
                                && sentinel.replicas(set.name).contains(server.address()));
                if (!known && !server.address().equals(named) && !named.equals(server.master())) {
                    operator.type(server.process, SimServer.PORT, "REPLICAOF " + named.host() + " " + named.port());
                }
            }
        }
    }

    private boolean detectsCrashes(Watcher sentinel) {
        return storm.crashDetection() && sentinel instanceof SimSentinel;
    }

    private boolean asPlanned(Watcher sentinel, MasterSettings settings) {
        return settings.quorum() == storm.quorum()
                && settings.downAfter().equals(storm.downAfter())
                && settings.failoverTimeout().equals(storm.failoverTimeout())
                && settings.parallelSyncs() == storm.parallelSyncs()
                && settings.crashDetection() == detectsCrashes(sentinel);
    }

    /** What the operator notes before taking a set away: whom the newest configuration names. */
    void note(MasterSet set) {
        watchers.stream()
                .filter(sentinel -> sentinel.watches(set.name))
                .max(Comparator.comparing(sentinel -> sentinel.configEpoch(set.name)))
                .ifPresent(sentinel -> book.put(set.name, sentinel.names(set.name)));
    }

    /** How good the network of this world is where nothing is wrong. */
    Quality quality() {
        return Quality.USUAL.spread(storm.slowestPacket());
    }

    /** An application that has no promise of a server since then; empty when all have one. */
    Optional<String> unheardWriter(Duration since) {
        for (int i = 0; i < writers.size(); i++) {
            List<SimWriter.Acknowledged> promises = writers.get(i).acknowledged();
            if (promises.isEmpty() || promises.get(promises.size() - 1).at().compareTo(since) <= 0) {
                return Optional.of(sets.get(i).name + " takes no writes");
            }
        }
        return Optional.empty();
    }

    /** What the application of this set was promised and the set no longer has. */
    LostWrites lostWrites(int set) {
        return LostWrites.of(
                List.of(writers.get(set)),
                sets.get(set).actingMaster().orElseThrow().keys());
    }

    /** What runs now, for what must hold in the end. */
    List<Calm.Kept> files() {
        return sentinels.stream().map(SimSentinel::file).toList();
    }

    List<String> names() {
        return sentinels.stream().map(sentinel -> sentinel.process.name).toList();
    }

    List<SimServer> servers() {
        return sets.stream().flatMap(set -> set.servers.stream()).toList();
    }

    List<SimProcess> processes() {
        return Stream.concat(
                        servers().stream().map(server -> server.process),
                        watchers.stream().map(Watcher::process))
                .toList();
    }

    /** Somebody whom somebody does not know; empty when there is none. */
    Optional<String> stranger() {
        for (Watcher sentinel : watchers) {
            for (MasterSet set : sets) {
                Set<RunId> peers = sentinel.peers(set.name);
                Set<Address> replicas = sentinel.replicas(set.name);
                if (peers.size() != watchers.size() - 1 || replicas.size() < set.servers.size() - 1) {
                    return Optional.of(sentinel + " knows of " + set.name + " only " + peers.size() + " peers and "
                            + replicas.size() + " replicas");
                }
            }
        }
        return Optional.empty();
    }

    /** Why they are not of one mind: every sentinel names the same live master, and all others follow it. */
    Optional<String> discord() {
        return sets.stream().flatMap(set -> discord(set).stream()).findFirst();
    }

    private Optional<String> discord(MasterSet set) {
        Address first = null;
        for (Watcher sentinel : watchers) {
            if (!sentinel.watches(set.name)) {
                return Optional.of(sentinel + " does not watch " + set.name);
            }
            Address named = sentinel.names(set.name);
            if (first == null) {
                first = named;
            }
            if (!named.equals(first) || !sentinel.follows(set.name).equals(named)) {
                return Optional.of(set.name + ": " + watchers.get(0) + " names " + first + ", " + sentinel + " names "
                        + named + " and follows " + sentinel.follows(set.name));
            }
        }
        Address master = first;
        return set.at(master)
                .map(set::objection)
                .orElseGet(() -> Optional.of(set.name + ": " + master + " is nobody of ours"));
    }

    /** Runs until nobody objects any more; fails with the last objection. */
    Duration await(String what, Supplier<Optional<String>> objection, Duration limit) {
        Duration from = world.now();
        BooleanSupplier done = () -> objection.get().isEmpty();
        if (!world.until(done, limit)) {
            world.broken("not within " + limit.toMillis() + " ms: " + what + ": "
                    + objection.get().orElse("it came too late"));
            world.run(Duration.ZERO);
        }
        return world.now().minus(from);
    }

    @Override
    public void close() {
        world.close();
    }
}
