package dev.vedette.sim.storm;

import dev.vedette.model.Address;
import dev.vedette.model.MasterName;
import dev.vedette.sim.SimProcess;
import dev.vedette.sim.World;
import dev.vedette.sim.redis.RedisState;
import dev.vedette.sim.redis.SimRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A master and its replicas, whoever is which at the moment. */
final class MasterSet {
    final MasterName name;
    final List<SimProcess> servers = new ArrayList<>();
    private final List<SimRedis> running = new ArrayList<>();

    MasterSet(World world, int number, int replicas) {
        this.name = new MasterName("m" + number);
        for (int i = 0; i <= replicas; i++) {
            int index = i;
            running.add(null);
            SimProcess server = world.process("r" + number + (i + 1), "10.0." + number + "." + (i + 1), 1, life -> {
                SimRedis redis = new SimRedis(life, 100);
                running.set(index, redis);
                return List.of(redis);
            });
            server.disk.put(SimRedis.CONF, i == 0 ? "" : SimRedis.conf(address(servers.get(0))));
            servers.add(server);
        }
    }

    static Address address(SimProcess server) {
        return new Address(server.host(), SimRedis.PORT);
    }

    RedisState state(SimProcess server) {
        return running.get(servers.indexOf(server)).state();
    }

    Optional<SimProcess> at(Address address) {
        return servers.stream()
                .filter(server -> address(server).equals(address))
                .findFirst();
    }

    /** One that says that it is the master, if there is one. */
    Optional<SimProcess> actingMaster() {
        return servers.stream()
                .filter(server -> server.runs() && state(server).isMaster())
                .findFirst();
    }

    /** What is not yet as it should be when this is the master; empty when all is well. */
    Optional<String> objection(SimProcess master) {
        if (!master.runs() || !state(master).isMaster()) {
            return Optional.of(name + ": " + master + " is named as the master and is none");
        }
        return servers.stream()
                .filter(server -> server != master && !follows(server, master))
                .map(server -> name + ": " + server + " does not follow " + master)
                .findFirst();
    }

    private boolean follows(SimProcess server, SimProcess master) {
        return Objects.equals(state(server).master(), address(master)) && state(server).linkUp;
    }
}
