package dev.vedette.sim.story;

import dev.vedette.model.Address;
import dev.vedette.model.MasterName;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import dev.vedette.sim.check.Checkers;
import dev.vedette.sim.redis.SimServer;
import dev.vedette.sim.storm.SimSentinel;
import dev.vedette.sim.story.Cast.Watched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The cast as processes of a world: servers, whole sentinels, and somebody with a terminal. */
final class Company implements AutoCloseable {
    private static final int PRIORITY = 100;
    /** Some decisions are made at once only by those who have heard their peers for a while. */
    private static final Duration TIME_TO_TRUST = Duration.ofSeconds(10);

    private static final Duration TIME_TO_MEET = Duration.ofSeconds(15);

    final World world;
    final Cast cast;
    final Map<String, SimSentinel> sentinels = new LinkedHashMap<>();
    final Map<String, SimProcess> servers = new LinkedHashMap<>();
    final Terminal terminal;
    private final Map<String, SimServer> models = new TreeMap<>();
    private final Map<String, Address> addresses = new TreeMap<>();

    Company(Cast cast) {
        this.cast = cast;
        this.world = new World(cast.seed);
        Checkers.watch(world);
        cast.masters.forEach(this::engage);
        String conf = cast.conf(addresses);
        for (String name : cast.sentinels) {
            sentinels.put(name, new SimSentinel(world, name, "10.0.1." + (sentinels.size() + 1), conf));
        }
        this.terminal = new Terminal(world);
        world.process(Terminal.NAME, "10.0.2.1", 1, life -> List.of(terminal)).start();
    }

    private void engage(Watched watched) {
        for (String name : watched.servers()) {
            List<String> conf = new ArrayList<>();
            conf.add("replica-priority " + cast.priorities.getOrDefault(name, PRIORITY));
            if (!name.equals(watched.master())) {
                conf.add(SimServer.replicaOf(server(watched.master())));
            }
            String ip = "10.0.0." + (models.size() + 1);
            SimServer model = new SimServer(world, name, ip, conf.toArray(String[]::new));
            models.put(name, model);
            servers.put(name, model.process);
            addresses.put(name, model.address());
        }
    }

    /** Starts everybody and waits until everybody knows everybody. */
    void settle() {
        servers.values().forEach(SimProcess::start);
        // Else the first INFO lists no replicas, and the next comes ten seconds later.
        world.run(Duration.ofSeconds(1));
        sentinels.values().forEach(sentinel -> sentinel.process.start());
        if (!world.until(() -> cast.masters.stream().allMatch(this::isKnown), TIME_TO_MEET)) {
            throw new AssertionError("they did not find one another\n" + world.trace);
        }
        world.run(TIME_TO_TRUST);
    }

    private boolean isKnown(Watched watched) {
        return sentinels.values().stream()
                .allMatch(sentinel -> sentinel.peers(watched.name()).size() == sentinels.size() - 1
                        && sentinel.replicas(watched.name()).size()
                                == watched.replicas().size());
    }

    SimProcess process(String name) {
        SimSentinel sentinel = sentinels.get(name);
        SimProcess process = sentinel == null ? servers.get(name) : sentinel.process;
        if (process == null) {
            throw new IllegalArgumentException("nobody is called " + name);
        }
        return process;
    }

    List<SimProcess> everybody() {
        List<SimProcess> all = new ArrayList<>(servers.values());
        sentinels.values().forEach(sentinel -> all.add(sentinel.process));
        return all;
    }

    Address address(String server) {
        return Objects.requireNonNull(addresses.get(server), () -> "no server is called " + server);
    }

    SimServer server(String name) {
        return Objects.requireNonNull(models.get(name), () -> "no server is called " + name);
    }

    /** The master whose servers this one is among. */
    MasterName masterOf(String server) {
        return watched(server).name();
    }

    private Watched watched(String server) {
        return cast.masters.stream()
                .filter(watched -> watched.servers().contains(server))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody watches " + server));
    }

    boolean names(String sentinel, String server) {
        SimSentinel asked = sentinels.get(sentinel);
        return asked.watches(masterOf(server)) && asked.names(masterOf(server)).equals(address(server));
    }

    List<String> liveSentinels() {
        return sentinels.keySet().stream().filter(name -> process(name).runs()).toList();
    }

    /** All live sentinels name this server and follow it, and so do all live servers. */
    boolean standBehind(String server) {
        return liveSentinels().stream()
                        .allMatch(name -> names(name, server)
                                && sentinels.get(name).follows(masterOf(server)).equals(address(server)))
                && watched(server).servers().stream()
                        .filter(name -> process(name).runs())
                        .allMatch(name -> name.equals(server) ? server(name).isMaster() : follows(name, server));
    }

    boolean follows(String replica, String server) {
        return address(server).equals(server(replica).master())
                && server(replica).linkUp();
    }

    @Override
    public void close() {
        world.close();
    }
}
