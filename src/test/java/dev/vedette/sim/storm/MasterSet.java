package dev.vedette.sim.storm;

import dev.vedette.model.Address;
import dev.vedette.model.MasterName;
import dev.vedette.sim.World;
import dev.vedette.sim.redis.SimServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A master and its replicas, whoever is which at the moment. */
final class MasterSet {
    /** A real server gives a silent connection up after a minute; so long a wait would only make worlds slower. */
    private static final String REPLICATION_TIMEOUT = "repl-timeout 10";

    final MasterName name;
    final List<SimServer> servers = new ArrayList<>();

    MasterSet(World world, int number, int replicas, boolean persistent) {
        this.name = new MasterName("m" + number);
        for (int i = 0; i <= replicas; i++) {
            List<String> conf = new ArrayList<>(List.of(REPLICATION_TIMEOUT));
            if (persistent) {
                conf.add("appendonly yes");
            }
            if (i > 0) {
                conf.add(SimServer.replicaOf(servers.get(0)));
            }
            String who = "r" + number + (i + 1);
            servers.add(new SimServer(world, who, "10.0." + number + "." + (i + 1), conf.toArray(String[]::new)));
        }
    }

    Optional<SimServer> at(Address address) {
        return servers.stream()
                .filter(server -> server.address().equals(address))
                .findFirst();
    }

    /** One that says that it is the master, if there is one. */
    Optional<SimServer> actingMaster() {
        return servers.stream()
                .filter(server -> server.runs() && server.isMaster())
                .findFirst();
    }

    /**
     * All are there, and each follows somebody: so it is after somebody has turned them by hand, and never by itself.
     */
    boolean isHeadless() {
        return servers.stream().allMatch(SimServer::runs) && actingMaster().isEmpty();
    }

    /** Somebody else has been made the master by hand, of whom the last word is that it must never be promoted. */
    boolean isTakenOver(Address named) {
        boolean deposed =
                at(named).filter(server -> server.runs() && !server.isMaster()).isPresent();
        return deposed
                && actingMaster().filter(master -> master.toldPriority() == 0).isPresent();
    }

    /** What is not yet as it should be when this is the master; empty when all is well. */
    Optional<String> objection(SimServer master) {
        if (!master.runs() || !master.isMaster()) {
            return Optional.of(name + ": " + master + " is named as the master and is none");
        }
        return servers.stream()
                .filter(server -> server != master && !follows(server, master))
                .map(server -> name + ": " + server + " does not follow " + master + " but " + server.master()
                        + (server.linkUp() ? "" : ", link " + server.phase() + (server.isLoading() ? ", loading" : "")))
                .findFirst();
    }

    private boolean follows(SimServer server, SimServer master) {
        @Nullable Address followed = server.master();
        return followed != null && followed.equals(master.address()) && server.linkUp();
    }
}
